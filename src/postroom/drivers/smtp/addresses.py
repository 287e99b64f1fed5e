"""Domains of addresses as the wire wants them."""

from __future__ import annotations

import idna


def ascii_domain(address: str) -> str:
    """Return the address with its domain as A-labels (RFC 5891); as given where the domain is ASCII or no IDN."""
    local, at, domain = address.rpartition("@")
    if not at or domain.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:
        return address
