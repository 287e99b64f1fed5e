"""Who works at the practice company, and who writes to it."""

from __future__ import annotations

from typing import Any

from postroom.practice.identity.directory import User
from postroom.practice.mailstore.mailboxes import Mailbox

DOMAIN = "nordlicht.example"
PASSWORD = "Uebung-2026!"  # noqa: S105 - it is meant to be read
"""Of everybody: it is shown on the page, and it opens nothing but the practice tenant."""


def _user(local: str, name: str, *, mailbox: str = "", domain: str = DOMAIN, **more: Any) -> User:
    upn = f"{local}@{domain}"
    return User(upn, "", name, "", mailbox=mailbox or upn, **more)


USERS = (
    _user("admin", "Anna Petersen", is_admin=True),
    _user("support", "Support Nordlicht"),
    _user("jonas.weber", "Jonas Weber"),
    _user("mia.fischer", "Mia Fischer", mfa=True),
    # The sign-in name is not the primary address, as in tenants that once renamed their people.
    _user("t.schulz", "Tom Schulz", mailbox=f"tom.schulz@{DOMAIN}"),
    _user("ex.kollege", "Erik Vormann", enabled=False),
    _user("info", "Info Nordlicht", enabled=False),
    User(f"neu@{DOMAIN}", "", "Nele Neumann (no licence)", ""),
    _user("klara.sued", "Klara Süd", domain="suedwind.example"),
    _user("erika", "Erika Privat", domain="outlook.example"),
)

MAILBOXES = (
    Mailbox(f"support@{DOMAIN}", "Support Nordlicht", language="de", aliases=[f"hilfe@{DOMAIN}"]),
    Mailbox(f"jonas.weber@{DOMAIN}", "Jonas Weber", language="de"),
    Mailbox(f"admin@{DOMAIN}", "Anna Petersen"),
    Mailbox(f"mia.fischer@{DOMAIN}", "Mia Fischer", language="de"),
    Mailbox(f"tom.schulz@{DOMAIN}", "Tom Schulz", aliases=[f"t.schulz@{DOMAIN}"]),
    Mailbox(f"ex.kollege@{DOMAIN}", "Erik Vormann"),
    Mailbox(
        f"info@{DOMAIN}",
        "Info Nordlicht",
        kind="shared",
        full_access=[f"jonas.weber@{DOMAIN}"],
        send_as=[f"jonas.weber@{DOMAIN}"],
    ),
    Mailbox("klara.sued@suedwind.example", "Klara Süd"),
    Mailbox("erika@outlook.example", "Erika Privat"),
)

CUSTOMERS = (
    Mailbox("m.brandt@brandt-metallbau.example", "Markus Brandt", kind="outside", language="de"),
    Mailbox("sarah@whitfield-gardens.example", "Sarah Whitfield", kind="outside"),
    Mailbox("lena.hoffmann@postkasten.example", "Lena Hoffmann", kind="outside", language="de"),
    Mailbox("einkauf@stadtwerke-falkenau.example", "Stadtwerke Falkenau, Einkauf", kind="outside", language="de"),
    Mailbox("p.novak@alpenholz.example", "Petra Novak", kind="outside", language="de"),
    Mailbox("james.okafor@harbourlights.example", "James Okafor", kind="outside"),
    Mailbox(
        "urlaub@brandt-metallbau.example",
        "Sabine Kröger",
        kind="outside",
        language="de",
        out_of_office="Ich bin bis Monatsende nicht im Büro. Ihre Nachricht wird nicht weitergeleitet.\n",
    ),
    Mailbox("weg@brandt-metallbau.example", "Nicht mehr da", kind="outside", refuses=True),
)
