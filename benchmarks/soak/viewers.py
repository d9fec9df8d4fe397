"""Viewers while all of it happens: sessions on the pages and clients of the routes, which follow curves and films."""

from __future__ import annotations

import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from websockets.exceptions import WebSocketException

from benchmarks.soak.session import PATIENCE, session
from benchmarks.soak.world import World

TICK = 1.0           # seconds between two questions of a page that is looked at
TURN = (5, 20)       # ticks until a viewer looks at another run
PAGES = ("watch", "watch", "explore", "generate", "compare", "train", "data", "")     # and home
STRANGE = "a-run-that-never-was"


@contextmanager
def viewers(world: World, n: int, seed: int) -> Iterator[None]:
    """`n` of them, each in a thread of its own, until the block ends."""
    over = threading.Event()
    threads = [threading.Thread(target=_view, args=(world, random.Random(f"{seed}-viewer-{number}"), over),
                                name=f"viewer-{number}") for number in range(n)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _view(world: World, chance: random.Random, over: threading.Event) -> None:
    while not over.wait(chance.uniform(0, TICK)):
        names = [name for name, entry in list(world.book.entries.items()) if not entry.gone] or [STRANGE]
        name, page, ticks = chance.choice(names[-6:]), chance.choice(PAGES), chance.randint(*TURN)
        unless_restarted(world, f"a viewer of {name} on {page or 'home'}",
                         lambda name=name, page=page, ticks=ticks: _turn(world, name, page, ticks, over))


def unless_restarted(world: World, who: str, look: Callable[[], None]) -> None:
    """An end of the connection is the server's fault, unless it was restarted meanwhile."""
    life = world.server.generation
    try:
        look()
    except (OSError, WebSocketException) as error:     # TimeoutError among them
        if world.server.up and world.server.generation == life:
            world.book.broke(f"{who} got no answer: {type(error).__name__}: {error}")
        time.sleep(TICK)


def _turn(world: World, name: str, page: str, ticks: int, over: threading.Event) -> None:
    """Open a page, then ask as its components do, as long as it is looked at."""
    query = {"runs": name} if page == "compare" else {"run": name}
    with session(world.server.address) as visitor:
        for error in visitor.open(page, **query):
            harmed = world.book.entries[name].harmed if name in world.book.entries else ""
            world.book.broke(f"the page {page or 'home'} of {name} ({harmed or 'not harmed'}) shows {error}")
        world.book.saw("pages")
        follower = Follower(world, name)
        for _ in range(ticks):
            follower.look()
            if over.wait(TICK):
                return


class Follower:
    """Follows one run by the routes: new rows since a cursor, new pictures of the film, the marks of the timeline."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        self.cursor, self.epoch, self.step, self.live, self.pictures = "0", "", -1.0, 0, -1

    def look(self) -> None:
        self._get(f"/api/pulse?run={self.name}")
        self._curves()
        told = self._get(f"/api/runs/{self.name}/live-numbers?since={self.live}")
        self.live = json.loads(told)["cursor"] if told else 0
        self._film()
        for route in ("story", "family", "drifting"):
            self._get(f"/api/runs/{self.name}/{route}")

    def _curves(self) -> None:
        """Within one telling of the file the steps ascend, from answer to answer too."""
        body = self._get(f"/api/runs/{self.name}/metrics?since={self.cursor}")
        if not body:
            return
        header = json.loads(body[4:4 + int.from_bytes(body[:4], "little")])
        epoch, _, end = header["cursor"].rpartition(".")
        seen = int(self.cursor.rpartition(".")[2])
        if epoch == self.epoch and int(end) < seen:
            self.world.book.broke(f"the curve of {self.name} went back from row {seen} to {end} within one telling.")
        self.epoch, self.cursor = epoch, header["cursor"]
        self.world.book.saw("rows of curves", header["end"] - header["first"])

    def _film(self) -> None:
        told = self._get(f"/api/runs/{self.name}/snapshots")
        steps = [step for step in json.loads(told)["steps"] if step > self.pictures] if told else []
        if steps:
            self._get(f"/api/runs/{self.name}/film/samples?from={steps[0]}&to={steps[-1]}")
            self._get(f"/api/runs/{self.name}/snapshots/{steps[-1]}/samples.png")
            self.pictures = steps[-1]
            self.world.book.saw("pictures of films", len(steps))

    def _get(self, path: str) -> bytes:
        """The answer; nothing where the app says in a sentence that there is none."""
        self.world.book.saw("answers of routes")
        try:
            with urllib.request.urlopen(f"http://{self.world.server.address}{path}", timeout=PATIENCE) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            said = error.read().decode("utf-8", "replace")[:200]
            if error.code not in (400, 404) or not said:
                self.world.book.broke(f"{path} answers {error.code}: {said}")
            return b""
