"""What a rule is: what it looks at, when it is ill, and what it then says. Its thresholds are settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from genmodels.config import Settings, knob
from genmodels.doctor.alarm import Plot
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient

Source = Literal["scalars", "signs", "live", "end"]
Change = Mapping[str, Any]     # settings to try together
YOUNG, GROWN = 100, 1000       # steps before which any training is too young to judge, and after which none is


class Thresholds(Settings):
    """What every rule has; its own come in a class Limits."""

    warm_up: float = knob(0.2, 0.0, 0.9, help="Share of the run that is too young to judge, at most 1000 steps.")
    in_a_row: int = knob(3, 1, 20, help="Looks in a row that must agree before the rule speaks, or is silent again.")


@dataclass(frozen=True)
class Finding:
    """What was seen."""

    what: str
    evidence: str
    plot: Plot


class Rule:
    """One diagnosis. It keeps nothing: what it knows stands in the chart, and its episodes are kept by the doctor."""

    id: ClassVar[str]
    title: ClassVar[str]
    looks_at: ClassVar[str]      # a phrase for people: the signals
    says_when: ClassVar[str]     # a phrase: the condition
    why: ClassVar[str]           # why it matters
    advice: ClassVar[str]        # what to try
    source: ClassVar[Source]     # whose news it waits for
    harm_is_done: ClassVar[bool] = False     # a changed setting alone does not heal: go back to a checkpoint as well
    Limits: ClassVar[type[Thresholds]] = Thresholds

    def __init__(self, limits: Thresholds | None = None) -> None:
        self.limits: Any = limits or self.Limits()

    def suits(self, patient: Patient) -> bool:
        """Does the rule mean something for this run?"""
        return True

    def level(self, chart: Chart) -> float | None:
        """How far the condition is fulfilled: from 1 on it is ill, None where nothing can be said."""
        raise NotImplementedError(f"{type(self).__name__} has to look")

    def finding(self, chart: Chart) -> Finding:
        """What was seen, in words and lines; called when it speaks."""
        raise NotImplementedError(f"{type(self).__name__} has to say what it saw")

    def tries(self, patient: Patient) -> list[Change]:
        """Settings that may help, the most promising first."""
        return []

    def young(self, chart: Chart) -> bool:
        return chart.step < max(YOUNG, min(GROWN, float(self.limits.warm_up) * chart.patient.steps))


def lines(chart: Chart, named: Mapping[str, str], limit: float | None = None, unit: str = "") -> Plot:
    """Series of the chart under titles for people; where they have different steps, the first one's count."""
    x = chart[next(iter(named))].steps
    found = {}
    for name, title in named.items():
        series = dict(zip(chart[name].steps, chart[name].values, strict=True))
        found[title] = [series.get(step) for step in x]
    return Plot(x, found, limit, unit)
