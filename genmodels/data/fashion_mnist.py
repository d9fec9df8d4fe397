"""Fashion-MNIST: Xiao, Rasul & Vollgraf, 2017, arXiv:1708.07747; photographs of clothes in the layout of MNIST."""

from __future__ import annotations

from genmodels.data.base import Dataset
from genmodels.data.mirrored import IMAGE, SIZES, Mirrored

CLASSES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")

FILES = Mirrored(
    name="fashion-mnist", title="Fashion-MNIST", classes=CLASSES, folders=("fashion-mnist", "FashionMNIST/raw"),
    mirrors=("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
             "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
             "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
    unpacked={},
    packed={
        "train-images": "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "train-labels": "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "held-out-images": "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "held-out-labels": "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"},
    per_class={"train": 6_000, "held-out": 1_000})

DATASET = Dataset(
    name="fashion-mnist", title="Fashion-MNIST", image=IMAGE, classes=CLASSES, sizes=SIZES,
    summary="Shirts, shoes and bags instead of digits: the same size and counts as MNIST, with more shades of grey.",
    source="Han Xiao, Kashif Rasul and Roland Vollgraf, Zalando Research, 2017.", licence="MIT",
    checksums={f"{part}, gzip": sha256 for part, sha256 in FILES.packed.items()}, read=FILES.read, here=FILES.here)
