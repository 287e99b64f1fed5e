"""Who has a mailbox at Google, and the client that signs them in."""

from __future__ import annotations

import secrets

from postroom.practice.google.accounts import Account, Client
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.seed.people import PASSWORD
from postroom.practice.world import World

DOMAIN = "fjordhandel.example"
SERVICE = f"service@{DOMAIN}"
APP_PASSWORD = "uebungsfjordhaus"  # noqa: S105 - as meant to be read as the people's own
"""Of the service mailbox: sixteen letters, as Google makes them. With it a mailbox is connected in the old way."""
ACCOUNTS = (
    Account(SERVICE, "Fjordhandel Service", PASSWORD, "108204268033311374519", DOMAIN, APP_PASSWORD),
    Account(f"kari@{DOMAIN}", "Kari Solberg", PASSWORD, "117533810011283330171", DOMAIN),
    Account("werkstatt.otto@gmail.example", "Werkstatt Otto", PASSWORD, "101119902381126770042"),
)
_GERMAN = "werkstatt.otto@gmail.example"
_ALIASES = {f"service@{DOMAIN}": [f"bestellung@{DOMAIN}", f"post@{DOMAIN}"]}
_SEND_MAIL_AS = {f"service@{DOMAIN}": [f"bestellung@{DOMAIN}"]}


def fill_google(world: World) -> bool:
    """Open the mailboxes and make the client, once; return whether it was now."""
    if world.google.accounts.all():
        return False
    for account in ACCOUNTS:
        world.google.accounts.save(Account(**vars(account)))
        world.post.open_mailbox(
            Mailbox(
                account.email,
                account.name,
                provider="google",
                language="de" if account.email == _GERMAN else "en",
                aliases=list(_ALIASES.get(account.email, [])),
                send_as=list(_SEND_MAIL_AS.get(account.email, [])),
            )
        )
    identifier = f"{secrets.randbelow(10**12):012d}-{secrets.token_hex(16)}.apps.googleusercontent.com"
    world.google.accounts.save_client(Client(identifier, "GOCSPX-" + secrets.token_urlsafe(21)))
    return True
