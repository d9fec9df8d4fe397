"""Saturated outputs: samples are black and white where real images are grey, or points stick to the frame."""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds, lines
from genmodels.doctor.tries import times


class Saturated(Rule):
    id = "saturated"
    title = "Saturated outputs"
    looks_at = "values at the very ends of the range, beside those of real images"
    says_when = "of what real images leave between the ends, samples leave less than a tenth"
    why = "At the ends of a tanh or sigmoid hardly any gradient passes, so the network cannot find its way back."
    advice = "Go back to before it happened, with a lower rate for the player that draws."
    source = "signs"
    harm_is_done = True

    class Limits(Thresholds):
        ends: float = knob(0.9, 0.1, 1.0, help="Share of the values between the ends in real images, that is gone.")

    def level(self, chart: Chart) -> float | None:
        ends = chart["sign/ends"].last
        return None if ends is None or self.young(chart) else max(0.0, ends) / self.limits.ends

    def finding(self, chart: Chart) -> Finding:
        ends = chart["sign/ends"].last or 0.0
        return Finding("The outputs stick to the ends of their range.",
                       f"Of the values that lie between black and white in real {chart.patient.things}, "
                       f"{max(0.0, 1 - ends):.0%} are left in samples.",
                       lines(chart, {"sign/ends": "gone to the ends"}, self.limits.ends, "share"))

    def tries(self, patient: Patient) -> list[Change]:
        return times(patient, {patient.rate_of(patient.painter): 0.1})
