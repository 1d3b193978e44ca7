"""What a request must look like, and the headers that every answer carries.

A page of another site can make a browser call 127.0.0.1, and a host name of its own can be pointed there (DNS
rebinding); so the Host must be a loopback name with the port that is served, and a request that changes or asks for
state must come from the same origin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Response, abort, request

from dashboard import access

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def protect(server: Flask, script_hashes: Sequence[str]) -> None:
    """Refuse requests for other hosts and from other origins, and put security headers on every answer."""
    policy = content_policy(script_hashes)

    @server.before_request
    def refuse_strangers() -> None:
        if not is_ours(request.host, str(request.environ.get("SERVER_PORT", ""))):
            abort(403, "This dashboard answers only to its own address on this machine.")
        origin = request.headers.get("Origin")
        if request.method not in {"GET", "HEAD"} and origin and urlsplit(origin).netloc != request.host:
            abort(403, "This request comes from another site.")
        if (
            request.headers.get("Sec-Fetch-Site") == "cross-site"
            and request.headers.get("Sec-Fetch-Mode") != "navigate"
        ):
            abort(403, "This request comes from another site.")
        access.recognise(access.local())

    @server.after_request
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response


def content_policy(script_hashes: Sequence[str]) -> str:
    """A policy that lets nothing in from elsewhere; of inline scripts only those with these hashes.

    Styles may be inline: Plotly and Mantine set theirs while running.
    """
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *script_hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def is_ours(host: str, port: str) -> bool:
    """Whether a Host header names this machine's loopback and the port that is served."""
    try:
        parts = urlsplit(f"//{host}")
        given = parts.port or 80
    except ValueError:
        return False
    return parts.hostname in LOOPBACK and not parts.username and str(given) == port
