"""`python -m genmodels.launcher ROOT`: serve the queue of this root until nobody asks any more."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from genmodels.runs.locks import Timeout, hold

IDLE = 900.0     # seconds without a question after which the launcher leaves


def main(root: Path, idle: float = IDLE) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with hold(root / ".launcher.lock", patience=0.2):     # before torch: a second launcher leaves within an instant
            from genmodels.launcher.serving import Launcher
            Launcher(root, idle).serve()
    except Timeout:
        return 0     # another one serves this root
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
