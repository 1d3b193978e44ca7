"""Which addresses may be visited: those of the public internet, looked at after the name was resolved.

The connection goes to the very address that was looked at, so that a name can't point elsewhere a moment later (DNS
rebinding), and every redirect comes by here again.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""Addresses that a gateway turns into the IPv4 address in their last 32 bits (RFC 6052)."""


class PrivateAddressError(Exception):
    """A name leads to an address that is not of the public internet."""


class PublicNetwork(httpcore.NetworkBackend):
    """Connects to public addresses, and to private ones only where that was allowed."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of `host` that answers.

        Raises:
            PrivateAddressError: one of its addresses is not public.
            httpcore.ConnectError: there is no such host, or none of its addresses answers.
        """
        last: Exception | None = None
        for address in self._addresses(host, port):
            try:
                return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or httpcore.ConnectError("the name has no address")

    def _addresses(self, host: str, port: int) -> Iterator[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"there is no host {host}") from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not self._allow_private and not all(is_public(address) for address in addresses):
            raise PrivateAddressError(host)
        return iter(addresses)


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet, also where an IPv4 address is written inside of it."""
    address = ip_address(text.partition("%")[0])
    inside = _inside(address)
    if inside is not None:
        return is_public(str(inside))
    return address.is_global and not address.is_multicast


def _inside(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, 6to4, Teredo or translated."""
    if isinstance(address, IPv4Address):
        return None
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
