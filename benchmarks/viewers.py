"""What watching costs: how old new rows are when a viewer sees them, what an idle watcher costs the server and the
training, whether page and server grow, and whether a run of two hours opens; in a real Chromium, on a real training.

    python -m benchmarks.viewers [--seconds 30] [--rounds 5] [--crowd 20] [--minutes 2] [--model gan] [--data mnist-5k]

Starts a server and a training of its own. A row's age is the time from its writing, by the training's own clock, to the
drawing of the curve that shows it, by the page's. Viewers are pages of one browser, whose own load is told apart: on
two cores it takes from the training too. Run it on a machine that does nothing else; the exit status is 1 when a limit
is missed.
"""

from __future__ import annotations

import argparse
import bisect
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil

from benchmarks.chromium import ROOT, chromium, served
from benchmarks.long_run import long_run, rows_of
from benchmarks.viewing import PLOT, REST, heap, page, training, viewers, warmed_up, window, zero
from genmodels.runs import Run

AGE, CROWDED = 1.2, 3.0      # s, 95th percentile from a row's writing to its drawing: one viewer, and the crowd
SHARE = 0.03                 # of a core, what one idle watcher adds to the server
LOSS = 0.03                  # of the steps a second, while one watches
PAGE, SERVER = 10.0, 30.0    # MB that page and server may grow by
ANSWER = 0.5                 # MB, the longest answer to the curves of the long run
MESSAGES = 8.0               # MB, all its messages while it is opened and scrolled, pictures included
HEAP = 150.0                 # MB of scripts and their arrays in its page
DRAWN = 4.0                  # s from its address to its curves


@dataclass(frozen=True)
class Line:
    """One figure with its limit."""

    what: str
    value: float
    limit: float
    unit: str
    n: str

    @property
    def kept(self) -> bool:
        return self.value <= self.limit

    def __str__(self) -> str:
        verdict = "kept" if self.kept else "BROKEN"
        return f"{self.what}: {self.value:.3g} {self.unit}, limit {self.limit:g} ({self.n}) {verdict}"


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        root = Path(folder)
        name = long_run(root, ROOT / "checkpoints" / "gan-mnist")
        with served(root) as (address, pid):
            server = psutil.Process(pid)
            lines = _long(browser, address, name)
            with training(root, asked.model, asked.data) as run:
                lines += _watched(browser, f"{address}/watch?run={run.id}", run, server, asked)
    for line in lines:
        print(line)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0 if all(line.kept for line in lines) else 1


def ages(drawn: Sequence[tuple[float, int]], rows: Sequence[tuple[int, float]], zero: float) -> list[float]:
    """Seconds from writing to drawing of each row that came between two drawings.

    `drawn` is (time, newest step), `rows` is (step, training seconds); training second 0 was at time `zero`.
    """
    steps = [step for step, _ in rows]
    found = []
    for (_, before), (at, newest) in pairwise(drawn):
        part = rows[bisect.bisect_right(steps, before):bisect.bisect_right(steps, newest)]
        found += [at - (zero + second) for _, second in part]
    return found


def lost(without: Sequence[float], watched: Sequence[float]) -> float:
    """Share of the steps a second that is lost while one watches, medians of interleaved windows."""
    return 1 - statistics.median(watched) / statistics.median(without)


def p95(values: Sequence[float]) -> float:
    """Infinite without two values: rows that nobody saw are older than any limit."""
    if len(values) < 2:
        return math.inf
    return statistics.quantiles(values, n=20)[-1]


def _watched(browser: Any, address: str, run: Run, server: psutil.Process, asked: argparse.Namespace) -> list[Line]:
    began = zero(run)
    pairs = []
    for _ in range(asked.rounds):
        alone = window(run, server, asked.seconds)
        with viewers(browser, address, 1):
            pairs.append((alone, window(run, server, asked.seconds)))
    cost = statistics.median(seen.server - alone.server for alone, seen in pairs)
    loss = lost([alone.steps for alone, _ in pairs], [seen.steps for _, seen in pairs])
    n = f"median of {asked.rounds} pairs of windows of {asked.seconds:g} s"
    print(f"one viewer: the browser takes {statistics.median(seen.browser for _, seen in pairs):.0%} of a core; "
          f"{statistics.median(alone.steps for alone, _ in pairs):.0f} steps a second without it")
    lines = [Line("server, one idle watcher", cost, SHARE, "of a core", n),
             Line("steps a second lost to it", loss, LOSS, "of them", n)]
    for crowd, limit in ((1, AGE), (asked.crowd, CROWDED)):
        lines.append(_aged(browser, address, run, server, began, crowd, limit, asked.seconds))
    return lines + (_growth(browser, address, server, asked.minutes) if asked.minutes else [])


