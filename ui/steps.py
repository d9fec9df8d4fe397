"""The step an address may name: `?step=500` asks for the weights kept then, no step for the best ones.

`?from=100&to=900` asks for what there is between two of them.
"""

from __future__ import annotations

from starlette.requests import HTTPConnection

from genmodels.errors import ConfigError

MOST_DIGITS = 12


def step_of(request: HTTPConnection) -> int | None:
    """Raises ConfigError for what is no step."""
    step = request.query_params.get("step")
    return None if step is None else _whole("step", step, "that the run kept weights of")


def span_of(request: HTTPConnection) -> tuple[int, int]:
    """From the first to the last step asked for, both included. Raises ConfigError for what are no two steps."""
    first, last = (_whole(name, request.query_params.get(name, ""), f"to {word} with")
                   for name, word in (("from", "begin"), ("to", "end")))
    return first, last


def _whole(name: str, step: str, what: str) -> int:
    if not (step.isascii() and step.isdigit() and len(step) <= MOST_DIGITS):
        raise ConfigError(f"{name} = a step {what}, a whole number.")
    return int(step)
