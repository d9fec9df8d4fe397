"""Loose codes: the KL weighs so little that codes of images lie far from where samples are drawn."""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds, lines
from genmodels.doctor.tries import at


class LooseCodes(Rule):
    id = "loose_codes"
    title = "Loose codes"
    looks_at = "the KL to the prior for each dimension of the code"
    says_when = "it stays above the limit of nats for each dimension"
    why = ("Samples start from the prior; where no image's code lies there, they look like nothing, however well "
           "images are reconstructed.")
    advice = "Raise beta to 1, or near it."
    source = "scalars"

    class Limits(Thresholds):
        nats: float = knob(6.0, 1.0, 50.0, help="KL for each dimension; 6 nats are a spread of 0.25 % of the prior's.")

    def suits(self, patient: Patient) -> bool:
        return patient.likelihood

    def level(self, chart: Chart) -> float | None:
        nats = self._nats(chart)
        return None if nats is None or self.young(chart) else nats / self.limits.nats

    def finding(self, chart: Chart) -> Finding:
        size = int(chart.patient.settings["latent_dim"])
        name = f"{chart.patient.painter}/kl"
        return Finding("Codes of images lie far from where samples are drawn.",
                       f"{self._nats(chart):.1f} nats for each of {size} dimensions.",
                       lines(chart, {name: "KL to the prior"}, self.limits.nats * size, "nats"))

    def tries(self, patient: Patient) -> list[Change]:
        return at(patient, "beta", 1.0) if float(patient.settings.get("beta", 1.0)) < 1 else []

    def _nats(self, chart: Chart) -> float | None:
        kl = chart[f"{chart.patient.painter}/kl"].last
        return None if kl is None else kl / int(chart.patient.settings["latent_dim"])
