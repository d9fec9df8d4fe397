"""Pages of viewers, a training to look at, and what both take from the processor; for benchmarks/viewers.py."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.chromium import PATIENCE, ROOT, SIZE
from benchmarks.long_run import rows_of
from genmodels.runs import Run, RunStore

DRAWN = (Path(__file__).parent / "drawn.js").read_text()
PLOT = ".genlab-curves .plot .main-svg"
REST = 6000         # ms until a page that was opened has come to rest
PATIENT = 120.0     # s, a bound against hanging
QUIET = 10.0        # percent of all cores, below which a server and its launcher have warmed up


@dataclass(frozen=True)
class Window:
    """A stretch of time without anybody, or with viewers: shares are of one core."""

    server: float
    browser: float
    steps: float      # a second


@contextmanager
def training(root: Path, model: str, data: str) -> Iterator[Run]:
    """A training that does not end by itself, once it has told of its first steps."""
    told = subprocess.run([sys.executable, "-m", "genmodels", "train", model, data, "--steps", "10000000", "--detach",
                           "--root", str(root)], cwd=ROOT, capture_output=True, text=True, check=True)
    run = RunStore(root).get(told.stdout.strip())
    until = time.monotonic() + PATIENT
    while len(run.metrics()[0]) < 20:
        if not run.active or time.monotonic() > until:
            raise RuntimeError(f"The training does not go: {run.state} {run.status.error or ''}")
        time.sleep(0.1)
    try:
        yield run
    finally:
        if run.active:
            run.command("stop")
        until = time.monotonic() + PATIENT
        while run.active and time.monotonic() < until:
            time.sleep(0.1)
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int((root / ".launcher.pid").read_text()), signal.SIGTERM)


@contextmanager
def viewers(browser: Any, address: str, n: int) -> Iterator[list[Any]]:
    with page(browser) as first:
        pages = [first, *(first.context.new_page() for _ in range(n - 1))]
        for one in pages:
            one.set_default_timeout(4 * PATIENCE)
            one.goto(address, wait_until="commit")
        for one in pages:
            one.locator(PLOT).first.wait_for()
        first.wait_for_timeout(REST)
        yield pages


def warmed_up() -> None:
    """Return once the machine is quiet: server and launcher import torch behind the first page for some seconds."""
    until = time.monotonic() + PATIENT
    while psutil.cpu_percent(interval=1) > QUIET:
        if time.monotonic() > until:
            raise RuntimeError("The machine does not come to rest: end what else runs on it.")


@contextmanager
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=SIZE)
    context.add_init_script(DRAWN)
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    yield opened
    context.close()


def window(run: Run, server: psutil.Process, seconds: float) -> Window:
    began, busy, browsing, step = time.monotonic(), _busy(server), _browsing(), _step(run)
    time.sleep(seconds)
    took = time.monotonic() - began
    return Window((_busy(server) - busy) / took, (_browsing() - browsing) / took, (_step(run) - step) / took)


def _step(run: Run) -> int:
    return rows_of(run.folder / "metrics.jsonl")[-1][0]


def _busy(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _browsing() -> float:
    """Seconds of processor that the browser's processes have taken so far."""
    ours = psutil.Process().children(recursive=True)
    return sum(_busy(process) for process in ours if _named(process))


def _named(process: psutil.Process) -> bool:
    try:
        return "chrom" in process.name()
    except psutil.NoSuchProcess:
        return False


def zero(run: Run) -> float:
    """When the training's clock stood at 0: the least by which the machine's is ahead of a row just written."""
    ahead, until = [], time.monotonic() + 3
    while time.monotonic() < until:
        ahead.append(time.time() - rows_of(run.folder / "metrics.jsonl")[-1][1])
        time.sleep(0.005)
    return min(ahead)


def heap(inspector: Any) -> float:
    inspector.send("HeapProfiler.collectGarbage")
    usage = inspector.send("Runtime.getHeapUsage")
    return float(usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6
