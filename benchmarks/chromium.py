"""A server of the app, or of any Streamlit script, over a folder of runs, and a Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SIZE = {"width": 1440, "height": 900}
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]
PATIENCE = 60_000     # ms; a bound against hanging


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        yield browser
        browser.close()


@contextmanager
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(viewport=SIZE)
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.goto(address)
    yield opened
    context.close()


@contextmanager
def server(root: Path, script: str = "app.py") -> Iterator[str]:
    """The address of a server of its own; torch has one core there, as where several look at once."""
    with served(root, script) as (address, _):
        yield address


@contextmanager
def served(root: Path, script: str = "app.py") -> Iterator[tuple[str, int]]:
    """The address of such a server, and the id of its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.headless", "true"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"GENMODELS_ROOT": str(root), "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)})
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} does not answer")
