"""Processes of the launcher: forked warm where that is safe, started cold elsewhere."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from genmodels.worker.detached import quiet_environment

# macOS has fork, but a child that touches Metal or Foundation after it may crash; Windows has none.
FORKS = sys.platform == "linux"


class Forked:
    """A child that starts with everything this process has imported."""

    def __init__(self, work: Callable[[], int], log: Path) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            _become(work, log)

    def ended(self) -> bool:
        try:
            pid, _ = os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:
            return True
        return pid != 0


class Spawned:
    """A child that begins with an empty interpreter."""

    def __init__(self, module: str, argument: Path, log: Path) -> None:
        with log.open("ab") as stream:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, str(argument)], stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
                start_new_session=True, close_fds=True, env=os.environ | quiet_environment())
        self.pid = self._process.pid

    def ended(self) -> bool:
        return self._process.poll() is not None


Child = Forked | Spawned


def _become(work: Callable[[], int], log: Path) -> None:
    """The child's whole life: a session of its own, nothing open that was the launcher's, and no way back."""
    code = 1
    try:
        os.setsid()
        for kind in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
            signal.signal(kind, signal.SIG_DFL)
        _redirect(log)
        random.seed()     # the parent's state would give every child the same names and noise
        code = work()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _redirect(log: Path) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(nothing, 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.closerange(3, 4096)     # the launcher's lock among them: closing our copy does not free it
