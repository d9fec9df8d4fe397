"""When a rule speaks: after it was ill several looks in a row, once, and again only after it was well as long."""

from __future__ import annotations

from typing import Literal

WELL = 0.8     # of the limit: below, a rule counts as well; between, nothing changes


class Episode:
    """The state of one rule in one run."""

    def __init__(self, in_a_row: int) -> None:
        self.in_a_row, self.open = in_a_row, False
        self.since: int | None = None     # the last step at which all was well
        self._ill = self._well = 0

    def take(self, step: int, level: float | None) -> Literal["begins", "ends", ""]:
        """One look; None means that nothing could be seen, which changes nothing."""
        if level is None:
            return ""
        self._ill = self._ill + 1 if level >= 1 else 0
        self._well = self._well + 1 if level < WELL else 0
        if not self.open and self._ill == 0:
            self.since = step
        if not self.open and self._ill >= self.in_a_row:
            self.open = True
            return "begins"
        if self.open and self._well >= self.in_a_row:
            self.open, self.since = False, step
            return "ends"
        return ""

    def forget(self) -> None:
        """Begin anew, for a branch is to be told of what it inherited."""
        self.open, self._ill, self._well = False, 0, 0
