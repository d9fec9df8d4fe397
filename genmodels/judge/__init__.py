"""Judges: small classifiers of real images whose features the metrics use, each with the proof that it can judge.

    judged = judge_for("mnist")              # None where there is none that may judge; why_none says why
    judged.look(images).features             # (N, 64)
    make_judge("my-pictures")                # trains, tests, proves, and keeps one
"""

from __future__ import annotations

from genmodels.judge.card import Card
from genmodels.judge.look import Look
from genmodels.judge.make import make_judge
from genmodels.judge.shelf import Judged, card_for, judge_for, why_none

__all__ = ["Card", "Judged", "Look", "card_for", "judge_for", "make_judge", "why_none"]
