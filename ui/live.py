"""The live decoder of a run: its addresses for a component, and a socket that draws in the server, the newest first.

The socket serves what a page cannot do itself: decoders too large for it, and the nearest real images.
"""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from starlette.websockets import WebSocket, WebSocketDisconnect

from genmodels.errors import UserError
from genmodels.runs import Run
from ui import cached, live_wishes
from ui.addresses import address
from ui.guard import is_ours
from ui.live_wishes import Wish
from ui.packed import pack
from ui.steps import step_of
from ui.store import store

LANES = 32               # wishes one visitor may have waiting; the oldest goes
POLICY = 1008            # the close code for a visitor who may not ask


def engine_data(run: Run, step: int | None = None) -> dict[str, str]:
    """What engine/source.js connects to, for a component's data; `step` names other weights than the best.

    The addresses carry the version of the weights, so that a browser keeps a decoder until there is a newer one.
    """
    version = hashlib.sha256(repr(cached.stamp(run)).encode()).hexdigest()[:12]
    query = f"v={version}" if step is None else f"v={version}&step={step}"
    return {"decoder": address(f"api/runs/{run.id}/decoder?{query}"),
            "live": address(f"api/runs/{run.id}/live?{query}")}


async def socket(visitor: WebSocket) -> None:
    """Reads wishes as they come and answers one at a time, short ones first; in a lane a newer wish replaces one that
    still waits."""
    try:
        run, step = store().get(visitor.path_params["run"]), step_of(visitor)
    except UserError as error:
        await visitor.close(POLICY, str(error)[:100])
        return
    if not is_ours(visitor):
        await visitor.close(POLICY)
        return
    await visitor.accept()
    waiting: dict[str, Wish] = {}
    came = asyncio.Event()
    async with asyncio.TaskGroup() as both:
        answering = both.create_task(_answer(visitor, run, step, waiting, came))
        complaint = await _listen(visitor, waiting, came)
        answering.cancel()
    if complaint:
        await visitor.close(POLICY, complaint[:100])


async def _listen(visitor: WebSocket, waiting: dict[str, Wish], came: asyncio.Event) -> str:
    """Until the visitor leaves, or sends what is no wish: then what is wrong with it."""
    while True:
        try:
            wish = live_wishes.read(await visitor.receive_bytes())
        except WebSocketDisconnect:
            return ""
        except KeyError:
            return "A wish is bytes, not text."
        except UserError as error:
            return str(error)
        waiting.pop(wish.lane, None)     # to the end of the row
        waiting[wish.lane] = wish
        if len(waiting) > LANES:
            waiting.pop(next(iter(waiting)))
        came.set()


async def _answer(visitor: WebSocket, run: Run, step: int | None, waiting: dict[str, Wish],
                  came: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    while True:
        await came.wait()
        came.clear()
        while waiting:
            wish = waiting.pop(min(waiting, key=lambda lane: len(waiting[lane].codes)))     # the hand before the strips
            desk = _desk("nearest" if wish.kind == "nearest" else "decode")
            content = await loop.run_in_executor(desk, _answered, run, step, wish)
            try:
                await visitor.send_bytes(content)
            except WebSocketDisconnect:
                return


def _answered(run: Run, step: int | None, wish: Wish) -> bytes:
    try:
        return live_wishes.answer(run, step, wish)
    except UserError as error:
        return pack({"number": wish.number, "error": str(error)}, {})


@cache
def _desk(name: str) -> ThreadPoolExecutor:
    """One thread for all visitors: they take turns, and torch has one core for them."""
    return ThreadPoolExecutor(1, f"live-{name}", initializer=_one_core)


def _one_core() -> None:
    import torch

    torch.set_num_threads(1)
