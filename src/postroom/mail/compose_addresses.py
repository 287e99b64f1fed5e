"""Addresses as they go into headers and envelopes of outgoing mail."""

from __future__ import annotations

import re

import idna

from postroom.mail.compose_words import clean, encode_words, needs_encoding
from postroom.mail.values import Address


class Uncomposable(ValueError):
    """Something given cannot stand in a mail; the text says what."""


LONGEST_ADDRESS = 320
"""RFC 3696 section 3: 64 characters, @, 255 characters."""

_LONGEST_NAME = 70
"""A longer display name goes as encoded words, between which a line can be folded."""

_DOT_ATOM = re.compile(r"[^\s()<>\[\]:;@\\,.\"\x00-\x1f\x7f]+(\.[^\s()<>\[\]:;@\\,.\"\x00-\x1f\x7f]+)*")
_QUOTED = re.compile(r'"([^"\\\x00-\x1f\x7f]|\\[^\x00-\x1f\x7f])*"')
_DOMAIN = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?|\[[A-Za-z0-9.:]+\]")
_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")


def ascii_address(email: str) -> str:
    """Return the addr-spec with its domain as A-labels (RFC 5891) and its local part quoted where it must be.

    Raises Uncomposable where it is no address.
    """
    local, at, domain = email.strip().rpartition("@")
    if not at or not local:
        raise Uncomposable(f"{email!r} is no mail address")
    spec = f"{_local(local, email)}@{_domain(domain, email)}"
    if len(spec) > LONGEST_ADDRESS:
        raise Uncomposable(f"{email[:60]!r}... is too long for a mail address")
    return spec


def format_address(address: Address) -> str:
    """Return `Name <addr-spec>`, ASCII but for a local part that is not."""
    spec = ascii_address(address.email)
    name = clean(address.name)
    if not name:
        return spec
    if needs_encoding(name) or len(name) > _LONGEST_NAME:
        return f"{encode_words(name)} <{spec}>"
    if _PHRASE.fullmatch(name):
        return f"{name} <{spec}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{spec}>'


def _local(local: str, email: str) -> str:
    if _DOT_ATOM.fullmatch(local) or _QUOTED.fullmatch(local):
        return local
    escaped = local.replace("\\", "\\\\").replace('"', '\\"')
    if not _QUOTED.fullmatch(f'"{escaped}"'):
        raise Uncomposable(f"{email!r} holds control characters")
    return f'"{escaped}"'


def _domain(domain: str, email: str) -> str:
    try:
        encoded = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise Uncomposable(f"{email!r} has no valid domain: {error}") from error
    if not _DOMAIN.fullmatch(encoded):
        raise Uncomposable(f"{email!r} has no valid domain")
    return encoded
