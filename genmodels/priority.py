"""Work in the background makes room for the person at the machine; while nobody asks it is as fast as ever."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

NICENESS = 10
SESSION = Path("/proc/self/autogroup")     # where a Linux kernel shares the processor out by session


def lower() -> None:
    """Of this process; of its whole session too where that counts, so call it in a session of its own.

    Between sessions Linux looks at the session's priority only, and at that of its processes not at all (sched(7)).
    """
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    if SESSION.exists():
        with contextlib.suppress(OSError):     # /proc may be read-only, or another session have changed just now:
            SESSION.write_text(str(NICENESS))  # then this one stays as it is, which harms nothing
