"""The live decoder of a run: its addresses for a component."""

from __future__ import annotations

import hashlib

from genmodels.runs import Run
from ui import cached
from ui.addresses import address


def engine_data(run: Run, step: int | None = None) -> dict[str, str]:
    """What engine/source.js connects to, for a component's data; `step` names other weights than the best.

    The addresses carry the version of the weights, so that a browser keeps a decoder until there is a newer one.
    """
    version = hashlib.sha256(repr(cached.stamp(run)).encode()).hexdigest()[:12]
    query = f"v={version}" if step is None else f"v={version}&step={step}"
    return {"decoder": address(f"api/runs/{run.id}/decoder?{query}"),
            "live": address(f"api/runs/{run.id}/live?{query}")}
