"""One visit: an address to what it answers, within limits of size, time and redirects."""

from __future__ import annotations

import contextlib
import gzip
import io
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import NoReturn
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore

from tracker.errors import InputRefusedError
from tracker.fetching.addresses import PrivateAddressError, PublicNetwork
from tracker.limits import LIMITS

AGENT = f"figtrack/{version('figtrack')}"
"""What we say we are, to servers and to robots.txt."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_PATIENCE = {"connect": 10.0, "read": 20.0, "write": 10.0, "pool": 10.0}
_MOST_SECONDS = 60.0
_MOST_HEADERS = 200
_STEP = 64 * 1024

Allowed = Callable[[str], None]
"""Lets an address through or raises `InputRefusedError`; called for every address of a visit, redirects too."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What an address answered in the end: `url` is where redirects led; the body is as it came, still packed."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def content(self) -> bytes:
        """The body unpacked, `limits.max_bytes` of it at most; broken bytes end it."""
        if (self.header("content-encoding") or "").strip().lower() not in {"gzip", "x-gzip"}:
            return self.body
        pieces = bytearray()
        with gzip.GzipFile(fileobj=io.BytesIO(self.body)) as file, contextlib.suppress(OSError, EOFError, zlib.error):
            while len(pieces) < LIMITS.max_bytes and (piece := file.read(_STEP)):
                pieces += piece
        return bytes(pieces)

    def header(self, name: str) -> str | None:
        """The first header of that name, in small letters."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class Visitor:
    """Visits addresses, one after the other; connections are kept open between visits to a host."""

    def __init__(self, *, allow_private: bool) -> None:
        network = PublicNetwork(allow_private=allow_private)
        self._pool = httpcore.ConnectionPool(network_backend=network, max_connections=8, keepalive_expiry=30.0)

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.close()

    def get(self, url: str, allowed: Allowed, extra: dict[str, str] | None = None) -> Visit:
        """What the address answers, whatever its status.

        Raises:
            InputRefusedError: it is no public http or https address, `allowed` refuses it, it doesn't answer in time,
                sends more than `limits.max_bytes`, or leads on too often.
        """
        until = time.monotonic() + _MOST_SECONDS
        here = plain_address(url)
        for _ in range(_MOST_REDIRECTS + 1):
            allowed(here)
            visit = self._once(here, extra or {}, until)
            target = visit.header("location")
            if visit.status not in _REDIRECTS or not target:
                return visit
            here = plain_address(urljoin(here, target))
        raise InputRefusedError(url, f"it leads on more than {_MOST_REDIRECTS} times", "give the page's own address")

    def _once(self, url: str, extra: dict[str, str], until: float) -> Visit:
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", **extra}
        sent = [("Host", urlsplit(url).netloc), *headers.items()]
        try:
            with self._pool.stream("GET", url, headers=sent, extensions={"timeout": _PATIENCE}) as answer:
                body = _body(answer, url, until)
                shown = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers)
                return Visit(url, answer.status, shown[:_MOST_HEADERS], body)
        except PrivateAddressError as error:
            if error.never:
                reason = "it leads to a link-local address or a cloud's own, which is never visited"
                raise InputRefusedError(url, reason, "give the address of a page") from error
            remedy = "allow it with --allow-private if it is a host of your own"
            raise InputRefusedError(url, "it leads to an address that is not public", remedy) from error
        except httpcore.TimeoutException as error:
            raise InputRefusedError(url, "it does not answer in time", "try again later") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
            reason = f"it can't be reached ({str(error)[:200] or type(error).__name__})"
            raise InputRefusedError(url, reason, "check the address, or try again later") from error


def plain_address(url: str) -> str:
    """The address without its fragment, in ASCII.

    Raises:
        InputRefusedError: it is no http or https address, or names a user.
    """
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
        netloc = parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
    except (ValueError, UnicodeError):
        _refuse(url)
    if parts.scheme.lower() not in {"http", "https"} or not host or "@" in netloc or not url.isprintable():
        _refuse(url)
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    quoted = "".join(char if char.isascii() and char != " " else _percent(char) for char in path)
    return f"{parts.scheme.lower()}://{netloc}{quoted}"


def _refuse(url: str) -> NoReturn:
    reason = "it is no address of a page (http:// or https://, without a user's name)"
    raise InputRefusedError(url[:200], reason, "copy the address from a browser")


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))


def _body(answer: httpcore.Response, url: str, until: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    for piece in answer.iter_stream():
        pieces.append(piece)
        size += len(piece)
        if size > LIMITS.max_bytes:
            reason = f"it sends more than {LIMITS.max_bytes // 1024 // 1024} MiB"
            raise InputRefusedError(url, reason, "save it yourself, or raise limits.max_bytes")
        if time.monotonic() > until:
            raise InputRefusedError(url, f"it takes longer than {_MOST_SECONDS:.0f} seconds", "try again later")
    return b"".join(pieces)
