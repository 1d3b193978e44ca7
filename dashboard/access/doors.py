"""How the dashboard knows who is asking, and by which way they come: decided once, when it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from dashboard.access.arrivals import (
    LOOPBACK,
    Arrival,
    AtHome,
    Direct,
    Proxied,
    Way,
    machine_names,
    networks,
    own_names,
)
from dashboard.access.known import Known
from dashboard.access.readers import Reader, local
from dashboard.access.sessions import Sessions
from dashboard.access.throttle import Throttle
from tracker import credentials
from tracker.credentials import Access, Role
from tracker.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug import Request

OPEN = frozenset({"/log-in", "/palette.css"})
_OPEN_FOLDER = "/assets/"
_NO_ACTS = frozenset({"/newest"})
"""What a page asks by itself: it doesn't keep a session alive."""


class Keeper(Protocol):
    """Says who sent a request."""

    def reader(self, request: Request, arrival: Arrival, /) -> Reader | None:
        """Who it is; None where that isn't known."""


@dataclass(frozen=True, slots=True)
class Nobody:
    """Asks nobody: whoever can reach the dashboard uses this machine."""

    def reader(self, _request: Request, _arrival: Arrival, /) -> Reader | None:
        """Whoever uses this machine."""
        return local()


@dataclass(frozen=True, slots=True)
class ProxysWord:
    """The proxy says who it is, in `X-Forwarded-User`, and in `X-Forwarded-Role` that they may review, if they may."""

    def reader(self, request: Request, _arrival: Arrival, /) -> Reader | None:
        """Whom the proxy names; a viewer unless it says `reviewer`."""
        told = request.headers.get("X-Forwarded-User", "").encode("latin-1", "replace").decode("utf-8", "replace")
        name = credentials.normal_name(told)
        if not name or len(name) > credentials.MAX_NAME or not name.isprintable():
            return None
        role = Role.REVIEWER if request.headers.get("X-Forwarded-Role") == Role.REVIEWER.value else Role.VIEWER
        return Reader(name, role)


@dataclass(frozen=True, slots=True)
class LogIn:
    """Readers log in with a name and a password; a cookie holds their session."""

    known: Known
    sessions: Sessions = field(default_factory=Sessions)
    throttle: Throttle = field(default_factory=Throttle)

    def reader(self, request: Request, arrival: Arrival, /) -> Reader | None:
        """Whose session the cookie is of, as long as their entry in the credentials file is the same."""
        token = request.cookies.get(cookie(arrival))
        if not token:
            return None
        session = self.sessions.find(token, secure=arrival.secure, acted=request.path not in _NO_ACTS)
        if session is None:
            return None
        credential = self.known.find(session.name)
        if credential is None or credential.password_hash != session.password_hash:
            self.sessions.end(token)
            return None
        return Reader(credential.name, credential.role, session=True)


@dataclass(frozen=True, slots=True)
class Door:
    """A way in and who keeps it."""

    way: Way
    keeper: Keeper

    @property
    def at_home(self) -> bool:
        """Whether only this machine can come in, and nobody is asked who they are."""
        return isinstance(self.keeper, Nobody)

    @property
    def log_in(self) -> LogIn | None:
        """The log-in, where there is one."""
        return self.keeper if isinstance(self.keeper, LogIn) else None


HOME = Door(AtHome(), Nobody())


def door(host: str, access: Access) -> Door:
    """The door of a dashboard that listens on `host`.

    Raises:
        UsageError: others could come in unasked, or what is wanted doesn't fit together.
    """
    names = own_names(access.names)
    if access.proxies:
        if not names:
            raise UsageError("--behind-proxy needs --name: the host name that readers have in their address bar")
        way: Way = Proxied(networks(access.proxies), names)
        return Door(way, LogIn(_readers(access.credentials)) if access.credentials else ProxysWord())
    if access.credentials is None:
        if host not in LOOPBACK:
            remedy = "give --credentials FILE (`figtrack credentials FILE NAME` makes one) or --behind-proxy ADDRESS"
            raise UsageError(
                f"--host {host}: other machines can reach it, and nobody would be asked who they are; {remedy}"
            )
        return HOME
    way = Direct(names | machine_names())
    return Door(way, LogIn(_readers(access.credentials)))


def _readers(path: Path) -> Known:
    """The credentials file, which has someone in it."""
    if not credentials.read(path):
        raise UsageError(f"{path}: nobody is in it; `figtrack credentials {path} NAME`")
    return Known(path)


def cookie(arrival: Arrival) -> str:
    """The name of a session's cookie.

    Over https the prefix makes browsers keep it only if it is Secure and this host's own (RFC 6265bis). A browser
    would not send a Secure cookie over plain http at all.
    """
    return "__Host-figtrack" if arrival.secure else "figtrack"


def is_open(path: str) -> bool:
    """Whether a path is there for those who are not known yet: the log-in page and what it looks like."""
    return path in OPEN or path.startswith(_OPEN_FOLDER)
