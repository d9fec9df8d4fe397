"""Who may ask our routes: pages of this server, under a name that is ours. Streamlit guards its own routes alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response

from genmodels.errors import ConfigError, UserError

Handler = Callable[[Request], Response]
LOCAL = {"localhost", "127.0.0.1", "::1"}


def ours(handler: Handler) -> Handler:
    """Answer only pages of this server: 403 for a foreign Origin or an unknown Host, 400 for what cannot be read,
    404 for a run or step that is not there."""
    @wraps(handler)
    def guarded(request: Request) -> Response:
        if not is_ours(request):
            return PlainTextResponse("This address answers only pages of its own server.", 403)
        try:
            return handler(request)
        except ConfigError as error:
            return PlainTextResponse(str(error), 400)
        except UserError as error:
            return PlainTextResponse(str(error), 404)
    return guarded


def is_ours(connection: HTTPConnection) -> bool:
    """Also of a WebSocket, which a browser opens to any server from any page."""
    return _host_is_ours(connection) and _origin_is_ours(connection)


def _host_is_ours(connection: HTTPConnection) -> bool:
    """Against DNS rebinding: a name that is not ours cannot be made to point here."""
    bound = st.get_option("server.address")
    if bound in ("0.0.0.0", "::", ""):                          # opened to the network on purpose: any name may be ours
        return True
    named = {bound, st.get_option("browser.serverAddress"), *st.get_option("server.allowedHosts")}
    return _hostname("//" + connection.headers.get("host", "")) in LOCAL | named


def _origin_is_ours(connection: HTTPConnection) -> bool:
    origin = connection.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == connection.headers.get("host")


def _hostname(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
