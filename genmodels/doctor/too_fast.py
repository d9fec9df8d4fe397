"""The learning rate is too high: steps are so long that what was learned is torn down again."""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds
from genmodels.doctor.steps import stride, strides
from genmodels.doctor.tries import times


class TooFast(Rule):
    id = "too_fast"
    title = "Learning rate too high"
    looks_at = "how far a step moves a player's weights, as a share of what they were at the start"
    says_when = "it stays above the limit"
    why = "Weights that are thrown about settle nowhere; the next stop is numbers that are not finite."
    advice = "Lower the learning rate by a factor of three to ten."
    source = "scalars"

    class Limits(Thresholds):
        stride: float = knob(0.08, 0.001, 10.0, help="Length of a step, as a share of the first weights.")
        warm_up: float = knob(0.1, 0.0, 0.9, help="Share of the run that is too young to judge, at most 1000 steps.")

    def level(self, chart: Chart) -> float | None:
        if self.young(chart):
            return None
        found = [length for player in chart.patient.players if (length := stride(chart, player)) is not None]
        return max(found) / self.limits.stride if found else None

    def finding(self, chart: Chart) -> Finding:
        longest = self._player(chart)
        patient = chart.patient
        name = patient.rate_of(longest)
        return Finding(f"The steps of the {longest} are too long.",
                       f"A step moves its weights by {stride(chart, longest):.1%} of their first length, with "
                       f"{name} = {patient.settings.get(name):g}.",
                       strides(chart, patient.players, self.limits.stride))

    def tries(self, patient: Patient) -> list[Change]:
        names = [patient.rate_of(player) for player in patient.players]
        return [*times(patient, dict.fromkeys(names, 0.1)), *times(patient, dict.fromkeys(names, 0.3))]

    def _player(self, chart: Chart) -> str:
        return max(chart.patient.players, key=lambda player: stride(chart, player) or 0.0)
