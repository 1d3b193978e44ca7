"""How a request comes in: by which host name, over an encrypted connection or not, and from whom.

The host is checked, since a name of another site can be pointed at this machine (DNS rebinding): a browser would then
take that site's pages and this dashboard for one. What a proxy says is believed only from the proxy's own address.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.datastructures import Headers

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class StrayRequestError(Exception):
    """A request that did not come as it should; the text says why, without internals."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request that came as it should: the host (and port) in the reader's address bar, and where they are."""

    host: str
    secure: bool
    client: str


@dataclass(frozen=True, slots=True)
class Call:
    """A request before anything of it is believed: its headers, the port served, and the caller's address."""

    headers: Headers
    port: str
    caller: str


class Way(Protocol):
    """A way in."""

    def arrival(self, call: Call) -> Arrival:
        """The request's arrival; raises `StrayRequestError` where it did not come this way."""


@dataclass(frozen=True, slots=True)
class AtHome:
    """Only this machine can reach the dashboard: by a loopback name, with the port that is served."""

    def arrival(self, call: Call) -> Arrival:
        """An arrival by a loopback name."""
        host = call.headers.get("Host", "")
        if not is_ours(host, call.port):
            raise StrayRequestError("This dashboard answers only to its own address on this machine.")
        return Arrival(host.lower(), secure=False, client=call.caller)


@dataclass(frozen=True, slots=True)
class Direct:
    """Other machines reach the dashboard itself: by its address in numbers, or by one of its names.

    An address in numbers can't be rebound; a name that isn't known is refused.
    """

    names: frozenset[str]

    def arrival(self, call: Call) -> Arrival:
        """An arrival by a known name or an address in numbers, with the port that is served."""
        host = call.headers.get("Host", "")
        name = named(host, call.port)
        if name is None or not (name in self.names or name in LOOPBACK or _is_address(name)):
            raise StrayRequestError("This dashboard doesn't answer to that name; `figtrack serve --name` gives it one.")
        return Arrival(host.lower(), secure=False, client=call.caller)


@dataclass(frozen=True, slots=True)
class Proxied:
    """A proxy calls, from one of these networks, and says by which name and how the reader called it.

    The contract: the proxy replaces (never adds to) `X-Forwarded-Proto` and, if it changes `Host`, `X-Forwarded-Host`,
    and puts the caller's address last into `X-Forwarded-For`.
    """

    networks: tuple[Network, ...]
    names: frozenset[str]

    def arrival(self, call: Call) -> Arrival:
        """An arrival through the proxy."""
        if not within(call.caller, self.networks):
            raise StrayRequestError("This dashboard answers only to its proxy.")
        host = call.headers.get("X-Forwarded-Host") or call.headers.get("Host", "")
        if named(host) not in self.names:
            raise StrayRequestError("This dashboard doesn't answer to that name; `figtrack serve --name` gives it one.")
        scheme = call.headers.get("X-Forwarded-Proto", "")
        if scheme not in {"http", "https"}:
            raise StrayRequestError("The proxy must say in X-Forwarded-Proto whether the reader came by https.")
        last = call.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return Arrival(host.lower(), scheme == "https", last if _is_address(last) else call.caller)


def is_ours(host: str, port: str) -> bool:
    """Whether a Host header names this machine's loopback and the port that is served."""
    return named(host, port) in LOOPBACK


def named(host: str, port: str | None = None) -> str | None:
    """The name in a Host header; None where it is none, or its port isn't the one that is served."""
    try:
        parts = urlsplit(f"//{host}")
        given = parts.port or 80
    except ValueError:
        return None
    if parts.username is not None or parts.path or parts.query or parts.fragment or not parts.hostname:
        return None
    return parts.hostname if port is None or str(given) == port else None


def networks(addresses: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks as they are given on the command line.

    Raises:
        UsageError: one of them is neither.
    """
    try:
        return tuple(ipaddress.ip_network(each, strict=False) for each in addresses)
    except ValueError as error:
        raise UsageError(f"--behind-proxy: {error}; give the address that the proxy calls from, as 10.0.0.2") from error


def own_names(given: Iterable[str]) -> frozenset[str]:
    """The names that readers may have in their address bar.

    Raises:
        UsageError: one of them is no host name.
    """
    for each in given:
        if named(each) != each.lower():
            raise UsageError(f"--name {each}: it is no host name; give it as figures.example.org, without a port")
    return frozenset(each.lower() for each in given)


def machine_names() -> frozenset[str]:
    """What this machine calls itself."""
    return frozenset(name.lower() for name in (socket.gethostname(),) if name)


def within(address: str, networks: Iterable[Network]) -> bool:
    """Whether an address lies in one of the networks."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in networks)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
