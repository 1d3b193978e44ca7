"""Who is asking, and what they may do."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from functools import cache

from flask import g, has_request_context

from tracker.credentials import Role

_MAX_NAME = 100


@dataclass(frozen=True, slots=True)
class Reader:
    """Who sent a request; `name` is what their judgements are signed with, `session` whether they can log out."""

    name: str
    role: Role
    session: bool = False

    @property
    def may_review(self) -> bool:
        """Whether this reader may make judgements."""
        return self.role is Role.REVIEWER


NOBODY = Reader("", Role.VIEWER)
"""Who asks where nothing says who it is: may look at what needs no log-in, and change nothing."""


def current() -> Reader:
    """Who sent the request that is being answered; `NOBODY` outside of a request, and before anyone is known."""
    if not has_request_context():
        return NOBODY
    reader: Reader = g.get("reader", NOBODY)
    return reader


def recognise(reader: Reader) -> None:
    """Let `reader` be who sent the request that is being answered."""
    g.reader = reader


@cache
def local() -> Reader:
    """Whoever uses this machine, where the dashboard answers to nobody else: a reviewer, by their name here."""
    try:
        name = getpass.getuser().strip()
    except (OSError, KeyError, ImportError):
        name = ""
    return Reader(name[:_MAX_NAME] or "local", Role.REVIEWER)
