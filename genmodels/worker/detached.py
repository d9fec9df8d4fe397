"""Processes that outlive the one that starts them: in a session of their own, with a log as their only voice."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_started: list[subprocess.Popen[bytes]] = []     # by this process; kept so that none becomes a zombie


@atexit.register
def _leave_them() -> None:
    """They go on without us on purpose: Python need not warn of children that still run."""
    for process in _started:
        process.returncode = 0


def start(module: str, arguments: Sequence[str], log: Path) -> None:
    """`python -m module arguments`; raises OSError when it cannot be started."""
    _reap()
    with log.open("ab") as stream:
        _started.append(subprocess.Popen(
            [sys.executable, "-m", module, *arguments], stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
            start_new_session=True, close_fds=True, env=os.environ | quiet_environment()))


def runs_here(module: str, arguments: Sequence[str]) -> bool:
    """Has this process started just that, and does it still live?"""
    _reap()
    return any(process.args[1:] == ["-m", module, *arguments] for process in _started)     # type: ignore[index]


def quiet_environment() -> dict[str, str]:
    """One thread in every library, so that a fork copies no pool; and this package, wherever we were started."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return threads | {"PYTHONPATH": os.pathsep.join(paths)}


def _reap() -> None:
    _started[:] = [process for process in _started if process.poll() is None]
