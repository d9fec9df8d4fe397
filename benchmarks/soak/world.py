"""Where the soak takes place: a root of its own on a small disk, a server, a launcher, and the book of its runs."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.soak.book import Book, Entry
from benchmarks.soak.disk import Disk, small_disk
from benchmarks.soak.processes import launcher_of, processes_of, trainers_of, worker_of
from benchmarks.soak.server import Server
from genmodels.runs import Run, RunStore
from genmodels.worker import ensure_launcher

SLOTS = "3"     # trainings at once, so that some wait


@dataclass
class World:
    root: Path
    server: Server
    disk: Disk
    store: RunStore
    book: Book = field(default_factory=Book)
    frozen: list[psutil.Process] = field(default_factory=list)

    def runs(self, *states: str) -> list[Run]:
        """Those of the book that are there, in the order they were made; of these states where some are named."""
        there = {run.id: run for run in self.store.runs()}
        runs = [there[name] for name in self.book.entries if name in there]
        return [run for run in runs if run.state in states] if states else runs

    def entry(self, run: Run) -> Entry:
        return self.book.entries[run.id]

    def worker(self, run: Run) -> psutil.Process | None:
        return worker_of(self.root, run.status.pid) if run.active else None

    def thaw(self) -> int:
        """Let all go on that stand still; how many those were."""
        thawed, self.frozen = self.frozen, []
        for process in thawed:
            if worker_of(self.root, process.pid):
                process.send_signal(signal.SIGCONT)
        return len(thawed)


@contextmanager
def world() -> Iterator[World]:
    """At the end nothing of it is left, whatever happened; the proof looks before that."""
    with tempfile.TemporaryDirectory(prefix="genlab-soak-") as folder:
        root = Path(folder) / "runs"
        root.mkdir()
        disk = small_disk(root, lambda: trainers_of(root))
        try:
            with _environment(root, Path(folder) / "cache"):
                ensure_launcher(root)
                yield World(root, Server(Path(folder) / "server.log"), disk, RunStore(root))
        finally:
            for process in processes_of(root):
                process.kill()
            psutil.wait_procs(processes_of(root), timeout=10)
            disk.close()


def leave(world: World) -> None:
    """Server and launcher go as they would at a shutdown."""
    world.server.stop()
    launcher = launcher_of(world.root)
    if launcher is not None:
        launcher.terminate()


@contextmanager
def _environment(root: Path, cache: Path) -> Iterator[None]:
    """What server, launcher and workers inherit."""
    before = dict(os.environ)
    os.environ |= {"GENMODELS_ROOT": str(root), "GENMODELS_CACHE": str(cache), "GENMODELS_SLOTS": SLOTS,
                   "OMP_NUM_THREADS": "1"}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before
