"""Take the README's pictures from the real app: `python docs/screenshots.py` (needs requirements-dev.txt and Chromium).

Starts a server of its own on a scratch copy of the shipped models, trains for a moment so that Watch has something to
show, and writes docs/<page>.png.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
VIEWS = {"home": "", "data": "data", "train": "train?model=vae", "explore": "explore?run=vae-2d-mnist",
         "generate": "generate?run=r3gan-mnist", "compare": "compare", "break_it": "break_it"}
DRAWN = {"explore": ".genlab-studio .latency:not(:empty)", "compare": ".genlab-overlay .js-plotly-plot"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--dark", action="store_true", help="take the dark theme")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = open_page(browser, options.width, options.height, dark=options.dark)
        for name, path in VIEWS.items():
            take(page, f"{address}/{path}", options.out / f"{name}.png", DRAWN.get(name, "[data-testid=stMain]"))
        watch(page, address, options.out / "watch.png")
        browser.close()


def open_page(browser: Browser, width: int, height: int, *, dark: bool) -> Page:
    scheme = "dark" if dark else "light"
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    return context.new_page()


def take(page: Page, address: str, file: Path, drawn: str) -> None:
    page.goto(address)
    page.locator(drawn).first.wait_for(timeout=60_000)     # what a component of ours draws last
    settle(page)
    page.screenshot(path=file)
    print(file)


def watch(page: Page, address: str, file: Path) -> None:
    """One click trains; after a while there is something to see."""
    page.goto(address)
    page.get_by_role("button", name="Train one now").click()
    page.wait_for_url("**/watch**")
    page.locator(".genlab-curves .js-plotly-plot").first.wait_for(timeout=60_000)
    page.wait_for_timeout(12_000)
    page.screenshot(path=file)
    print(file)


def settle(page: Page) -> None:
    """Wait until the script run is over and pictures and charts are drawn."""
    page.wait_for_selector("[data-testid=stMain]")
    page.wait_for_timeout(1_000)
    page.wait_for_selector("[data-testid=stStatusWidget]", state="detached", timeout=60_000)
    page.wait_for_timeout(2_500)


@contextmanager
def server() -> Iterator[str]:
    """A server over a scratch copy of the shipped runs, so that taking pictures leaves nothing behind."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        root = Path(scratch) / "checkpoints"
        shutil.copytree(ROOT / "checkpoints", root)
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless=true"],
            cwd=ROOT, env={**os.environ, "GENMODELS_ROOT": str(root)}, stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health"):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise TimeoutError(f"the server did not answer at {address} within {seconds:g} s")


if __name__ == "__main__":
    main()
