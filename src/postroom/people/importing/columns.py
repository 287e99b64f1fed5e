"""What stands in which column, guessed from headings in English and German."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

IGNORED = ""
FIELDS: dict[str, str | Promise] = {
    IGNORED: _("not taken over"),
    "email": _("E-mail address"),
    "further": _("Further address"),
    "name": _("Name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "phone": _("Phone"),
    "organisation": _("Organisation"),
    "language": _("Language"),
    "note": _("Note"),
}
_HEADINGS: dict[str, tuple[str, ...]] = {
    "email": (
        *("email", "emailaddress", "emailadresse", "mail", "mailadresse", "mailaddress", "emails", "primaryemail"),
        *("email1value", "email1address", "customeremail", "kundenemail", "login"),
    ),
    "further": ("email2value", "email2address", "email3value", "email3address", "email2adresse", "email3adresse"),
    "name": ("name", "fullname", "displayname", "anzeigename", "vollstandigername", "kontakt", "customername"),
    "first_name": ("firstname", "givenname", "vorname"),
    "last_name": ("lastname", "familyname", "surname", "nachname", "familienname", "zuname"),
    "phone": (
        *("phone", "telephone", "phonenumber", "telefon", "telefonnummer", "phones", "phone1value", "businessphone"),
        *("telefongeschaftlich", "primaryphone", "mobilephone", "mobile", "mobil", "mobiltelefon", "handy"),
        *("homephone", "telefonprivat", "rufnummer", "tel"),
    ),
    "organisation": (
        *("organisation", "organization", "company", "companyname", "firma", "firmenname", "unternehmen"),
        *("organizationname", "organization1name", "customerorganization"),
    ),
    "language": ("language", "sprache", "locale", "preferredlanguage"),
    "note": ("note", "notes", "notiz", "notizen", "bemerkung", "bemerkungen", "kommentar", "comment", "comments"),
}
"""Zammad, FreeScout, Outlook and Google contacts among them; the first of a line is taken where several are there."""
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_SEVERAL = "further"


def guess(headings: Sequence[str]) -> list[str]:
    """Return a name of `FIELDS` for each heading."""
    keys = [_key(heading) for heading in headings]
    found = [IGNORED] * len(keys)
    for field, names in _HEADINGS.items():
        places = [keys.index(name) for name in names if name in keys]
        for place in places if field == _SEVERAL else places[:1]:
            found[place] = field
    if "first_name" in found and "last_name" not in found and "name" in found:
        # “Vorname;Name”: beside a first name, the name is the rest.
        found[found.index("name")] = "last_name"
    return found


def _key(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.lower().translate(_UMLAUTS))
