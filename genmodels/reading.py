"""How the number of a metric is read: which question it helps to answer, which of two is better, what looked at it.

Importing this imports no torch, so that pages can; the metrics themselves stand in genmodels.metrics.
"""

from __future__ import annotations

import re

BETTER = {"lower": "↓ lower is better", "higher": "↑ higher is better", "as real": "≈ best as real images",
          "neither": "neither is better"}
DIGEST = re.compile(r"([0-9a-f]{8})[0-9a-f]{24,}")     # its first letters are enough to tell two apart
QUESTIONS = {
    "fidelity": ("Do samples look real?", "As far as features, pixels and a classifier can tell them apart."),
    "coverage": ("Is everything there?", "A model that draws one perfect picture is no model of the data."),
    "likelihood": ("How likely does it find real images?", "Nats on images it has not learned from; lower is better."),
    "code": ("What does the code carry?", "What a model that encodes keeps of an image, and in which dimensions."),
    "copies": ("Are there copies?", "Samples nearer to a training image than unseen real images come."),
    "other": ("Other numbers", "Measured by another version of GenLab.")}
