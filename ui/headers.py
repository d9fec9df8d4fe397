"""Headers of every answer: security that Streamlit's own page can live with, and what the browser may fetch ahead."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=(), usb=()",
    # Streamlit's page needs inline styles, a bootstrap script, evaluated chart code and blob modules of components;
    # what stays forbidden is every other host.
    "Content-Security-Policy": "; ".join((
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: data: blob:",
        "media-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )),
}


class Headers:
    """ASGI middleware; websockets and what is inside the answers are left alone.

    `ahead` is the address of a script that pages need soon: with a page, the browser is told to fetch it when idle.
    """

    def __init__(self, app: ASGIApp, ahead: str) -> None:
        self.app, self.ahead = app, ahead

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Link"] = f"<{self.ahead}>; rel=prefetch; as=script"
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
