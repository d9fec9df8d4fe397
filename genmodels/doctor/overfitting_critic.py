"""The critic overfits: it takes held-out real images for samples.

r_v of Karras et al. 2020, arXiv:2006.06676, eq. 1: of the way from samples to training images, the share that held-out
ones lie behind. 0: no overfitting; 1: held-out images look to it as wrong as samples.
"""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.alarm import Plot
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds
from genmodels.doctor.tries import times

PARTS = ("sign/critic_seen", "sign/critic_unseen", "sign/critic_drawn")
WINDOW = 5     # looks that are averaged: each sees 64 images of a kind


class OverfittingCritic(Rule):
    id = "overfitting_critic"
    title = "Overfitting critic"
    looks_at = "the discriminator's scores of training images, held-out images and samples (r_v of ADA)"
    says_when = "held-out images lie more than a quarter of the way from training images to samples"
    why = "The critic knows its training images by heart, so it pushes the generator towards copies of them."
    advice = "Train on more images, stop earlier, slow the discriminator down, or strengthen its penalty."
    source = "signs"

    class Limits(Thresholds):
        ratio: float = knob(0.25, 0.05, 1.0, help="r_v above this is too much; the paper steers by 0.6, which is late.")
        lead: float = knob(0.5, 0.0, 100.0, help="How far training images must lead samples for r_v to mean anything.")

    def suits(self, patient: Patient) -> bool:
        return patient.critic is not None

    def level(self, chart: Chart) -> float | None:
        ratios = [ratio for _, ratio in self._ratios(chart)][-WINDOW:]
        if len(ratios) < WINDOW or self.young(chart):
            return None
        return sum(ratios) / WINDOW / float(self.limits.ratio)

    def finding(self, chart: Chart) -> Finding:
        found = self._ratios(chart)
        seen, unseen, drawn = chart.last(*PARTS) or (0.0, 0.0, 0.0)
        return Finding("The discriminator recognises its training images.",
                       f"Mean scores: training images {seen:.2f}, held-out images {unseen:.2f}, samples {drawn:.2f}; "
                       f"r_v = {found[-1][1]:.2f}.",
                       Plot([step for step, _ in found], {"r_v": [ratio for _, ratio in found]}, self.limits.ratio, ""))

    def tries(self, patient: Patient) -> list[Change]:
        return [*times(patient, {"discriminator_rate": 0.25}), *times(patient, {"gamma": 5.0})]

    def _ratios(self, chart: Chart) -> list[tuple[int, float]]:
        """Step and r_v, where the critic tells training images from samples at all."""
        seen, unseen, drawn = (chart[name].values for name in PARTS)
        return [(step, (a - b) / (a - c))
                for step, a, b, c in zip(chart[PARTS[0]].steps, seen, unseen, drawn, strict=True)
                if a - c > self.limits.lead]
