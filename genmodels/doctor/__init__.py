"""The doctor: rules that watch a training and say what is wrong, with evidence and remedies. They advise; only numbers
that are not finite stop a run, and that the training does itself.

A rule is one file here and one line in RULES. Signals and first thresholds after reference papers named in each file;
`python -m benchmarks.doctor` calibrates them on one set of runs and reports on another.
"""

from __future__ import annotations

from genmodels.doctor.alarm import OVER, Alarm, Plot, Try
from genmodels.doctor.blurred import Blurred
from genmodels.doctor.collapse import Collapse
from genmodels.doctor.critic_winning import CriticWinning
from genmodels.doctor.divergence import Divergence
from genmodels.doctor.doctor import Doctor
from genmodels.doctor.history import History, replay
from genmodels.doctor.loose_codes import LooseCodes
from genmodels.doctor.missing_classes import MissingClasses
from genmodels.doctor.not_finite import NotFinite
from genmodels.doctor.oscillation import Oscillation
from genmodels.doctor.overfitting_critic import OverfittingCritic
from genmodels.doctor.patient import Patient, patient_of
from genmodels.doctor.posterior_collapse import PosteriorCollapse
from genmodels.doctor.rule import Rule
from genmodels.doctor.saturated import Saturated
from genmodels.doctor.too_fast import TooFast
from genmodels.doctor.too_little_data import TooLittleData
from genmodels.doctor.too_slow import TooSlow

__all__ = ["OVER", "RULES", "Alarm", "Doctor", "History", "Patient", "Plot", "Rule", "Try", "patient_of", "replay"]

RULES: dict[str, Rule] = {rule.id: rule for rule in (
    NotFinite(), CriticWinning(), Collapse(), MissingClasses(), Oscillation(), Divergence(), OverfittingCritic(),
    PosteriorCollapse(), Blurred(), LooseCodes(), TooFast(), TooSlow(), Saturated(), TooLittleData(),
)}
