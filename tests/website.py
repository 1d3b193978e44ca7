"""A web server on this machine, whose answers a test sets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = (
    "<html><head><title>Flood</title></head><body><article><p>{n} people were taken from their roofs on Monday, the "
    "fire service said in a statement.</p><p>Another dozen had left their homes the day before.</p></article></body>"
)
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """A server whose answers a test sets, and the requests that came."""

    answers: dict[str, Answer | Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    base: str = ""

    def page(self, path: str, number: str = "Forty", **headers: str) -> str:
        """Put a small page there; gives its address."""
        return self.put(path, PAGE.format(n=number), **headers)

    def put(self, path: str, markup: str, **headers: str) -> str:
        """Put a page there; gives its address."""
        self.answers[path] = (200, {"Content-Type": "text/html; charset=utf-8", **headers}, markup.encode())
        return self.base + path

    def visited(self) -> list[str]:
        """The paths that were asked for."""
        return [path for path, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, site: Site, *given: object) -> None:
        self.site = site
        super().__init__(*given)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.site.asked.append((self.path, dict(self.headers)))
        found = self.site.answers.get(self.path, (404, {}, b""))
        status, headers, body = found(dict(self.headers)) if callable(found) else found
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running() -> Iterator[Site]:
    """A site that answers until the end of the block."""
    made = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, made))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    made.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
