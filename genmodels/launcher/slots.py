"""Which runs hold a slot of which device: counted from what runs say, so that a new launcher never overbooks."""

from __future__ import annotations

from collections import defaultdict

from genmodels.runs import Run, RunStore
from genmodels.worker.queue import slots

HOLDING = frozenset({"starting", "running"})     # a paused run has given its slot away


class Slots:
    """A slot is a CPU thread, or a place on a GPU. `claims` are runs we started that have not yet said so."""

    def __init__(self, store: RunStore, default_device: str) -> None:
        self.store, self.default_device = store, default_device
        self.claims: set[str] = set()
        self._used: dict[str, int] = {}

    def count(self) -> None:
        """Look at every run once."""
        used: dict[str, int] = defaultdict(int)
        for run in self.store.runs():
            state = run.state
            if state != "queued":
                self.claims.discard(run.id)
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
        self.claims.add(run.id)
        return True

    def device(self, run: Run) -> str:
        wish = run.status.device or run.config.device
        return self.default_device if wish == "auto" else wish

    def _size(self, run: Run) -> int:
        return run.config.threads if self.device(run) == "cpu" else 1
