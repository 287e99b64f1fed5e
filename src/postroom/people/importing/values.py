"""One row as a person would be, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from postroom.models import Organisation, User
from postroom.people.importing.reading import Row
from postroom.sentences import Sentence
from postroom.sentences import sentence as _

_BETWEEN_ADDRESSES = re.compile(r"\s*(?:,|;|:::|\s)\s*")
_LONGEST = {
    name: int(User._meta.get_field(name).max_length or 0)  # type: ignore[union-attr]  # columns all have one
    for name in ("name", "phone")
}
_LONGEST_ORGANISATION = int(Organisation._meta.get_field("name").max_length or 0)


@dataclass(frozen=True, slots=True)
class Person:
    """What a row says of somebody; empty where it says nothing."""

    line: int
    cells: tuple[str, ...]
    email: str = ""
    name: str = ""
    phone: str = ""
    organisation: str = ""
    language: str = ""
    note: str = ""
    further: tuple[str, ...] = field(default=())
    problem: Sentence | None = None
    """Why the row cannot be taken over."""


def person_of(row: Row, columns: Sequence[str]) -> Person:
    """Read a row whose columns mean this."""
    said: dict[str, list[str]] = {}
    for name, cell in zip(columns, row.cells, strict=False):
        if name and cell:
            said.setdefault(name, []).append(cell)
    emails = [address for cell in said.get("email", []) + said.get("further", []) for address in _addresses(cell)]
    first = {name: cells[0] for name, cells in said.items()}
    person = Person(
        line=row.line,
        cells=row.cells,
        email=emails[0] if first.get("email") and emails else "",
        further=tuple(dict.fromkeys(emails[1:])),
        name=first.get("name") or " ".join(filter(None, (first.get("first_name"), first.get("last_name")))),
        phone=first.get("phone", ""),
        organisation=first.get("organisation", ""),
        language=_language(first.get("language", "")),
        note=first.get("note", ""),
    )
    problem = _problem(person)
    return Person(row.line, row.cells, email=person.email, problem=problem) if problem else person


def _addresses(cell: str) -> list[str]:
    return [part.strip("<>") for part in _BETWEEN_ADDRESSES.split(cell) if "@" in part] or [cell]


def _language(word: str) -> str:
    """Return the code of a language that is written as a code, such as `de_AT`, or by its name; empty for others."""
    code = word.lower().replace("_", "-").split("-")[0]
    for known, _label in settings.LANGUAGES:
        if code == known or word.lower() in (LANG_INFO[known]["name"].lower(), LANG_INFO[known]["name_local"].lower()):
            return known
    return ""


def _problem(person: Person) -> Sentence | None:
    if not person.email:
        return _("There is no e-mail address.")
    wrong = next((email for email in (person.email, *person.further) if not _is_address(email)), None)
    if wrong is not None:
        return _("“%(email)s” is not an e-mail address.", email=wrong[:100])
    if len(person.name) > _LONGEST["name"]:
        return _("The name is longer than %(most)s characters.", most=_LONGEST["name"])
    if len(person.phone) > _LONGEST["phone"]:
        return _("The phone number is longer than %(most)s characters.", most=_LONGEST["phone"])
    if len(person.organisation) > _LONGEST_ORGANISATION:
        return _("The organisation’s name is longer than %(most)s characters.", most=_LONGEST_ORGANISATION)
    return None


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254