def _aged(browser: Any, address: str, run: Run, server: psutil.Process, began: float, crowd: int, limit: float,
          seconds: float) -> Line:
    with viewers(browser, address, crowd) as pages:
        for one in pages:
            one.evaluate("genlabDrawn.splice(0, genlabDrawn.length - 1)")
        seen = window(run, server, seconds)
        drawn = [one.evaluate("genlabDrawn") for one in pages]
    rows = rows_of(run.folder / "metrics.jsonl")
    found = [age for one in drawn for age in ages([(at / 1000, step) for at, step in one], rows, began)]
    print(f"{crowd} viewers: the server takes {seen.server:.1%} of a core, the browser {seen.browser:.0%}; "
          f"median age {statistics.median(found or [math.inf]):.2f} s")
    return Line(f"age of new rows with {crowd} viewers, 95th percentile", p95(found), limit, "s",
                f"n = {len(found)} rows")


def _growth(browser: Any, address: str, server: psutil.Process, minutes: float) -> list[Line]:
    with viewers(browser, address, 1) as (opened,):
        inspector = opened.context.new_cdp_session(opened)
        before, server_before = heap(inspector), server.memory_info().rss / 1e6
        opened.wait_for_timeout(60_000 * minutes)
        after, server_after = heap(inspector), server.memory_info().rss / 1e6
    n = f"{minutes:g} minutes, {before:.0f} MB of scripts in the page and {server_before:.0f} MB of server before"
    return [Line("growth of the page", after - before, PAGE, "MB", n),
            Line("growth of the server", server_after - server_before, SERVER, "MB", n)]


def _long(browser: Any, address: str, name: str) -> list[Line]:
    """Open the long run, scroll down and up, look at a part of the curves closely."""
    with page(browser) as opened:
        inspector = opened.context.new_cdp_session(opened)
        opened.goto(f"{address}/watch")                    # another page of the app: scripts are there, torch is warm
        opened.wait_for_timeout(REST)
        warmed_up()
        sizes: dict[str, list[int]] = {}
        opened.on("response", lambda answer: _weigh(answer, sizes))
        began = time.monotonic()
        opened.goto(f"{address}/watch?run={name}")
        opened.locator(PLOT).first.wait_for()
        drawn = time.monotonic() - began
        for way in (1, -1):
            for _ in range(20):
                opened.mouse.wheel(0, way * 120)
                opened.wait_for_timeout(50)
        opened.evaluate("Plotly.relayout(document.querySelector('.genlab-curves .plot'), "
                        "{'xaxis.range': [40000, 42000]})")
        opened.wait_for_timeout(REST)
        scripts = heap(inspector)
    n = "one opening of 100,000 steps and 200 pictures"
    whole = sum(map(sum, sizes.values())) / 1e6
    return [Line("long run, from address to curves", drawn, DRAWN, "s", n),
            Line("long run, longest answer to the curves", max(sizes["metrics"]) / 1e6, ANSWER, "MB", n),
            Line("long run, all messages", whole, MESSAGES, "MB", n),
            Line("long run, scripts in the page", scripts, HEAP, "MB", n)]


def _weigh(answer: Any, sizes: dict[str, list[int]]) -> None:
    path = answer.url.split("?")[0]
    if "/api/" in path and "/modules/" not in path and answer.ok:
        sizes.setdefault(path.split("/")[-1], []).append(int(answer.headers.get("content-length", 0)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What watching a training costs, in Chromium.")
    parser.add_argument("--seconds", type=float, default=30, help="length of a window")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of windows without and with a viewer")
    parser.add_argument("--crowd", type=int, default=20, help="viewers at once")
    parser.add_argument("--minutes", type=float, default=2, help="watch on for so long and look at the memory")
    parser.add_argument("--model", default="gan")
    parser.add_argument("--data", default="mnist-5k")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
