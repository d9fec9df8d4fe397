"""The abuse: one act after another, drawn by a seeded generator, each with a line in the log."""

from __future__ import annotations

import itertools
import random
import time
import traceback
from collections.abc import Callable, Iterable, Iterator

from benchmarks.soak import blows, wishes
from benchmarks.soak.world import World
from genmodels.errors import UserError

Act = Callable[[World, random.Random], str]     # answers with a few words for the log
Turn = tuple[Act, random.Random]

WEIGHTS: dict[Act, int] = {
    wishes.start: 11, wishes.pause: 6, wishes.resume: 12, wishes.stop: 4, wishes.save: 5, wishes.change: 5,
    wishes.branch: 5, wishes.delete: 6,
    blows.kill: 8, blows.end: 3, blows.freeze: 3, blows.thaw: 3, blows.kill_launcher: 2, blows.restart_server: 1,
    blows.fill_disk: 2, blows.free_disk: 4, blows.damage: 4, blows.remove: 2,
}
REST = (0.2, 2.0)        # seconds between two acts
FULL, FROZEN = 8, 12     # acts after which the disk is freed, and all go on that stand still, at the latest


def drawn(seed: int) -> Iterator[Turn]:
    """For ever. Each act has a generator of its own: what is drawn for it does not depend on what became of those
    before."""
    for number in itertools.count(1):
        chance = random.Random(f"{seed}-{number}")
        yield chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0], chance


def abuse(world: World, turns: Iterable[Turn], seconds: float) -> None:
    """Until time is up, or there are no more acts."""
    began = time.monotonic()
    full = frozen = 0
    for number, (act, chance) in enumerate(turns, 1):
        if time.monotonic() - began > seconds:
            return
        full, frozen = (full + 1) * world.disk.full, (frozen + 1) * bool(world.frozen)
        for overdue, relief in ((full > FULL, blows.free_disk), (frozen > FROZEN, blows.thaw)):
            if overdue:
                _carry_out(world, relief, chance, began, number)
        _carry_out(world, act, chance, began, number)
        time.sleep(chance.uniform(*REST))


def _carry_out(world: World, act: Act, chance: random.Random, began: float, number: int) -> None:
    name = act.__name__.replace("_", " ")
    try:
        words = act(world, chance)
    except UserError as error:
        words = f"refused: {error}"
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        print(traceback.format_exc(), flush=True)
        world.book.broke(f"{name} met an error that is no sentence: {words}.")
    told = "refused" if words.startswith("refused") else name
    world.book.acts[wishes.NOTHING if words.endswith(wishes.NOTHING) else told] += 1
    print(f"{time.monotonic() - began:7.1f} s  #{number:<4} {name:<15} {words}", flush=True)
