"""Which runs hold a slot of which device: counted from what runs say, so that a new launcher never overbooks."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from genmodels.runs import Run, RunStore
from genmodels.runs.status import marker
from genmodels.worker.queue import slots

HOLDING = frozenset({"starting", "running"})     # a paused run has given its slot away


def stamp(file: Path) -> int:
    """When it was touched last, in nanoseconds; 0 when it is not there."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


class Slots:
    """A slot is a CPU thread, or a place on a GPU.

    `claims` are runs we started that have not yet said so, with the stamp of the marker that asked for them.
    """

    def __init__(self, store: RunStore, default_device: str) -> None:
        self.store, self.default_device = store, default_device
        self.claims: dict[str, int] = {}
        self._used: dict[str, int] = {}

    def count(self) -> None:
        """Look at every run once."""
        used: dict[str, int] = defaultdict(int)
        for run in self.store.runs():
            state = run.state
            if state != "queued" or stamp(marker(run.folder)) not in (0, self.claims.get(run.id)):
                self.claims.pop(run.id, None)     # it has begun, or asks again after a later pause
            if run.problem is None and (state in HOLDING or run.id in self.claims):
                used[self.device(run)] += self._size(run)
        self._used = used

    def take(self, run: Run) -> bool:
        """Claim room for the run; False when its device has none. One run fits an idle device whatever its threads."""
        device, size = self.device(run), self._size(run)
        used = self._used.get(device, 0)
        if used and used + size > slots(device):
            return False
        self._used[device] = used + size
        self.claims[run.id] = stamp(marker(run.folder))
        return True

    def device(self, run: Run) -> str:
        wish = run.status.device or run.config.device
        return self.default_device if wish == "auto" else wish

    def _size(self, run: Run) -> int:
        return run.config.threads if self.device(run) == "cpu" else 1
