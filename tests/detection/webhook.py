"""A webhook of this machine, in the place of the one outside that the example names."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

OK = 200


class Webhook(HTTPServer):
    """Keeps the bodies of its calls until somebody reads them; it takes none where its answer, `status`, isn't OK."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[str] = []
        self.status = OK

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/alerts"

    def take(self) -> list[tuple[str, str]]:
        """Title and text of each call since the last time, oldest first."""
        taken, self.calls = self.calls, []
        return [(json.loads(body)["title"], body) for body in taken]


class _Handler(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.server.status == OK:
            self.server.calls.append(body)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def listening() -> Iterator[Webhook]:
    with Webhook() as webhook:
        Thread(target=webhook.serve_forever, daemon=True).start()
        yield webhook
        webhook.shutdown()
