"""Accuracy on real images of a classifier that learned from samples: GAN-train, Shmelkov et al. 2018, arXiv:1807.09499;
the classification accuracy score of Ravuri & Vinyals 2019, arXiv:1905.10887.

It asks for quality and diversity at once, by class. The floor is a classifier that learned from as many real images in
the same number of steps; only models that draw by class can be asked.
"""

from __future__ import annotations

import numpy as np

from genmodels.data.base import ImageSet
from genmodels.metrics.base import Measured, Metric
from genmodels.metrics.classifier import guesses, trained
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.interval import wilson
from genmodels.models.base import GenerativeModel


class GanTrain(Metric):
    """Interval: Wilson's over the real images, for the classifier that was trained."""

    name = "gan_train"
    title = "GAN-train accuracy"
    unit = "share of held-out images named rightly"
    better = "higher"
    tells = "coverage"

    def suits(self, model: GenerativeModel) -> bool:
        return super().suits(model) and model.conditional

    def judge(self, evidence: Evidence) -> str:
        return "a small classifier trained on the samples"

    def measure(self, evidence: Evidence) -> Measured:
        names = evidence.held_out.classes
        right = _right(ImageSet(evidence.samples, evidence.asked, names), evidence)
        low, high = wilson(right, evidence.n)
        others = ImageSet(evidence.others, evidence.train.labels[evidence.other_rows], names)
        floor = evidence.kept("gan-train floor", lambda: {"right": np.array(_right(others, evidence))},
                              self.judge(evidence))
        return Measured(right / evidence.n, low, high, floor["right"].item() / evidence.n)


def _right(images: ImageSet, evidence: Evidence) -> int:
    network = trained(images, evidence.seed)
    # what is drawn was asked for in the classes of these very images: only the pixels are new to the classifier
    return int((guesses(network, evidence.real) == evidence.asked).sum())
