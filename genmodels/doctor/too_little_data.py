"""Too little data: what the model gains on its training images it does not gain on others.

Of what the loss fell since the start, the share that held-out images do not see; and for any model, so few images that
every weight could know one by heart.
"""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.alarm import Plot
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds
from genmodels.doctor.tries import times

PARTS = ("sign/loss_seen", "sign/loss_unseen")


class TooLittleData(Rule):
    id = "too_little_data"
    title = "Too little data"
    looks_at = "the number of training images, and for a model with a likelihood its loss on them and on held-out ones"
    says_when = "there are fewer than 300, or a third of what was learned does not hold for held-out images"
    why = "The model learns its images by heart; what it draws is copies of them, or mixtures of two."
    advice = "Add images, take a smaller network, or stop earlier."
    source = "signs"

    class Limits(Thresholds):
        images: int = knob(300, 2, 100_000, help="Fewer training images than this are too few for any of the networks.")
        gap: float = knob(0.33, 0.02, 1.0, help="Share of the fall of the loss that held-out images do not see.")

    def level(self, chart: Chart) -> float | None:
        if self.young(chart):
            return None
        few = self.limits.images / chart.patient.images
        gap = _gaps(chart)
        return max(1.0 if few > 1 else 0.0, gap[-1][1] / self.limits.gap if gap else 0.0)

    def finding(self, chart: Chart) -> Finding:
        patient, gaps = chart.patient, _gaps(chart)
        seen = chart.step * patient.batch_size / patient.images
        facts = (f"{patient.images:,} training {patient.things}, each seen about {seen:,.0f} times by "
                 f"{patient.parameters:,} weights.")
        if gaps:
            facts += f" {max(0.0, gaps[-1][1]):.0%} of what was learned does not hold for held-out ones."
        plot = Plot([step for step, _ in gaps], {"not seen on held-out": [gap for _, gap in gaps]}, self.limits.gap,
                    "share of the fall")
        return Finding("There are too few images for this network.", facts, plot)

    def tries(self, patient: Patient) -> list[Change]:
        return times(patient, {"width": 0.5})


def _gaps(chart: Chart) -> list[tuple[int, float]]:
    """Step and share, once the loss has fallen; that the two sets of images differ from the start is taken off."""
    seen, unseen = (chart[name] for name in PARTS)
    if seen.first is None or unseen.first is None:
        return []
    return [(step, (b - a - (unseen.first - seen.first)) / (seen.first - a))
            for step, a, b in zip(seen.steps, seen.values, unseen.values, strict=True) if a < seen.first]
