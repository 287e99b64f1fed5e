"""By what a person is recognised in stored text, and what stands there afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass

from postroom.models import MergedPerson, User

_SHORTEST_PHONE = 6
_WILD = re.compile(r"[%_\\]")


@dataclass(frozen=True, slots=True)
class Identity:
    """Addresses, and the words that stand for the person in rows that are known to be about them."""

    emails: tuple[str, ...]
    words: tuple[str, ...]
    """Regular expressions of PostgreSQL (manual, 9.7.3): the name in both orders, the phone number."""
    stand_in: str
    """Takes the place of an address."""

    @property
    def likes(self) -> list[str]:
        """Return a pattern of ILIKE for each address; it also finds longer addresses that end in it."""
        return ["%" + _WILD.sub(r"\\\g<0>", email) + "%" for email in self.emails]

    @property
    def email_patterns(self) -> list[str]:
        """Return a regular expression for each address that does not find it inside a longer one."""
        return [rf"(?<![\w.+-]){_escaped(email)}(?![\w-]|\.\w)" for email in self.emails]

    @property
    def header_pattern(self) -> str:
        """Return what finds a display name before the address that took the place."""
        return rf'("[^"]*"|[^",<>]*)\s*<{_escaped(self.stand_in)}>'


def identity_of(person: User) -> Identity:
    """Return by what `person` is found."""
    emails = (person.email, *person.further_addresses.values_list("email", flat=True))
    names, phones = [person.name], [person.phone]
    for merged in MergedPerson.objects.filter(kept=person).order_by("pk"):
        names += merged.names
        phones += merged.phones
    words = [*(word for name in names for word in _names(name)), *(word for phone in phones for word in _phones(phone))]
    return Identity(emails, tuple(words), stand_in_of(person.pk))


def stand_in_of(pk: int) -> str:
    """Return the address that stands for a person who is gone; no mail can go there (RFC 2606)."""
    return f"removed-{pk}@anonymous.invalid"


def _names(name: str) -> list[str]:
    """A name of one word is anybody's: only the address before which it stands says whose."""
    words = [_escaped(word) for word in re.split(r"[\s,]+", name) if word]
    if len(words) < 2:
        return []
    first, last = r"\s+".join(words[:-1]), words[-1]
    return [rf"\m{first}\s+{last}\M", rf"\m{last},?\s+{first}\M"]


def _phones(phone: str) -> list[str]:
    return [_escaped(phone)] if len(phone) >= _SHORTEST_PHONE else []


def _escaped(text: str) -> str:
    return re.sub(r"([^\w\s@])", r"\\\1", text)
