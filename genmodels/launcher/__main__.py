"""`python -m genmodels.launcher ROOT`: serve the queue of this root until nobody asks any more."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from genmodels.launcher.sources import Sources
from genmodels.runs.locks import Timeout, hold
from genmodels.worker import detached
from genmodels.worker.queue import LAUNCHER

IDLE = 900.0     # seconds without a question after which the launcher leaves


def main(root: Path, idle: float = IDLE) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with hold(root / ".launcher.lock", patience=0.2):     # before torch: a second launcher leaves within an instant
            sources = Sources()     # before the code it stands for is imported
            from genmodels.launcher.serving import Launcher
            outdated = Launcher(root, idle, sources).serve()
    except Timeout:
        return 0     # another one serves this root
    if outdated:
        print("The code on the disk has changed: a launcher with the new one goes on.", flush=True)
        detached.start(LAUNCHER, [str(root)], root / ".launcher.log")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
