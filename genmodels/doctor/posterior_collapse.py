"""Posterior collapse: the code says nothing about the image, and the decoder draws the average whatever it is given.

The total KL under half a nat, or no active unit among the live numbers; that shuffled codes cost nothing is evidence.
Burda et al. 2016, arXiv:1509.00519; Bowman et al. 2016, arXiv:1511.06349.
"""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds, lines
from genmodels.doctor.tries import at, times


class PosteriorCollapse(Rule):
    id = "posterior_collapse"
    title = "Posterior collapse"
    looks_at = "the KL to the prior in all and for each dimension, active units, and the loss when codes are shuffled"
    says_when = "all dimensions together carry less than half a nat and it does not grow, or no unit is active"
    why = "A code without information is no code: every sample is the same average picture."
    advice = "Lower beta, or let it rise slowly with warm_up."
    source = "scalars"

    class Limits(Thresholds):
        nats: float = knob(0.5, 0.01, 10.0, help="KL of all dimensions together below which the code is empty.")

    def suits(self, patient: Patient) -> bool:
        return patient.likelihood

    def level(self, chart: Chart) -> float | None:
        kl = chart.last(_kl(chart))
        if kl is None or self.young(chart) or chart.step < int(chart.patient.settings.get("warm_up", 0)):
            return None
        if chart[_kl(chart)].rising():
            return None
        return max(float(self.limits.nats) / max(kl[0], 1e-6), 1.0 if _silent(chart) else 0.0)

    def finding(self, chart: Chart) -> Finding:
        kl = chart[_kl(chart)].last or 0.0
        facts = [f"The KL of all {chart.patient.settings['latent_dim']} dimensions is {kl:.2g} nats"]
        if len(chart["live/active_units"]):
            facts.append(f"{chart['live/active_units'].last:.0f} units are active")
        if len(chart["live/shuffle_z"]):
            facts.append(f"shuffled codes cost {chart['live/shuffle_z'].last:.2g} nats more")
        return Finding("The code says nothing about the image.", "; ".join(facts) + ".",
                       lines(chart, {_kl(chart): "KL to the prior"}, self.limits.nats, "nats"))

    def tries(self, patient: Patient) -> list[Change]:
        beta = float(patient.settings.get("beta", 1.0))
        lower = at(patient, "beta", 1.0) if beta > 1 else times(patient, {"beta": 0.25})
        return [*lower, *at(patient, "free_bits", 0.25), *at(patient, "warm_up", max(100, patient.steps // 5))]


def _kl(chart: Chart) -> str:
    return f"{chart.patient.painter}/kl"


def _silent(chart: Chart) -> bool:
    """Do the last two live measurements say that no dimension is used?"""
    return len(chart["live/active_units"]) > 1 and not any(chart["live/active_units"].tail(2))
