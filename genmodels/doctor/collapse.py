"""Collapse: different codes give the same few samples. Pairwise distances and duplicates of a snapshot's samples."""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds, lines
from genmodels.doctor.tries import times


class Collapse(Rule):
    id = "collapse"
    title = "Collapse"
    looks_at = "distances between a snapshot's samples beside those of real images, and near-duplicates among them"
    says_when = "samples are on average less than half as far apart as real images (a tenth within classes), or a " \
                "quarter have a twin"
    why = "The generator has found a few samples that please its critic and draws them whatever the code says."
    advice = "Go back to before it happened and slow the generator down, or strengthen the penalty."
    source = "signs"
    harm_is_done = True

    class Limits(Thresholds):
        spread: float = knob(0.5, 0.05, 1.0, help="Mean distance of two samples, beside that of two real images.")
        within: float = knob(0.1, 0.01, 1.0, help="The same within each class: healthy small models reach 0.2 to 0.5.")
        warm_up: float = knob(0.4, 0.0, 0.9, help="Share of the run that is too young to judge, at most 1000 steps.")
        twins: float = knob(0.25, 0.05, 1.0, help="Share of samples with another one on top of them.")

    def suits(self, patient: Patient) -> bool:
        return patient.critic is not None     # what a VAE draws too much alike, its code does not hold

    def level(self, chart: Chart) -> float | None:
        spread = chart.last("sign/spread")
        if spread is None or self.young(chart):
            return None
        if chart["sign/spread"].rising():
            return None
        twins = chart.last("sign/twins") or [0.0]
        return float(max(self._least(chart) / max(spread[0], 1e-6), twins[0] / self.limits.twins))

    def finding(self, chart: Chart) -> Finding:
        spread, twins = chart["sign/spread"].last or 0.0, chart["sign/twins"].last or 0.0
        within = " within each class" if chart.patient.conditional else ""
        if twins >= self.limits.twins:
            return Finding("Many samples are the same picture.",
                           f"{twins:.0%} of 64 samples have another one on top of them{within}.",
                           lines(chart, {"sign/twins": "with a twin"}, self.limits.twins, "share of samples"))
        return Finding("The samples are too much alike.",
                       f"Two samples are {spread:.2f} times as far apart as two real {chart.patient.things}{within}.",
                       lines(chart, {"sign/spread": "distance of samples"}, self._least(chart), "1 is as real"))

    def _least(self, chart: Chart) -> float:
        return float(self.limits.within if chart.patient.conditional else self.limits.spread)

    def tries(self, patient: Patient) -> list[Change]:
        return remedies(patient)


def remedies(patient: Patient) -> list[Change]:
    """Against a generator that runs away from its critic; a model without a critic has a rate."""
    if patient.critic is None:
        return times(patient, {"learning_rate": 0.25})
    slower = times(patient, {"generator_rate": 0.25})
    return [*slower, *(times(patient, {"gamma": 3.0}) or times(patient, {"penalty": 3.0})
                       or times(patient, {"discriminator_moves": 2.0}))]
