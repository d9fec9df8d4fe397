"""The processes of one root: its server, launcher, workers and errands, whoever is their parent."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import psutil


def processes_of(root: Path) -> list[psutil.Process]:
    """All that carry the root in their command line or environment, but for this one; a zombie carries neither."""
    return [process for process in psutil.process_iter() if process.pid != os.getpid() and _carries(process, root)]


def trainers_of(root: Path) -> Iterator[int]:
    """Ids of the launcher and of what it forked: all that trains, evaluates or answers probes."""
    return (process.pid for process in processes_of(root) if _launched(process))


def launcher_of(root: Path) -> psutil.Process | None:
    """The living launcher; None when there is none."""
    try:
        process = psutil.Process(int((root / ".launcher.pid").read_text()))
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None
    return process if _carries(process, root) and _launched(process) else None


def worker_of(root: Path, pid: int | None) -> psutil.Process | None:
    """The living process of that id if it is one of this root; ids are used again."""
    try:
        process = psutil.Process(pid) if pid else None
    except psutil.NoSuchProcess:
        return None
    return process if process is not None and _carries(process, root) else None


def left_over(root: Path, patience: float) -> list[psutil.Process]:
    """Who is still there after `patience` seconds."""
    until = time.monotonic() + patience
    while (there := processes_of(root)) and time.monotonic() < until:
        time.sleep(0.1)
    return there


def told(process: psutil.Process) -> str:
    try:
        return f"{process.pid} ({' '.join(process.cmdline())[:120]}, {process.status()})"
    except psutil.NoSuchProcess:
        return f"{process.pid} (gone meanwhile)"


def _carries(process: psutil.Process, root: Path) -> bool:
    try:
        return str(root) in process.cmdline() or process.environ().get("GENMODELS_ROOT") == str(root)
    except (psutil.NoSuchProcess, psutil.AccessDenied):     # gone, or another person's
        return False


def _launched(process: psutil.Process) -> bool:
    try:
        return "genmodels.launcher" in process.cmdline()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
