"""Oscillating modes: the class histogram jumps back and forth from one measurement to the next.

Jensen-Shannon divergence between histograms of the same codes (Lin 1991), and whether each change undoes the last one;
a training that settles changes too, but in one direction.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from genmodels.config import knob
from genmodels.doctor.alarm import Plot
from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds
from genmodels.doctor.tries import times


class Oscillation(Rule):
    id = "oscillation"
    title = "Oscillating modes"
    looks_at = "jumps between the class histograms (or shares of modes) of successive measurements"
    says_when = "they jump far and each jump undoes a part of the last one"
    why = "The generator runs from one kind of sample to the next and the critic after it; neither settles."
    advice = "Slow both players down, or strengthen the penalty."
    source = "live"

    class Limits(Thresholds):
        jump: float = knob(0.1, 0.0, 0.7, help="Jensen-Shannon divergence of two successive histograms, in nats.")
        against: float = knob(-0.2, -1.0, 0.0, help="Cosine of two successive changes; -1 undoes the last one.")
        warm_up: float = knob(0.4, 0.0, 0.9, help="Share of the run that is too young to judge, at most 1000 steps.")
        in_a_row: int = knob(2, 1, 20, help="Looks in a row that must agree; each looks at the last two jumps.")

    def suits(self, patient: Patient) -> bool:
        return not patient.conditional and patient.critic is not None

    def level(self, chart: Chart) -> float | None:
        shares = [share for _, share in _histograms(chart)][-3:]
        if len(shares) < 3 or self.young(chart):
            return None
        jump = min(divergence(a, b) for a, b in pairwise(shares))
        back = _cosine(_change(shares[0], shares[1]), _change(shares[1], shares[2]))
        return float(min(jump / self.limits.jump, back / self.limits.against))

    def finding(self, chart: Chart) -> Finding:
        told = _histograms(chart)
        steps = [step for step, _ in told][1:]
        jumps = [divergence(a, b) for (_, a), (_, b) in pairwise(told)]
        return Finding("What is drawn goes back and forth.",
                       f"The last jumps between histograms were {jumps[-2]:.2f} and {jumps[-1]:.2f} nats; "
                       f"{self.limits.jump:g} is much.",
                       Plot(steps, {"jump from the last histogram": list(jumps)}, self.limits.jump, "nats"))

    def tries(self, patient: Patient) -> list[Change]:
        return [*times(patient, {"generator_rate": 0.3, "discriminator_rate": 0.3}), *times(patient, {"gamma": 3.0}),
                *times(patient, {"penalty": 3.0})]


def divergence(p: Sequence[float], q: Sequence[float]) -> float:
    """Jensen-Shannon, in nats: 0 for equal shares, log 2 for shares of nothing in common."""
    middle = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
    return 0.5 * sum(share * math.log(share / half) for side in (p, q)
                     for share, half in zip(side, middle, strict=True) if share > 0)


def _histograms(chart: Chart) -> list[tuple[int, list[float]]]:
    """Step and shares of the kinds, for the last measurements that had any.

    On the plane every sample counts for its nearest mode: one that runs from mode to mode is mostly between them.
    """
    told = chart.details.get("modes") or chart.details.get("classes") or ()
    counted = [(step, found.get("nearest") or found["counts"]) for step, found in told]
    return [(step, [count / total for count in counts]) for step, counts in counted if (total := sum(counts))]


def _change(a: Sequence[float], b: Sequence[float]) -> list[float]:
    return [y - x for x, y in zip(a, b, strict=True)]


def _cosine(a: Sequence[float], b: Sequence[float]) -> float:
    lengths = math.hypot(*a) * math.hypot(*b)
    return sum(x * y for x, y in zip(a, b, strict=True)) / lengths if lengths else 0.0
