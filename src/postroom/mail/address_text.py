"""Addresses as decoded header text, the way people read and type them: `Jörg Müller <joerg@example.org>`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import getaddresses

from postroom.mail.values import Address

_SPECIAL = re.compile(r'[][()<>@,:;".\\]')
_TO_ESCAPE = re.compile(r'[\\"]')


def address_text(address: Address) -> str:
    """Return one address; its name is quoted where it has characters that RFC 5322 gives a meaning to."""
    if not address.email:
        return address.name
    if not address.name:
        return address.email
    name = address.name
    if _SPECIAL.search(name):
        name = '"' + _TO_ESCAPE.sub(r"\\\g<0>", name) + '"'
    return f"{name} <{address.email}>"


def addresses_text(addresses: Iterable[Address]) -> str:
    """Return several addresses, separated by commas."""
    return ", ".join(address_text(address) for address in addresses if address.name or address.email)


def addresses_of_text(text: str) -> tuple[Address, ...]:
    """Return what `addresses_text` was given: every entry that has an e-mail address."""
    return tuple(Address(name, email) for name, email in getaddresses([text]) if "@" in email)
