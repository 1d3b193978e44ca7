"""What is said when a request fails: a small page, or a problem in JSON (RFC 9457); never internals.

A reason that was written for readers (`abort` with a text) is passed on; of anything else only that it failed.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from flask import Response, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException, InternalServerError

from dashboard import access
from tracker.errors import WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

LOG = logging.getLogger("figtrack.dashboard")
API = "/api/"
PROBLEM = "application/problem+json"
UNREADABLE = "The workspace can't be read just now; whoever runs this dashboard finds the reason in its log."
_TITLES = {
    400: "This can't be answered",
    401: "Log in first",
    403: "Not allowed",
    404: "Nothing is here",
    405: "Not possible here",
    413: "Too much at once",
    421: "Not this dashboard's address",
    429: "Too many tries",
    500: "Something failed",
    503: "Not just now",
}
_KINDS = {
    400: "bad-request",
    401: "log-in-needed",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-much",
    421: "misdirected",
    429: "too-many-tries",
    500: "failed",
    503: "unavailable",
}
_PAGE = """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{title} – Figtrack</title>
    <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
    <link rel="stylesheet" href="/palette.css">
    <link rel="stylesheet" href="/assets/figtrack.css">
    <script src="/assets/scheme.js"></script>
  </head>
  <body>
    <main class="alone"><div class="card state"><h1>{title}</h1>{body}</div></main>
  </body>
</html>
"""


def add(server: Flask) -> None:
    """Answer every failed request in words."""

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        return answer(error.code or 500, _reason(error), error.get_headers())

    @server.errorhandler(WorkspaceError)
    def unreadable(error: WorkspaceError) -> Response:
        LOG.error("the workspace can't be read", exc_info=error)
        return answer(503, UNREADABLE)

    @server.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        LOG.error("a request failed", exc_info=error)
        return answer(500, "The log of the dashboard says why.")


def answer(status: int, reason: str, headers: Any = ()) -> Response:
    """A failure as whoever asked takes it: programs a problem, people a page."""
    if request.path.startswith(API):
        made = problem(status, reason)
    else:
        made = page(
            status, f'<p>{escape(reason)}</p><div class="actions"><a class="button" href="/">To the inbox</a></div>'
        )
    for name, value in headers:
        if name.lower() in {"allow", "retry-after"}:
            made.headers[name] = value
    return made


def in_words(error: WorkspaceError) -> str:
    """Why the workspace can't be used: to who runs the dashboard on this machine with the path, to others without."""
    if access.current() in {access.NOBODY, access.local()}:
        return str(error)
    LOG.error("the workspace can't be used", exc_info=error)
    return UNREADABLE


def problem(status: int, reason: str, kind: str | None = None, more: Mapping[str, Any] | None = None) -> Response:
    """A problem by RFC 9457: `type`, `title`, `status`, `detail`, `instance`, and what else is told."""
    told = {
        "type": f"urn:figtrack:problem:{kind or _KINDS.get(status, 'failed')}",
        "title": _TITLES.get(status, "Something failed"),
        "status": status,
        "detail": reason,
        "instance": request.path,
        **(more or {}),
    }
    return Response(json.dumps(told), status, mimetype=PROBLEM)


def page(status: int, body: str, title: str | None = None) -> Response:
    """A page by itself, without the dashboard; `body` is markup, in which what came from outside is escaped."""
    title = title or _TITLES.get(status, "Something failed")
    return Response(_PAGE.format(title=title, body=body), status, mimetype="text/html")


def _reason(error: HTTPException) -> str:
    if isinstance(error, InternalServerError) or not error.description:
        return "The log of the dashboard says why."
    return error.description
