"""Kuzushiji-MNIST: Clanuwat et al., 2018, arXiv:1812.01718; cursive Japanese characters in the layout of MNIST."""

from __future__ import annotations

from genmodels.data.base import Dataset
from genmodels.data.mirrored import IMAGE, SIZES, Mirrored

CLASSES = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")

FILES = Mirrored(
    name="kmnist", title="KMNIST", classes=CLASSES, folders=("kmnist", "KMNIST/raw"),
    mirrors=("https://codh.rois.ac.jp/kmnist/dataset/kmnist/", "http://codh.rois.ac.jp/kmnist/dataset/kmnist/"),
    unpacked={},
    packed={
        "train-images": "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
        "train-labels": "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
        "held-out-images": "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
        "held-out-labels": "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"},
    per_class={"train": 6_000, "held-out": 1_000})

DATASET = Dataset(
    name="kmnist", title="KMNIST", image=IMAGE, classes=CLASSES, sizes=SIZES,
    summary="Ten characters of classical Japanese handwriting; each class holds several ways to write it.",
    source="Center for Open Data in the Humanities (Clanuwat, Bober-Irizar, Kitamoto, Lamb, Yamamoto, Ha), 2018, "
           "from the Kuzushiji dataset of the National Institute of Japanese Literature. doi:10.20676/00000341",
    licence="CC BY-SA 4.0",
    checksums={f"{part}, gzip": sha256 for part, sha256 in FILES.packed.items()}, read=FILES.read, here=FILES.here)
