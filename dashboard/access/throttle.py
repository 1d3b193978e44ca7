"""How often a log-in may be tried: so often in a while from one place, and for one name from everywhere."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

WHILE = 600.0
"""Seconds after which a try no longer counts."""
FROM_ONE_PLACE = 10
FOR_ONE_NAME = 30
"""More than from one place, so that who guesses from a single one can't lock someone out."""
_MAX_KEYS = 20_000


@dataclass(slots=True)
class Throttle:
    """Counts tries; a try counts before it is judged, so that many at once don't get round it."""

    clock: Callable[[], float] = monotonic
    _tries: OrderedDict[tuple[str, str], list[float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, client: str, name: str) -> float:
        """Count a try: 0 if it may be made, else in how many seconds the next may."""
        now = self.clock()
        keys = (("from", place(client)), FROM_ONE_PLACE), (("name", name), FOR_ONE_NAME)
        with self._lock:
            waits = [self._wait(key, most, now) for key, most in keys]
            if max(waits) > 0:
                return max(waits)
            for key, _ in keys:
                self._tries.setdefault(key, []).append(now)
                self._tries.move_to_end(key)
            while len(self._tries) > _MAX_KEYS:
                self._tries.popitem(last=False)
        return 0.0

    def forgive(self, client: str, name: str) -> None:
        """Take back the latest try, which was right: logging in often is no guessing."""
        with self._lock:
            for key in (("from", place(client)), ("name", name)):
                if self._tries.get(key):
                    self._tries[key].pop()

    def _wait(self, key: tuple[str, str], most: int, now: float) -> float:
        recent = [at for at in self._tries.get(key, ()) if now - at < WHILE]
        if key in self._tries:
            self._tries[key] = recent
        return recent[-most] + WHILE - now if len(recent) >= most else 0.0


def place(client: str) -> str:
    """Where a client is: its address; of IPv6 the network, of which anyone has a whole one."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)
