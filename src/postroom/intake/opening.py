"""Opening signed and encrypted mail before it is read: what is shown is what was signed or decrypted."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from postroom.keys.ring import Ring
from postroom.mail.crypto.entity import rewrapped
from postroom.mail.crypto.opener import open_mail, security_of
from postroom.mail.crypto.values import Opened
from postroom.mail.message import parse
from postroom.mail.sender_checks import looks_forged
from postroom.mail.values import InboundMail

_PLACEHOLDERS = frozenset({"", "...", "…", "[...]", "encrypted message", "re: ...", "encrypted"})
"""Subjects that mail programs write outside where the true one stands inside (RFC 9788, Thunderbird, Enigmail)."""


def opened(
    raw: bytes, outside: InboundMail, ring: Ring, at: datetime.datetime, authserv_ids: frozenset[str]
) -> tuple[InboundMail, Opened]:
    """Return the mail as it reads inside, and what became of its layers. `outside` is its reading unopened."""
    recipients = [address.email for address in (*outside.to, *outside.cc)]
    found = open_mail(raw, ring.for_mail(outside.from_.email, recipients, at))
    inside = outside
    if found.content is not None:
        inside = parse(rewrapped(raw, found.content), trusted_authserv_ids=authserv_ids)
        inside = dataclasses.replace(
            inside,
            message_id=outside.message_id,
            message_id_made=outside.message_id_made,
            subject=_subject(outside, found),
            sender_checks=outside.sender_checks,
            defects=tuple(dict.fromkeys((*outside.defects, *inside.defects))),
        )
    return dataclasses.replace(inside, security=security_of(found, outside.security)), found


def described(mail: InboundMail, found: Opened | None) -> dict[str, Any]:
    """Return what stands in `Article.security`: the reading's own words, and of each layer what became of it.

    Beyond `Security`: `checks` (what the receiving server says about the sender) and `forged` (it says that From is
    wrong), where there are any; `problem` (why it could not be decrypted), `signature` (state of the signature that is
    worst), `signers` (whom it names), `detail` (the program's words).
    """
    security = dataclasses.asdict(mail.security) | _checked(mail)
    if found is None:
        return security
    checks = [layer.check for layer in found.layers if layer.check]
    worst = next((check for check in checks if check.state != "good"), checks[0] if checks else None)
    if worst is not None:
        security |= {"signature": worst.state.value, "signers": list(worst.signers), "detail": worst.detail}
    return {**security, "problem": found.problem}


def _checked(mail: InboundMail) -> dict[str, Any]:
    if not mail.sender_checks:
        return {}
    checks = [dataclasses.asdict(check) for check in mail.sender_checks]
    return {"checks": checks, "forged": looks_forged(mail.sender_checks)}


def _subject(outside: InboundMail, found: Opened) -> str:
    encrypted = any(layer.encrypted for layer in found.layers)
    if not encrypted or outside.subject.strip().lower() not in _PLACEHOLDERS or found.content is None:
        return outside.subject
    return parse(found.content).subject or outside.subject
