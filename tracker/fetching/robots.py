"""What a host's robots.txt lets us visit, and how often (RFC 9309, read by Protego)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

from tracker.errors import InputRefusedError
from tracker.fetching.addresses import PrivateAddressError
from tracker.fetching.visits import AGENT, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 512 * 1024
_PAUSE = 1.0
"""Seconds between two visits to a host that asks for nothing else."""
_LONGEST_PAUSE = 30.0
_NAME = AGENT.partition("/")[0]


@dataclass(slots=True)
class _Host:
    """One origin: its rules (None where it forbids everything by its `silence`), and when it was visited last."""

    rules: Protego | None
    pause: float
    last: float = float("-inf")
    silence: str = ""


@dataclass(slots=True)
class Robots:
    """The rules of the hosts visited in one run; each is asked once."""

    visitor: Visitor
    sleep: Callable[[float], None] = time.sleep
    pause: float = _PAUSE
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def admit(self, url: str) -> None:
        """Wait until the host may be visited again.

        Raises:
            InputRefusedError: robots.txt forbids the address, or can't be had.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._hosts:
            try:
                self._hosts[origin] = self._ask(origin)
            except InputRefusedError as error:
                raise InputRefusedError(url, error.reason, error.remedy) from error
        host = self._hosts[origin]
        if host.rules is None:
            reason = f"the host's robots.txt can't be had ({host.silence}), which forbids visits"
            raise InputRefusedError(url, reason, "check the address, or try again later")
        if not host.rules.can_fetch(url, _NAME):
            raise InputRefusedError(url, "the host's robots.txt forbids it", "save the page yourself")
        self.sleep(max(host.last + host.pause - time.monotonic(), 0.0))
        host.last = time.monotonic()

    def _ask(self, origin: str) -> _Host:
        try:
            visit = self.visitor.get(f"{origin}/robots.txt", _anything)
        except InputRefusedError as error:
            if isinstance(error.__cause__, PrivateAddressError):
                raise
            return _Host(None, self.pause, silence=error.reason)
        if visit.status >= 500:
            return _Host(None, self.pause, silence=f"the host answers {visit.status}")
        # The first 500 KiB are what has to be heeded (RFC 9309, 2.5).
        rules = Protego.parse(visit.content()[:_LONGEST].decode("utf-8", "replace") if visit.status == 200 else "")
        return _Host(rules, min(max(rules.crawl_delay(_NAME) or 0.0, self.pause), _LONGEST_PAUSE))


def _anything(_: str) -> None:
    """Robots.txt itself may always be asked for."""
