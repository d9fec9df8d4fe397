"""A real server on a fresh folder and a real Chromium; without it the tests skip, or fail where it is required."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from genmodels.runs import RunStore
from tests.running import wait_for

ROOT = Path(__file__).parents[2]
PATIENCE = 60_000     # ms; a bound against hanging, not a claim about speed
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def chromium():
    """The browser of the tests of a file; it ends with them, for Playwright keeps an event loop running meanwhile."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        message = "no Chromium on this machine: install it to run the browser tests"
        if os.environ.get("GENLAB_BROWSER") == "required":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import expect, sync_playwright
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A server for all tests of a worker, and its folder of runs, which each test leaves as empty as it found it."""
    with served(tmp_path_factory.mktemp("site")) as (address, root):
        yield address, root


@pytest.fixture
def runs(site):
    """Where `server` looks for runs: empty at first."""
    _, root = site
    yield RunStore(root)
    stop_all(root)
    for folder in root.glob("[!.]*"):     # what begins with a dot is the launcher's
        shutil.rmtree(folder)


@pytest.fixture
def server(site, runs):
    """The address of a server that has been up for a while, over the folder `runs`."""
    address, _ = site
    return address


@pytest.fixture
def fresh_server(tmp_path):
    """The address of a server that nobody has asked anything yet, over an empty folder of its own."""
    with served(tmp_path) as (address, _):
        yield address


@contextmanager
def served(folder):
    """Address and folder of runs of a server; nothing that was started here outlives it."""
    port, root = free_port(), folder / "runs"
    environment = os.environ | {"GENMODELS_ROOT": str(root), "GENMODELS_CACHE": str(folder / "cache"),
                                "OMP_NUM_THREADS": "1"}
    environment.pop("GENMODELS_DATA", None)     # mnist-5k, as on a machine without a network
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
                                    "--server.headless", "true"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(lambda: answers(f"http://localhost:{port}/_stcore/health", process))
        yield f"http://localhost:{port}", root
    finally:
        process.terminate()
        process.wait(20)
        stop_all(root)
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int((root / ".launcher.pid").read_text()), signal.SIGTERM)


@pytest.fixture
def open_browser(chromium):
    """A page of a new visitor: `open_browser("dark")`; whatever its console complains about fails the test."""
    contexts, complaints = [], []

    def opened(scheme="light"):
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(str(message.text)) if is_ours(message) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


def at_rest(page):
    """Wait until the server's run of the page has ended, so that every button stands for what the address says."""
    from playwright.sync_api import expect
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def is_ours(message):
    """An error of ours. Streamlit itself asks below a deep link first and is answered 404."""
    return message.type == "error" and "/_stcore/" not in message.location["url"]


def answers(address, process):
    assert process.poll() is None, "the server ended"
    with suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
        return answer.status == 200
    return False


def stop_all(root):
    active = [run for run in RunStore(root).runs() if run.active]
    for run in active:
        run.command("stop")
    wait_for(lambda: not any(run.active for run in active))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
