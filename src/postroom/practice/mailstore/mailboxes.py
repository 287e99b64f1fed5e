"""Who has a mailbox, under which addresses, and who else may use it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from postroom.practice.database import Database


@dataclass
class Mailbox:
    """A mailbox inside the tenant, or the inbox of somebody outside (`kind` outside).

    `full_access` and `send_as` hold sign-in names; `app_access` client ids with FullAccess (Add-MailboxPermission
    for a service principal).
    """

    address: str
    name: str
    kind: str = "user"
    provider: str = "microsoft"
    """user, shared (sign-in disabled), or outside."""
    language: str = "en"
    aliases: list[str] = field(default_factory=list)
    full_access: list[str] = field(default_factory=list)
    send_as: list[str] = field(default_factory=list)
    app_access: list[str] = field(default_factory=list)
    smtp_auth_disabled: bool = False
    imap_enabled: bool = True
    refuses: bool = False
    """Mail to it bounces: user unknown."""
    out_of_office: str = ""
    keeps_sent_as: bool = False
    """MessageCopyForSentAsEnabled: a copy of what delegates send as this mailbox goes to its own Sent Items too."""

    @property
    def addresses(self) -> list[str]:
        return [self.address.lower(), *(alias.lower() for alias in self.aliases)]


class Mailboxes:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._all = {body["address"].lower(): Mailbox(**body) for body in database.load("mailbox")}

    def save(self, mailbox: Mailbox) -> Mailbox:
        self._all[mailbox.address.lower()] = mailbox
        self._database.save("mailbox", mailbox.address.lower(), dataclasses.asdict(mailbox))
        return mailbox

    def find(self, address: str) -> Mailbox | None:
        """The mailbox with this primary address or alias."""
        wanted = address.strip().lower()
        return self._all.get(wanted) or next((m for m in self._all.values() if wanted in m.addresses), None)

    def inside(self) -> list[Mailbox]:
        return [mailbox for mailbox in self._all.values() if mailbox.kind != "outside"]

    def outside(self) -> list[Mailbox]:
        return [mailbox for mailbox in self._all.values() if mailbox.kind == "outside"]
