"""A blurred decoder: what comes back from the code is much softer than what went in.

The usual cause is a KL term that weighs too much against the reconstruction, or a code too small to hold the image.
"""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds, lines
from genmodels.doctor.tries import at

SMALL = 4     # numbers; a code of fewer is a likely cause by itself


class Blurred(Rule):
    id = "blurred"
    title = "Blurred decoder"
    looks_at = "the sharpness of reconstructions beside their originals, and the share of the KL in the loss"
    says_when = "they have hardly more than a quarter of the edges, and it does not get better"
    why = "The code is not allowed to hold the details, so the decoder draws the average of all that it could be."
    advice = "Lower beta, or give the code more dimensions."
    source = "signs"

    class Limits(Thresholds):
        sharpness: float = knob(0.28, 0.05, 1.0, help="Variance of the Laplacian, beside that of the originals.")
        warm_up: float = knob(0.6, 0.0, 0.9, help="Share of the run that is too young to judge, at most 1000 steps.")

    def suits(self, patient: Patient) -> bool:
        return patient.likelihood and not patient.points

    def level(self, chart: Chart) -> float | None:
        sharpness = chart["sign/sharpness"].last
        if sharpness is None or self.young(chart):
            return None
        if chart["sign/sharpness"].rising():
            return None
        return float(self.limits.sharpness) / max(sharpness, 1e-6)

    def finding(self, chart: Chart) -> Finding:
        sharpness = chart["sign/sharpness"].last or 0.0
        found = chart.last(f"{chart.patient.painter}/kl", f"{chart.patient.painter}/reconstruction")
        beta = float(chart.patient.settings.get("beta", 1.0))
        share = "" if not found else f" The KL is {found[0]:.3g} of {found[0] + found[1]:.3g} nats, at beta = {beta:g}."
        return Finding("Reconstructions are much softer than their originals.",
                       f"They have {sharpness:.0%} of the edges.{share}",
                       lines(chart, {"sign/sharpness": "edges of reconstructions"}, self.limits.sharpness,
                             "1 is as real"))

    def tries(self, patient: Patient) -> list[Change]:
        beta, size = float(patient.settings.get("beta", 1.0)), int(patient.settings.get("latent_dim", SMALL))
        lower = at(patient, "beta", 1.0) if beta > 1 else at(patient, "beta", 0.5)
        larger = at(patient, "latent_dim", 16) if size < 16 else []
        return [*larger, *lower] if size < SMALL else [*lower, *larger]
