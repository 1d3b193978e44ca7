"""Who is logged in: sessions in memory, known by the hash of a random token that only the reader's browser has.

They end by themselves: after a working day, after hours without a step, with a log-out, with the dashboard's end, and
when the reader's password or entry in the credentials file changes.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.credentials import Credential

WHOLE = 12 * 3600.0
IDLE = 3 * 3600.0
"""Seconds that a session lasts in all, and without a request that a reader made."""
_MAX_SESSIONS = 20_000


@dataclass(frozen=True, slots=True)
class Session:
    """One log-in: who, with which password's hash, over an encrypted connection or not, since when and last seen."""

    name: str
    password_hash: str
    secure: bool
    since: float
    seen: float


@dataclass(slots=True)
class Sessions:
    """All sessions, the oldest first."""

    clock: Callable[[], float] = monotonic
    _known: OrderedDict[str, Session] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, credential: Credential, *, secure: bool) -> str:
        """Start a session; gives the token for the reader's browser."""
        token, now = secrets.token_urlsafe(32), self.clock()
        with self._lock:
            self._known[_key(token)] = Session(credential.name, credential.password_hash, secure, now, now)
            while len(self._known) > _MAX_SESSIONS:
                self._known.popitem(last=False)
        return token

    def find(self, token: str, *, secure: bool, acted: bool = True) -> Session | None:
        """The session of a token, if it hasn't ended and came the way it began; `acted`: the reader did something."""
        key, now = _key(token), self.clock()
        with self._lock:
            session = self._known.get(key)
            if session is None or session.secure != secure:
                return None
            if now - session.since > WHOLE or now - session.seen > IDLE:
                del self._known[key]
                return None
            if acted:
                self._known[key] = replace(session, seen=now)
            return session

    def end(self, token: str) -> None:
        """End a session, if there is one."""
        with self._lock:
            self._known.pop(_key(token), None)


def _key(token: str) -> str:
    return sha256(token.encode("utf-8", errors="replace")).hexdigest()
