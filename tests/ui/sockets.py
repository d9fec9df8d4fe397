"""A visitor of the live socket without a network: what he sends, what he hears, how he was sent away."""

import asyncio
import json
from urllib.parse import urlsplit

import numpy as np
from starlette.applications import Starlette

from ui.routes import ROUTES

APP = Starlette(routes=ROUTES)
PATIENCE = 60     # seconds; a bound against hanging, not a claim about speed


class Visitor:
    """`async with visit(path) as visitor`; `visitor.closed` is the code with which the server ended it, or None."""

    def __init__(self, path, **headers):
        parts = urlsplit(path)
        names = {"host": "localhost:8501", "origin": "http://localhost:8501"} | headers
        self.scope = {"type": "websocket", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "ws",
                      "path": parts.path, "raw_path": parts.path.encode(), "query_string": parts.query.encode(),
                      "root_path": "", "subprotocols": [], "state": {},
                      "headers": [(name.encode(), value.encode()) for name, value in names.items()]}
        self.closed, self.accepted = None, False

    async def __aenter__(self):
        self.inbox, self.outbox = asyncio.Queue(), asyncio.Queue()
        self.task = asyncio.create_task(APP(self.scope, self.inbox.get, self._heard))
        await self.inbox.put({"type": "websocket.connect"})
        return self

    async def __aexit__(self, *_):
        await self.inbox.put({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(self.task, PATIENCE)

    async def say(self, codes=(), **header):
        await self.send(message(codes, **header))

    async def send(self, content):
        kind = "bytes" if isinstance(content, bytes) else "text"
        await self.inbox.put({"type": "websocket.receive", kind: content})

    async def hear(self):
        """Header and arrays of the next answer."""
        return unpacked(await self.heard())

    async def heard(self):
        return await asyncio.wait_for(self.outbox.get(), PATIENCE)

    async def settled(self):
        """All that was sent has been read."""
        while not self.inbox.empty():
            await asyncio.sleep(0.01)

    async def end(self):
        """The code with which the server closes."""
        await asyncio.wait_for(self.task, PATIENCE)
        return self.closed

    async def _heard(self, event):
        if event["type"] == "websocket.accept":
            self.accepted = True
        elif event["type"] == "websocket.close":
            self.closed = event["code"]
        else:
            await self.outbox.put(event["bytes"])


def message(codes=(), **header):
    text = json.dumps({"kind": "decode", "lane": "a", "number": 1, **header}).encode()
    return len(text).to_bytes(4, "little") + text + np.asarray(codes, "<f4").tobytes()


def unpacked(blob):
    length = int.from_bytes(blob[:4], "little")
    header = json.loads(blob[4:4 + length])
    arrays = {one["name"]: np.frombuffer(blob, one["dtype"], int(np.prod(one["shape"])), one["offset"]).reshape(
        one["shape"]) for one in header["arrays"]}
    return header, arrays
