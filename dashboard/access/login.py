"""The log-in page and the log-out: plain forms that work without a script.

Posts are guarded by their origin (`guard`); a try counts before the password is checked, and an unknown name is
answered like a wrong password.
"""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from flask import g, redirect, request
from markupsafe import Markup

from dashboard import failures, wording
from dashboard.access.arrivals import LOOPBACK
from dashboard.access.doors import cookie
from dashboard.access.known import BusyError
from dashboard.access.sessions import WHOLE
from tracker.credentials import MAX_NAME, MAX_PASSWORD, normal_name

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

    from dashboard.access.arrivals import Arrival
    from dashboard.access.doors import Door, LogIn

LOG = logging.getLogger("figtrack.dashboard")
PATH = "/log-in"
_MAX_BODY = 20_000
_WRONG = "That name and password don't go together."
_UNSAFE = "This connection is not encrypted: others on the network can read what you send, the password too."
_FORM = Markup("""<p>Whoever runs this dashboard asks who is reading.</p>{notes}
<form method="post" action="/log-in" class="log-in">
<input type="hidden" name="next" value="{next}">
<label for="name">Name</label>
<input id="name" name="name" value="{name}" maxlength="{most_name}" autocomplete="username" autocapitalize="none"
 spellcheck="false" required{first}>
<label for="password">Password</label>
<input id="password" name="password" type="password" maxlength="{most}" autocomplete="current-password" required{then}>
<button class="button" type="submit">Log in</button>
</form>""")


def add(server: Flask, log_in: LogIn) -> None:
    """Serve the log-in page, and take log-ins and log-outs."""

    @server.get(PATH)
    def ask() -> Response:
        return _form(200, request.args.get("next", ""))

    @server.post(PATH)
    def enter() -> Response:
        request.max_content_length = _MAX_BODY
        return _enter(log_in, g.arrival, request.form.get("name", ""), request.form.get("password", ""))

    @server.post("/log-out")
    def leave() -> Response:
        name = cookie(g.arrival)
        log_in.sessions.end(request.cookies.get(name, ""))
        gone = redirect(PATH, 303)
        gone.delete_cookie(name, secure=g.arrival.secure, httponly=True, samesite="Lax")
        return gone


def _enter(log_in: LogIn, arrival: Arrival, name: str, password: str) -> Response:
    aim = request.form.get("next", "")
    tried = normal_name(name[:MAX_NAME])
    if wait := log_in.throttle.take(arrival.client, tried):
        return _refused(
            429,
            aim,
            f"Too many tries. Wait {wording.counted(math.ceil(wait / 60), 'minute')} and try again.",
            retry=math.ceil(wait),
        )
    try:
        credential = log_in.known.check(name, password)
    except BusyError:
        return _refused(503, aim, "Many are logging in just now. Try again in a moment.", retry=5)
    if credential is None:
        LOG.warning("a log-in from %s was refused", arrival.client)
        return _refused(401, aim, _WRONG)
    log_in.throttle.forgive(arrival.client, tried)
    LOG.info("%r logged in from %s", credential.name, arrival.client)
    token = log_in.sessions.begin(credential, secure=arrival.secure)
    entered = redirect(local_address(aim), 303)
    entered.set_cookie(
        cookie(arrival), token, max_age=int(WHOLE), path="/", secure=arrival.secure, httponly=True, samesite="Lax"
    )
    return entered


def local_address(text: str) -> str:
    """The address to go to after a log-in: one of this dashboard's own pages, whatever was asked for."""
    strange = any(ord(char) <= 32 or char == "\\" for char in text)
    if strange or not text.startswith("/") or text.startswith("//"):
        return "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    return "/" if parts.netloc or parts.scheme or parts.path.startswith((PATH, "/_dash")) else text


def turned_away(door: Door) -> Response:
    """The answer to who isn't known: the log-in page for a person who opens a page, else a problem."""
    if door.log_in is None:
        return failures.answer(401, "The proxy in front of this dashboard doesn't say who you are.")
    if request.method in {"GET", "HEAD"} and not request.path.startswith(("/_dash", "/api/", "/newest")):
        aim = request.full_path.rstrip("?") if request.path != "/" or request.query_string else ""
        return redirect(f"{PATH}?{urlencode({'next': aim})}" if aim else PATH, 303)
    return failures.answer(401, "Log in first.")


def _refused(status: int, aim: str, reason: str, retry: int | None = None) -> Response:
    made = _form(status, aim, reason, request.form.get("name", ""))
    if retry is not None:
        made.headers["Retry-After"] = str(retry)
    return made


def _form(status: int, aim: str, reason: str = "", name: str = "") -> Response:
    arrival: Arrival = g.arrival
    notes = Markup()
    if reason:
        notes += Markup('<p class="wrong" role="alert">{}</p>').format(reason)
    if not arrival.secure and arrival.client not in LOOPBACK:
        notes += Markup('<p class="wrong">{}</p>').format(_UNSAFE)
    focus = Markup(" autofocus")
    body = _FORM.format(
        notes=notes,
        next=local_address(aim),
        name=name[:MAX_NAME],
        most_name=MAX_NAME,
        most=MAX_PASSWORD,
        first="" if name else focus,
        then=focus if name else "",
    )
    return failures.page(status, str(body), "Log in to Figtrack" if status == 200 else None)
