"""Capture and replay on an NVIDIA GPU by the rules of torch.

Warm-up and capture share one stream beside the usual one, which cannot be captured; replays are queued in the usual
one, in order with all else. Random numbers go on from replay to replay, as they would without a graph, for torch
registers the device's own generator with each. https://docs.pytorch.org/docs/2.13/notes/cuda.html#cuda-graphs
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch

from genmodels.captured import Graph


def graph_for(device: torch.device) -> Callable[[], Graph] | None:
    """How to capture work on this device; None where there is no such thing."""
    return partial(CudaGraph, device) if device.type == "cuda" else None


class CudaGraph:
    """One captured piece of work with a memory pool of its own."""

    def __init__(self, device: torch.device) -> None:
        self._graph, self._beside = torch.cuda.CUDAGraph(), torch.cuda.Stream(device)     # type: ignore[no-untyped-call]

    def warm_up(self, work: Callable[[], None]) -> None:
        here = torch.cuda.current_stream(self._beside.device)
        self._beside.wait_stream(here)
        with torch.cuda.stream(self._beside):
            work()
        here.wait_stream(self._beside)

    def capture(self, work: Callable[[], None]) -> None:
        """Threads beside this one, which measure live numbers, may go on meanwhile: hence `thread_local`."""
        here = torch.cuda.current_stream(self._beside.device)
        with (torch.cuda.stream(here),     # torch.cuda.graph does not come back to it when the capture is broken
              torch.cuda.graph(self._graph, stream=self._beside, capture_error_mode="thread_local")):
            work()

    def replay(self) -> None:
        self._graph.replay()
