"""What a request must look like, and the headers that every answer carries.

A page of another site can make a browser call this dashboard, and a host name of its own can be pointed here (DNS
rebinding); so a request must come by the door (`access.doors`), and one that changes or asks for state from the same
origin. Where readers are asked who they are, a browser must say the origin of what it posts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import abort, g, request

from dashboard import access
from dashboard.access import doors
from dashboard.access.arrivals import Call, StrayRequestError
from dashboard.access.doors import HOME
from dashboard.access.login import turned_away

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask
    from werkzeug.wrappers import Response

    from dashboard.access.arrivals import Arrival
    from dashboard.access.doors import Door

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: of a form that is sent, browsers would then not say the origin either.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_SCRIPTS = "/_dash-component-suites/"


def protect(server: Flask, script_hashes: Sequence[str], door: Door = HOME) -> None:
    """Refuse who does not come by the door, from another site, or unknown; put security headers on every answer."""
    policy = content_policy(script_hashes)

    @server.before_request
    def refuse_strangers() -> Response | None:
        port = str(request.environ.get("SERVER_PORT", ""))
        try:
            arrival = door.way.arrival(Call(request.headers, port, request.remote_addr or ""))
        except StrayRequestError as error:
            abort(403, str(error))
        g.arrival = arrival
        if not _from_here(arrival, asked=door.at_home):
            abort(403, "This request comes from another site.")
        reader = door.keeper.reader(request, arrival)
        if reader is not None:
            access.recognise(reader)
        elif not doors.is_open(request.path):
            return turned_away(door)
        return None

    @server.after_request
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        for name, value in _HEADERS.items():
            response.headers[name] = value
        if not door.at_home and not doors.is_open(request.path) and not request.path.startswith(_SCRIPTS):
            response.headers["Cache-Control"] = "no-store"
        return response


def _from_here(arrival: Arrival, *, asked: bool) -> bool:
    """Whether a request is made by this dashboard's own pages, by a person who opens a page, or by a program.

    A browser says where it posts from; only at home, where nobody is known by a cookie, may that be left unsaid.
    """
    headers = request.headers
    site = headers.get("Sec-Fetch-Site")
    if site == "cross-site" and headers.get("Sec-Fetch-Mode") != "navigate":
        return False
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return True
    origin = headers.get("Origin")
    if origin:
        parts = urlsplit(origin)
        return parts.netloc.lower() == arrival.host and (not arrival.secure or parts.scheme == "https")
    return site in {None, "same-origin"} and (asked or not request.cookies)


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
