"""`python -m genmodels.worker RUN_FOLDER`: train in the background, told by files only."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from genmodels import priority
from genmodels.errors import RunError
from genmodels.runs import Run
from genmodels.worker import train_here


def main(folder: Path) -> int:
    """Exit status 1 when the training failed; its run says why."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)     # a Ctrl-C in some terminal is not meant for us
    priority.lower()
    try:
        state = train_here(Run(folder), queues=True)
    except RunError as error:     # another worker was faster, or it was stopped meanwhile
        print(error, file=sys.stderr)
        return 0
    return 1 if state == "failed" else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
