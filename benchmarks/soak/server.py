"""The app's server, which can be started again under the same address, and whose log is kept."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil

from benchmarks.chromium import ROOT

PATIENCE = 120.0     # seconds; a bound against hanging on a busy machine


class Server:
    """`generation` counts its lives; it is odd while the server answers."""

    def __init__(self, log: Path) -> None:
        self.log, self.port, self.generation = log, _free_port(), 0
        self.address = f"127.0.0.1:{self.port}"
        self.start()

    @property
    def up(self) -> bool:
        return self.generation % 2 == 1

    @property
    def megabytes(self) -> float:
        return float(psutil.Process(self._process.pid).memory_info().rss / 1e6)

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port),
                   "--server.headless", "true"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                             env=os.environ | {"PYTHONPATH": str(ROOT)})
        self._wait()
        self.generation += 1

    def stop(self) -> None:
        """By SIGTERM, as a service manager does it; raises TimeoutExpired when it does not go."""
        self.generation += self.up
        self._process.terminate()
        self._process.wait(PATIENCE)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"http://{self.address}/_stcore/health", timeout=5).close()
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
