"""One page of a real Chromium that stays open on Watch, where there is a Chromium."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.chromium import PATIENCE, chromium, page
from benchmarks.soak.world import World

TURN = 12.0                 # seconds until it looks at another run
OUR_ERROR = ".stException"  # how Streamlit shows an error that nobody turned into a sentence


@contextmanager
def browser_viewer(world: World, seed: int, wanted: bool) -> Iterator[bool]:
    """False where none is wanted, or where there is no Chromium."""
    if not wanted or shutil.which("chromium") is None:
        yield False
        return
    over = threading.Event()
    thread = threading.Thread(target=_browse, args=(world, random.Random(f"{seed}-browser"), over), name="browser")
    thread.start()     # Playwright's objects belong to one thread
    try:
        yield True
    finally:
        over.set()
        thread.join()


def _browse(world: World, chance: random.Random, over: threading.Event) -> None:
    with chromium() as browser, page(browser, "about:blank") as opened:
        looked = [world.server.generation]     # a script that is fetched while the server restarts cannot come

        def failed(error: object) -> None:
            if world.server.up and world.server.generation == looked[0]:
                world.book.broke(f"a script of the page failed: {str(error)[:300]}")
        opened.on("pageerror", failed)
        while not over.is_set():
            names = [name for name, entry in list(world.book.entries.items()) if not entry.gone]
            if names:
                looked[0] = world.server.generation
                _look(world, opened, chance.choice(names[-6:]))
            over.wait(TURN)


def _look(world: World, opened: Any, name: str) -> None:
    from playwright.sync_api import Error

    life = world.server.generation
    try:
        opened.goto(f"http://{world.server.address}/watch?run={name}", wait_until="commit", timeout=PATIENCE)
        opened.locator("h1, h2, h3, .stAlert, .stException").first.wait_for(timeout=PATIENCE)
    except Error as error:
        if world.server.up and world.server.generation == life:
            world.book.broke(f"Chromium does not get to see {name}: {str(error)[:200]}")
        return
    world.book.saw("pages in Chromium")
    if opened.locator(OUR_ERROR).count():
        world.book.broke(f"Chromium shows an error of our own for {name}: "
                         f"{opened.locator(OUR_ERROR).first.inner_text()[:200]}")
