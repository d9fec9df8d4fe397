"""A line that shows how a training goes: redrawn on a terminal, a few plain lines anywhere else."""

from __future__ import annotations

import shutil
from types import TracebackType
from typing import TextIO

from genmodels.runs import Run, Status

WIDTH = 24


class Bar:
    def __init__(self, run: Run, stream: TextIO) -> None:
        self.run, self.stream, self.live = run, stream, stream.isatty()
        self._offset, self._loss, self._told = 0, "", ""

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self.live:
            self.stream.write("\n")

    def show(self, status: Status) -> None:
        """On a terminal at every heartbeat; elsewhere when the state or a tenth of the way has changed."""
        line = self._line(status)
        if self.live:
            columns = shutil.get_terminal_size().columns - 1
            self.stream.write("\r" + line[:columns].ljust(columns))
        else:
            milestone = f"{status.state} {10 * status.step // (status.steps or 1)}"
            if milestone == self._told:
                return
            self._told = milestone
            self.stream.write(line + "\n")
        self.stream.flush()

    def _line(self, status: Status) -> str:
        share = status.step / status.steps if status.steps else 0.0
        full = round(WIDTH * share)
        parts = [f"[{'#' * full}{'.' * (WIDTH - full)}] {status.state} {status.step}/{status.steps or '?'}"]
        if status.images_per_second:
            parts.append(f"{status.images_per_second:,.0f} images/s")
        if status.seconds_left:
            parts.append(f"{status.seconds_left:.0f} s left")
        return "  ".join(part for part in (*parts, self._last_loss(), status.note) if part)

    def _last_loss(self) -> str:
        rows, self._offset = self.run.metrics(self._offset)
        if rows:
            losses = {term: value for term, value in rows[-1]["values"].items() if term.endswith("/loss")}
            self._loss = "  ".join(f"{term} {value:.4g}" for term, value in losses.items() if value is not None)
        return self._loss
