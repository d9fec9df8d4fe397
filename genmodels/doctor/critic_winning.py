"""The critic wins: it tells every sample from every real image, and the generator loses ground.

High accuracy alone is normal for a moment; it counts when it lasts while the generator's loss stands far above what an
even contest costs. Not defined for a critic that estimates a distance: there is no right and wrong.
"""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds, lines
from genmodels.doctor.tries import times

WINDOW = 5     # looks that are averaged


class CriticWinning(Rule):
    id = "critic_winning"
    title = "Critic winning"
    looks_at = "the share of real images and of samples the discriminator gets right, and the generator's gradient"
    says_when = "both shares stay above 0.99"
    why = ("A discriminator that is never wrong tells the generator little about how to get better: its gradient "
           "points anywhere, or vanishes.")
    advice = "Slow the discriminator down, or let the generator move faster."
    source = "scalars"

    class Limits(Thresholds):
        accuracy: float = knob(0.99, 0.5, 1.0, help="Share of right verdicts on real images and on samples.")

    def suits(self, patient: Patient) -> bool:
        return patient.critic is not None

    def level(self, chart: Chart) -> float | None:
        verdicts = [chart[name].tail(WINDOW) for name in _verdicts(chart)]
        if not verdicts or self.young(chart) or len(verdicts[0]) < WINDOW:
            return None
        worst = min(sum(share) / len(share) for share in verdicts)
        return float(1 - self.limits.accuracy) / max(1e-6, 1 - worst)

    def finding(self, chart: Chart) -> Finding:
        patient, named = chart.patient, _verdicts(chart)
        shares = [f"{chart[name].last:.1%} {words}" for name, words in named.items()]
        gradient = chart[f"{patient.painter}/gradient"].last
        pull = "" if gradient is None else f" The generator's gradient is {gradient:.3g} long."
        return Finding("The discriminator is hardly ever wrong.", f"Right: {', '.join(shares)}.{pull}",
                       lines(chart, named, self.limits.accuracy, "share that is right"))

    def tries(self, patient: Patient) -> list[Change]:
        slow = patient.settings["generator_rate"] < patient.knobs["generator_rate"].default
        faster = times(patient, {"generator_rate": 3.0}) if slow else []
        return [*times(patient, {"discriminator_rate": 0.25}), *faster,
                *(times(patient, {"discriminator_moves": 0.2}) if patient.settings["discriminator_moves"] > 1 else []),
                *times(patient, {"gamma": 5.0})]


def _verdicts(chart: Chart) -> dict[str, str]:
    """What the critic says of right and wrong, where it says such a thing."""
    critic = chart.patient.critic
    known = {f"{critic}/right_real": "on real", f"{critic}/right_fake": "on samples", f"{critic}/ahead": "of pairs"}
    return {name: words for name, words in known.items() if len(chart[name])}
