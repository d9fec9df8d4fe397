"""MNIST: LeCun, Cortes & Burges, 1998; 60,000 + 10,000 handwritten digits of 28x28 pixels."""

from __future__ import annotations

from genmodels.data.base import Dataset
from genmodels.data.mirrored import IMAGE, SIZES, Mirrored

DIGITS = tuple("0123456789")

FILES = Mirrored(
    name="mnist", title="MNIST", classes=DIGITS, folders=(".", "mnist", "MNIST/raw"),
    mirrors=("https://storage.googleapis.com/cvdf-datasets/mnist/",
             "https://ossci-datasets.s3.amazonaws.com/mnist/",
             "https://raw.githubusercontent.com/fgnt/mnist/master/"),
    unpacked={
        "train-images": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "train-labels": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "held-out-images": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "held-out-labels": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"},
    packed={})

DATASET = Dataset(
    name="mnist", title="MNIST", image=IMAGE, classes=DIGITS, sizes=SIZES,
    summary="Handwritten digits, centred and grey: the dataset that most papers on small generative models show.",
    source="Yann LeCun, Corinna Cortes and Christopher J. C. Burges, 1998; from NIST's Special Databases 1 and 3.",
    licence="CC BY-SA 3.0 (as commonly stated; the authors' page names no licence)",
    checksums=FILES.unpacked, read=FILES.read, here=FILES.here)
