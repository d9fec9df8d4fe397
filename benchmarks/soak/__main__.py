"""Two hours of abuse: runs are started, paused, resumed, stopped, branched, killed, starved of disk, damaged and
deleted at random under a fixed seed while viewers watch; then the proof that no finished step was lost, no process is
left over, and every run opens or says why not.

    python -m benchmarks.soak [--minutes 120] [--seed 0] [--json]

Everything takes place in a root, a server and a launcher of its own. The last lines are the report; the exit status is
1 when a promise was broken. Linux only: it freezes and kills processes, and limits what they write.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import asdict

from benchmarks.soak.soak import VIEWERS, soak


def main(words: Sequence[str]) -> int:
    asked = _arguments(words)
    if not sys.platform.startswith("linux"):
        print("The soak runs on Linux only.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)     # whoever ends it early leaves nothing behind either
    with redirect_stdout(sys.stderr if asked.json else sys.stdout):
        report = soak(60 * asked.minutes, asked.seed, asked.viewers)
    print(json.dumps(asdict(report), indent=1) if asked.json else report)
    return 1 if report.broken else 0


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.soak", description="Abuse at random, and the proof.")
    parser.add_argument("--minutes", type=float, default=120, help="length of the abuse; the proof comes after it")
    parser.add_argument("--seed", type=int, default=0, help="of what is done, when, and to which run")
    parser.add_argument("--viewers", type=int, default=VIEWERS, help="besides one Chromium where there is one")
    parser.add_argument("--json", action="store_true", help="the report as JSON; the log goes to stderr")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
