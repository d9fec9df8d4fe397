"""Divergence: the distance between samples and real images grows far above the best it has been."""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds, lines
from genmodels.doctor.tries import times

DISTANCES = {"kid": "KID", "sliced_wasserstein": "sliced Wasserstein distance"}


class Divergence(Rule):
    id = "divergence"
    title = "Divergence"
    looks_at = "the live distance to real images (KID, for points the sliced Wasserstein distance) against its best"
    says_when = "it stays above two and a half times its best, and well above the distance of real from real"
    why = "The model was better before: what comes now is time spent on getting worse."
    advice = "Go back to the best checkpoint and train on from there with lower rates."
    source = "live"
    harm_is_done = True

    class Limits(Thresholds):
        ratio: float = knob(2.5, 1.2, 20.0, help="Times its best.")
        noise: float = knob(0.1, 0.0, 1.0, help="Best values below this share of the first count as this much.")
        in_a_row: int = knob(2, 1, 20, help="Measurements in a row that must agree; they come seldom.")

    def level(self, chart: Chart) -> float | None:
        series = chart[f"live/{_metric(chart)}"]
        if len(series) < 3 or self.young(chart) or series.last is None or series.first is None:
            return None
        return series.last / (float(self.limits.ratio) * self._best(chart))

    def finding(self, chart: Chart) -> Finding:
        name = _metric(chart)
        now = chart[f"live/{name}"].last or 0.0
        best = self._best(chart)
        return Finding("The samples get worse.",
                       f"{DISTANCES[name]} is {now:.3g}, {now / best:.1f} times its best of {best:.3g}.",
                       lines(chart, {f"live/{name}": DISTANCES[name]}, self.limits.ratio * best, ""))

    def tries(self, patient: Patient) -> list[Change]:
        names = [patient.rate_of(player) for player in patient.players]
        return times(patient, dict.fromkeys(names, 0.3))

    def _best(self, chart: Chart) -> float:
        name = _metric(chart)
        series, floor = chart[f"live/{name}"], chart[f"floor/{name}"].last or 0.0
        return max(series.best, 2 * floor, float(self.limits.noise) * abs(series.first or 0.0), 1e-9)


def _metric(chart: Chart) -> str:
    return "sliced_wasserstein" if chart.patient.points else "kid"
