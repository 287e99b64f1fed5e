"""Who wrote to whom about what: the headers that a ticket is made of."""

from __future__ import annotations

from dataclasses import dataclass

from postroom.mail.addresses import parse_addresses, parse_sender
from postroom.mail.encoded_words import decode_text
from postroom.mail.header_block import HeaderBlock
from postroom.mail.limits import Budget
from postroom.mail.values import Address
from postroom.sentences import sentence as _


@dataclass(frozen=True, slots=True)
class Envelope:
    """The decoded address headers and subject of a mail."""

    from_: Address
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str


def read_envelope(block: HeaderBlock, budget: Budget, hint: str) -> Envelope:
    """Read the headers of a mail; `hint` is the charset its body names, for raw bytes in headers."""
    sender = parse_addresses(block.first("sender"), budget, hint)
    reply_to = _all(block, "reply-to", budget, hint)
    return Envelope(
        from_=_from(block, sender, reply_to, budget, hint),
        sender=sender[0] if sender else None,
        reply_to=reply_to,
        to=_all(block, "to", budget, hint),
        cc=_all(block, "cc", budget, hint),
        subject=" ".join(decode_text(block.first("subject"), budget, hint).split()),
    )


def _all(block: HeaderBlock, name: str, budget: Budget, hint: str) -> tuple[Address, ...]:
    """Return the addresses of every header of that name: doubled ones are joined, each address once."""
    found: dict[str, Address] = {}
    for item in block.fields:
        if item.name.lower() == name:
            for address in parse_addresses(item.value, budget, hint):
                found.setdefault(address.email.lower(), address)
    return tuple(found.values())


def _from(
    block: HeaderBlock, sender: tuple[Address, ...], reply_to: tuple[Address, ...], budget: Budget, hint: str
) -> Address:
    """Return the first author with an address; where From has none, who else the mail names as its origin."""
    nameless = Address("", "")
    for item in block.fields:
        if item.name.lower() == "from":
            author = parse_sender(item.value, budget, hint)
            if author.email:
                return author
            nameless = nameless if nameless.name else author
    return_path = parse_addresses(block.first("return-path"), budget, hint)
    for others, name in ((reply_to, "Reply-To"), (sender, "Sender"), (return_path, "Return-Path")):
        if others:
            budget.note(_("From has no address: the one of %(header)s was taken.", header=name))
            return others[0]
    budget.note(_("The mail names no sender."))
    return nameless
