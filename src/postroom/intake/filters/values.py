"""A filter as the rules see it, and what its conditions can ask of a mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from postroom.conditions.mail_fields import HEADER, MAIL_FIELDS
from postroom.mail.values import Address, InboundMail

_ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
"""Where servers write whom a mail was really for, which To and Cc need not say."""


@dataclass(frozen=True, slots=True)
class FilterFacts:
    """An active filter."""

    name: str
    conditions: Mapping[str, Any]
    for_new: Mapping[str, Any]
    for_follow_up: Mapping[str, Any]
    stop: bool = False
    trouble: str = ""
    """Why its conditions cannot be understood; empty where they can."""
    groups: Mapping[str, int] = field(default_factory=dict)
    """Ids by lower-case name, for captured names."""
    agents: Mapping[str, int] = field(default_factory=dict)
    """Ids by lower-case address and name, for captured names."""


class MailValues(Mapping[str, Any]):
    """The values of a mail by the names of `conditions.mail_fields`, each read when it is asked for."""

    def __init__(self, mail: InboundMail, channel_id: int, size: int) -> None:
        self._mail, self.channel_id, self.size = mail, channel_id, size

    def __getitem__(self, name: str) -> Any:
        if name.startswith(HEADER):
            return list(self._mail.header_all(name.removeprefix(HEADER)))
        return _READERS[name](self._mail, self)

    def __iter__(self) -> Iterator[str]:
        return iter(MAIL_FIELDS)

    def __len__(self) -> int:
        return len(MAIL_FIELDS)


def _each(addresses: Iterable[Address]) -> list[str]:
    """Address, name and both together, so that "ends with" can ask for the domain and "is" for the address."""
    return [text for item in addresses for text in (item.email, item.name, f"{item.name} <{item.email}>") if text]


def _recipients(mail: InboundMail) -> list[str]:
    return [*_each((*mail.to, *mail.cc)), *(value for name in _ENVELOPE for value in mail.header_all(name))]


def _results(mail: InboundMail, method: str) -> list[str]:
    return [check.result for check in mail.sender_checks if check.method == method]


_READERS: dict[str, Callable[[InboundMail, MailValues], Any]] = {
    "mail.from": lambda mail, _: _each((mail.from_,)),
    "mail.reply_to": lambda mail, _: _each(mail.reply_to),
    "mail.to": lambda mail, _: _each(mail.to),
    "mail.cc": lambda mail, _: _each(mail.cc),
    "mail.recipients": lambda mail, _: _recipients(mail),
    "mail.subject": lambda mail, _: mail.subject,
    "mail.body": lambda mail, _: mail.text,
    "mail.size": lambda _, values: values.size // 1024,
    "mail.attachments": lambda mail, _: len(mail.attachments),
    "mail.attachment_names": lambda mail, _: [file.filename for file in mail.attachments],
    "mail.attachment_types": lambda mail, _: [file.content_type for file in mail.attachments],
    "mail.nature": lambda mail, _: mail.nature.kind.value,
    "mail.dmarc": lambda mail, _: mail.security.dmarc or "",
    "mail.spf": lambda mail, _: _results(mail, "spf"),
    "mail.dkim": lambda mail, _: _results(mail, "dkim"),
    "mail.channel": lambda _, values: values.channel_id,
}
