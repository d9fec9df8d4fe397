"""What reaches a training from outside: signals, and the numbered commands in its folder."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from genmodels.runs import commands


class Stopped(Exception):
    """Leaves the loop; whoever raises it has saved what there was to save."""


class Vanished(Exception):
    """The run's folder is gone; whatever is written there now would be crumbs of a run that nobody wants."""


class Control:
    """Wishes that are looked at between two steps."""

    def __init__(self, folder: Path) -> None:
        self.stop = self.paused = False
        self._file, self._size, self._config = folder / commands.FILE, 0, folder / "config.json"

    def news(self, acknowledged: int) -> list[dict[str, Any]]:
        """Commands not yet acknowledged; costs two looks at the folder while nobody writes. Raises Vanished."""
        if not self._config.exists():
            raise Vanished
        try:
            size = self._file.stat().st_size
        except FileNotFoundError:
            return []
        if size == self._size:
            return []
        self._size = size
        return commands.after(self._file.parent, acknowledged)

    @contextmanager
    def listening(self, *signals: signal.Signals) -> Iterator[None]:
        """Turn these signals into a wish to stop; the second one of a kind ends the process as it always would."""
        if threading.current_thread() is not threading.main_thread():
            yield     # only the main thread may listen; commands still work
            return
        before = {kind: signal.getsignal(kind) for kind in signals}
        before = {kind: handler for kind, handler in before.items() if handler != signal.SIG_IGN}
        for kind in before:
            signal.signal(kind, self._heed)
        try:
            yield
        finally:
            for kind, handler in before.items():
                signal.signal(kind, handler)

    def _heed(self, number: int, frame: FrameType | None) -> None:
        self.stop = True
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
