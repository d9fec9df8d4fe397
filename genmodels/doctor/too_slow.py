"""The learning rate is too low: a player hardly moves, and has not moved before either."""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds
from genmodels.doctor.steps import most, strides
from genmodels.doctor.tries import at, times


class TooSlow(Rule):
    id = "too_slow"
    title = "Learning rate too low"
    looks_at = "how far a step moves a player's weights, at its most since the start"
    says_when = "no step was longer than the limit; a rate that falls by its schedule does not count"
    why = "At this pace the budget ends long before anything is learned; a critic that stands still teaches nothing."
    advice = "Raise the learning rate by a factor of ten."
    source = "scalars"

    class Limits(Thresholds):
        stride: float = knob(2e-4, 1e-8, 0.01, help="Length of a step, as a share of the first weights.")

    def level(self, chart: Chart) -> float | None:
        if self.young(chart):
            return None
        found = [length for player in chart.patient.players if (length := most(chart, player)) is not None]
        return self.limits.stride / max(min(found), 1e-12) if found else None

    def finding(self, chart: Chart) -> Finding:
        patient = chart.patient
        lengths = {player: length for player in patient.players if (length := most(chart, player)) is not None}
        slowest = min(lengths, key=lambda player: lengths[player])
        name = patient.rate_of(slowest)
        return Finding(f"The {slowest} hardly moves.",
                       f"Its longest step moved its weights by {lengths[slowest]:.1e} of their first length, with "
                       f"{name} = {patient.settings.get(name):g}.",
                       strides(chart, (slowest,), self.limits.stride))

    def tries(self, patient: Patient) -> list[Change]:
        found = []
        for player in patient.players:
            name = patient.rate_of(player)
            knob = patient.knobs[name]
            if float(patient.settings[name]) < knob.default / 5:
                found += [*at(patient, name, knob.default)] or times(patient, {name: 10.0})
        return found or times(patient, {patient.rate_of(patient.painter): 10.0})
