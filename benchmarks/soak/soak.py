"""The whole of it: a world, those that watch it, the abuse, the proof, the report."""

from __future__ import annotations

import time
from collections.abc import Iterable

from benchmarks.soak.abuse import Turn, abuse, drawn
from benchmarks.soak.browser import browser_viewer
from benchmarks.soak.proof import prove
from benchmarks.soak.report import Report, report
from benchmarks.soak.viewers import viewers
from benchmarks.soak.watchman import judge_memory, watched
from benchmarks.soak.world import world

VIEWERS = 4


def soak(seconds: float, seed: int, watching: int = VIEWERS, turns: Iterable[Turn] | None = None, *,
         browser: bool = True) -> Report:
    """Abuse for so many seconds by acts drawn under the seed, or by these `turns`; then the proof."""
    began = time.monotonic()
    with world() as here, watched(here) as memory:
        with viewers(here, watching, seed), browser_viewer(here, seed, browser) as chromium:
            abuse(here, drawn(seed) if turns is None else turns, seconds)
        compared = prove(here)
        judge_memory(here, memory)
        return report(here, memory, compared, seed, time.monotonic() - began, chromium)
