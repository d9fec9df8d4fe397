"""A web server on this machine that can misbehave, to download from."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Mirror:
    """Files by name; each may be served whole, changed, cut off, endless, or refused."""

    def __init__(self, files):
        self.files, self.mood, self.asked = files, {}, []

    def answer(self, handler):
        """One GET."""
        name = handler.path.rpartition("/")[2]
        self.asked.append(name)
        moods = self.mood.get(name, [])
        mood = moods.pop(0) if moods else "well"
        if mood == "refuses":
            handler.send_error(503)
            return
        data = self.files[name]
        handler.send_response(200)
        if mood != "endless":
            handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        if mood == "changed":
            data = data[:-1] + bytes([data[-1] ^ 1])
        if mood == "endless":
            data = bytes(len(data) + (1 << 20))
        handler.wfile.write(data[:len(data) // 2] if mood == "cut" else data)


@contextmanager
def serve(mirror):
    """The address of a mirror, while the block lasts."""
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            mirror.answer(self)

        def log_message(self, format, *args):
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
