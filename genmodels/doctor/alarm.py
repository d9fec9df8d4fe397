"""What a doctor says: an alarm with its evidence, why it matters, and what to try."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

OVER = "over"     # the kind of a row that ends an episode


@dataclass(frozen=True)
class Plot:
    """The evidence as lines over the steps, with the limit that was crossed where there is one."""

    x: list[int]
    series: dict[str, list[float | None]]     # title -> one value a step
    limit: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Try:
    """A remedy that can be pressed."""

    label: str
    settings: dict[str, Any]     # setting -> new value
    start: int | None            # None: change it now; 0: start again; else the checkpoint to branch from


@dataclass(frozen=True)
class Alarm:
    """One row of alarms.jsonl."""

    step: int
    rule: str
    kind: str          # the rule's title, or OVER
    what: str          # what was seen, in a sentence
    evidence: str      # the numbers
    advice: str        # what to try, in a sentence
    why: str = ""      # why it matters
    plot: Plot | None = None
    tries: tuple[Try, ...] = field(default=())

    def row(self) -> dict[str, Any]:
        """As it is written down."""
        plot = None if self.plot is None else asdict(self.plot)
        tries = [{"label": one.label, "settings": one.settings, "from": one.start} for one in self.tries]
        return {"step": self.step, "rule": self.rule, "kind": self.kind, "what": self.what, "evidence": self.evidence,
                "advice": self.advice, "why": self.why, "plot": plot, "tries": tries}
