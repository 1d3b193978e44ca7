"""The credentials file of a running dashboard: read again when it changes, and nobody let in while it can't be read."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field
from functools import cache
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from tracker import credentials
from tracker.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.credentials import Credential

LOG = logging.getLogger("figtrack.dashboard")
AT_ONCE = 2
"""So many passwords are checked at a time: each takes 64 MiB and a core for a moment, on purpose."""
_PATIENCE = 10.0


class BusyError(Exception):
    """Too many log-ins are being checked."""


@dataclass(slots=True)
class Known:
    """Who is in a credentials file."""

    path: Path
    _stamp: tuple[int, ...] = ()
    _readers: dict[str, Credential] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _checking: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))

    def find(self, name: str) -> Credential | None:
        """The reader of that name as the file has them now."""
        with self._lock:
            stamp = self._look()
            if stamp != self._stamp:
                self._stamp, self._readers = stamp, self._read()
            return self._readers.get(name)

    def check(self, name: str, password: str) -> Credential | None:
        """The reader of that name if the password is theirs; an unknown name takes as long.

        Raises:
            BusyError: too many are being checked already.
        """
        known = self.find(credentials.normal_name(name))
        if not self._checking.acquire(timeout=_PATIENCE):
            raise BusyError
        try:
            right = credentials.holds(known.password_hash if known else _nobodys(), password)
        finally:
            self._checking.release()
        return known if right else None

    def _look(self) -> tuple[int, ...]:
        try:
            found = self.path.stat()
        except OSError:
            return (0,)
        return found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode

    def _read(self) -> dict[str, Credential]:
        try:
            return credentials.read(self.path)
        except UsageError as error:
            LOG.error("nobody can log in: %s", error)
            return {}


@cache
def _nobodys() -> str:
    """A hash to check the password of a name that isn't known against."""
    return credentials.made("nobody", credentials.Role.VIEWER, secrets.token_urlsafe()).password_hash
