"""Where a webhook may go: not into the own network, unless the settings allow it (server-side request forgery).

The name is resolved once, and the call connects to the very address that was looked at: a name that means another
address a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from postroom.sentences import sentence as _
from postroom.told import Refusal

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: the last four bytes are an IPv4 address."""


class TargetRefused(Refusal):  # named like the verbs' other refusals
    """The address must not be called."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect to, and what it is called there."""

    host: str
    addresses: tuple[str, ...]
    netloc: str
    """Name and port as they stand in the URL."""


def target_of(url: str, allowed: Sequence[str]) -> Target:
    """Return where `url` leads. `allowed` are networks and host names that may be called beside the internet.

    Raises TargetRefused, and OSError where the name cannot be resolved.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme not in _PORTS or not host:
        raise TargetRefused(_("A webhook's address begins with https:// or http:// and names a server."))
    found = _resolved(host, parts.port or _PORTS[parts.scheme])
    addresses = tuple(str(one) for one in found if _may_be_called(host, one, allowed))
    if not addresses:
        raise TargetRefused(
            _("This address lies in your own network. If triggers may call it, allow it in the settings (Webhooks).")
        )
    return Target(host, addresses, parts.netloc.rpartition("@")[2])


def read_network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Return a network or single address; None where `text` is none."""
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _resolved(host: str, port: int) -> list[IPAddress]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def _may_be_called(host: str, address: IPAddress, allowed: Sequence[str]) -> bool:
    meant = _meant(address)
    if meant.is_global and not meant.is_multicast:
        return True
    networks = [network for text in allowed if (network := read_network(text)) is not None]
    return host in allowed or any(meant in network for network in networks)


def _meant(address: IPAddress) -> IPAddress:
    """An IPv6 address may wrap an IPv4 one, and lead to where that one leads."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or address
