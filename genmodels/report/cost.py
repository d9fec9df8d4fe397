"""What a run took, each figure with its band where it is an estimate, and how it was got."""

from __future__ import annotations

from genmodels.cost import Band, Spent, energy, spent
from genmodels.cost.flops import METHOD
from genmodels.report.markup import Markup, section, table, tag
from genmodels.report.words import brief
from genmodels.runs import Run
from genmodels.words import count, duration, scaled


def cost(run: Run) -> Markup:
    """Seconds, operations, energy."""
    found = spent(run)
    if found.seconds <= 0:
        return section("Cost", tag("p", "It has not trained yet, so it has cost nothing."), name="cost")
    rows = [["Training time", duration(found.seconds), f"Up to step {count(found.steps)}; pauses are not in it."],
            _processor(found), _operations(found), ["Energy", _band(energy(found)), energy(found).method]]
    return section("Cost", table(("", "Figure", "How it was got"), rows, "Cost of the run"), name="cost")


def _processor(found: Spent) -> list[str]:
    if found.cpu_seconds is None:
        return ["Processor time", f"at most {duration(found.processor_seconds)}",
                "This run did not count it: training time times threads."]
    return ["Processor time", duration(found.cpu_seconds), "Counted, of all threads of the training process."]


def _operations(found: Spent) -> list[str]:
    if found.flops is None:
        return ["Operations", "unknown", brief(found.problem)]
    speed = "" if found.flops_per_second is None else f", {scaled(found.flops_per_second, 'FLOP/s')}"
    return ["Operations", f"{scaled(found.flops, 'FLOP')}{speed}", METHOD]


def _band(found: Band) -> str:
    value, low, high = (scaled(number, found.unit) for number in (found.value, found.low, found.high))
    return f"{value} ({low} to {high})"
