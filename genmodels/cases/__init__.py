"""Trainings that go wrong on purpose: what one should expect, and how it is told what really came."""

from genmodels.cases.case import Case, Choice, Outcome, find_case
from genmodels.cases.facts import Facts, facts_of
from genmodels.cases.prediction import Prediction, read_prediction, start, tell_outcome
from genmodels.cases.table import CASES

__all__ = ["CASES", "Case", "Choice", "Facts", "Outcome", "Prediction", "facts_of", "find_case", "read_prediction",
           "start", "tell_outcome"]
