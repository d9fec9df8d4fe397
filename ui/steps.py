"""The step an address may name: `?step=500` asks for the weights kept then, no step for the best ones."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from genmodels.errors import ConfigError

MOST_DIGITS = 12


def step_of(request: HTTPConnection) -> int | None:
    """Raises ConfigError for what is no step."""
    step = request.query_params.get("step")
    if step is None:
        return None
    if not (step.isascii() and step.isdigit() and len(step) <= MOST_DIGITS):
        raise ConfigError("step = a step that the run kept weights of, a whole number.")
    return int(step)
