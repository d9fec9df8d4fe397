"""From the click on Home to the first loss and the first picture on Watch, in a real Chromium.

    python -m benchmarks.startup [-n 7]

Starts a server of its own and clicks both buttons n times, each time on a fresh Home; each training is stopped as soon
as both were seen. The first click after the server's start is told apart: it also waits for what the browser and the
server load once. Run it on a machine that does nothing else; the exit status is 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.chromium import PATIENCE, chromium, page, server
from genmodels.runs import RunStore

LIMITS = {"loss": 1.5, "picture": 3.0}     # seconds from the click, median
BUTTONS = {"Train one now": "VAE", "Train a GAN now": "GAN"}
REST = 3000                                # ms until Home has come to rest
SCRIPT = (Path(__file__).parent / "startup.js").read_text()


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, server(Path(folder)) as address, \
            page(browser, "about:blank") as opened:
        opened.add_init_script(SCRIPT)
        store = RunStore(Path(folder))
        cold = _once(opened, address, store, next(iter(BUTTONS)))
        found = {button: [_once(opened, address, store, button) for _ in range(asked.n)] for button in BUTTONS}
        _end(store)
    print(f"first click after the server's start: loss {cold['loss']:.2f} s, picture {cold['picture']:.2f} s")
    kept = [_told(BUTTONS[button], what, [one[what] for one in times])
            for button, times in found.items() for what in LIMITS]
    print(f"n = {asked.n} clicks on each button; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0 if all(kept) else 1


def _once(opened: Any, address: str, store: RunStore, button: str) -> dict[str, float]:
    """Seconds to each of LIMITS; the training is over when this returns."""
    opened.goto(address)
    found = opened.get_by_role("button", name=button)
    found.wait_for()
    opened.wait_for_timeout(REST)
    found.click()
    opened.wait_for_function("genlabFirst.loss !== null && genlabFirst.picture !== null", timeout=PATIENCE)
    times = opened.evaluate("genlabFirst")
    for run in store.runs():
        if run.active:
            run.command("stop")
    while any(run.active for run in store.runs()):
        time.sleep(0.1)
    return {what: times[what] / 1000 for what in LIMITS}


def _end(store: RunStore) -> None:
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int((store.root / ".launcher.pid").read_text()), signal.SIGTERM)


def _told(title: str, what: str, seconds: Sequence[float]) -> bool:
    """Prints one line; was the limit kept?"""
    median, limit = statistics.median(seconds), LIMITS[what]
    print(f"{title}, click to first {what}: median {median:.2f} s, {min(seconds):.2f} to {max(seconds):.2f}, "
          f"limit {limit:g} {'kept' if median <= limit else 'BROKEN'}")
    return median <= limit


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.startup", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("-n", type=int, default=7, help="clicks on each button")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
