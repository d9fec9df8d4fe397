"""A quantity that is estimated: never without its low and high end, nor without how it was got."""

from __future__ import annotations

from typing import NamedTuple


class Band(NamedTuple):
    """`low` and `high` are the reader's bounds, not a confidence interval: what is assumed, not what was sampled."""

    value: float
    low: float
    high: float
    unit: str
    method: str      # a sentence

    def times(self, factor: float, unit: str, method: str) -> Band:
        """The same in another unit; `method` is the sentence that is added."""
        return Band(self.value * factor, self.low * factor, self.high * factor, unit, f"{self.method} {method}")

    def plus(self, other: Band) -> Band:
        """Both ends may be reached at once: the ends are added."""
        return Band(self.value + other.value, self.low + other.low, self.high + other.high, self.unit,
                    f"{self.method} {other.method}")
