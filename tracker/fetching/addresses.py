"""Which addresses may be visited: those of the public internet, looked at after the name was resolved.

The connection goes to the very address that was looked at, so that a name can't point elsewhere a moment later (DNS
rebinding), and every redirect comes by here again.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDING_IN_IPV4 = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
"""Addresses that stand for the IPv4 address in their last 32 bits: translated by a gateway (RFC 6052), or of the old
"compatible" kind (RFC 4291, 2.5.5.1)."""

_NEVER = tuple(
    ip_network(each)
    for each in (
        "169.254.0.0/16",  # link-local: 169.254.169.254 of most clouds, also as metadata.google.internal
        "fe80::/10",
        "100.100.100.200/32",  # Alibaba Cloud
        "168.63.129.16/32",  # Azure, within its public range
        "192.0.0.192/32",  # Oracle Cloud, its first machines
        "fd00:ec2::/32",  # Amazon: fd00:ec2::254, and fd00:ec2::23 of its containers
        "fd00:42::42/128",  # Scaleway
        "fd00:c1::a9fe:a9fe/128",  # Oracle Cloud
        "fd20:ce::254/128",  # Google Cloud
        "64:ff9b:1::/48",  # translated inside of a network, in whatever way (RFC 8215)
    )
)
"""Where a cloud tells its machines their secrets, by its own documentation, and all else that is link-local. Nobody
keeps articles there, so it can't be allowed."""


class PrivateAddressError(Exception):
    """A name leads to an address that is not of the public internet; `never` where that can't be allowed either."""

    def __init__(self, host: str, *, never: bool) -> None:
        super().__init__(host)
        self.never = never


class PublicNetwork(httpcore.NetworkBackend):
    """Connects to public addresses, to private ones only where that was allowed, and to a cloud's own never."""

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
            PrivateAddressError: one of its addresses is one that may not be visited.
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
        if any(is_never_visited(address) for address in addresses):
            raise PrivateAddressError(host, never=True)
        if not self._allow_private and not all(is_public(address) for address in addresses):
            raise PrivateAddressError(host, never=False)
        return iter(addresses)


def is_never_visited(text: str) -> bool:
    """Whether an IP address is link-local or one where a cloud's machines are told their secrets."""
    return any(each in network for each in _meant(text) for network in _NEVER)


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet, also where an IPv4 address is written inside of it."""
    last = _meant(text)[-1]
    return last.is_global and not last.is_multicast and not is_never_visited(text)


def _meant(text: str) -> list[IPv4Address | IPv6Address]:
    """An address, and the IPv4 address that it stands for: mapped, 6to4, Teredo, compatible or translated."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv4Address):
        return [address]
    if any(address in network for network in _ENDING_IN_IPV4):
        return [address, IPv4Address(int(address) & 0xFFFFFFFF)]
    inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    return [address, inside] if inside else [address]
