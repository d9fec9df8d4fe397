"""The byte cursor an address may name: `?since=4096` asks for the rows after it, no cursor for all of them."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from genmodels.errors import ConfigError

MOST_DIGITS = 15


def since(request: HTTPConnection) -> int:
    """Raises ConfigError for what is no cursor."""
    cursor = request.query_params.get("since", "0")
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= MOST_DIGITS):
        raise ConfigError("since = the byte cursor of the last answer, a whole number; begin with 0.")
    return int(cursor)
