"""A visitor of the pages without a browser: the WebSocket that Streamlit's own script speaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE = 120.0     # seconds; a bound against hanging on a busy machine


class Session:
    """One visitor with one connection; raises OSError, TimeoutError or websockets' own when the server goes."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def open(self, page: str, **query: str) -> list[str]:
        """Draw a page; what stands on it as an error of our own, where there should be nothing."""
        asked = BackMsg()
        asked.rerun_script.page_name, asked.rerun_script.query_string = page, urlencode(query)
        self._connection.send(asked.SerializeToString())
        found: list[str] = []
        while True:
            heard = ForwardMsg.FromString(self._heard())
            if heard.WhichOneof("type") == "script_finished":
                return found
            if heard.delta.new_element.WhichOneof("type") == "exception":
                shown = heard.delta.new_element.exception
                found.append(f"{shown.type}: {shown.message}")

    def _heard(self) -> bytes:
        heard = self._connection.recv(PATIENCE)
        assert isinstance(heard, bytes), "Streamlit speaks protobuf"
        return heard


@contextmanager
def session(address: str) -> Iterator[Session]:
    with connect(f"ws://{address}/_stcore/stream", origin=f"http://{address}", subprotocols=["streamlit"],     # type: ignore[arg-type,list-item]
                 max_size=None, open_timeout=PATIENCE) as connection:
        yield Session(connection)
