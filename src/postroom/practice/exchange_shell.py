"""Exchange Online PowerShell, as far as it lets an app open mailboxes in its own name.

Sources: "Role Based Access Control for Applications in Exchange Online" (learn.microsoft.com/exchange/
permissions-exo/application-rbac), "Authenticate an IMAP, POP or SMTP connection using OAuth" (learn.microsoft.com),
`Add-MailboxPermission` and `Set-CASMailbox` of the module ExchangePowerShell.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import Any

from postroom.practice.identity.directory import App
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.world import World

_WORD = re.compile(r"'((?:[^']|'')*)'|(\S+)")
_FILTER = re.compile(r"PrimarySmtpAddress -eq '((?:[^']|'')*)'\Z", re.IGNORECASE)
_ROLE = re.compile(r"Application (Mail\.\w+)\Z", re.IGNORECASE)
_SILENT = {"connect-exchangeonline", "test-serviceprincipalauthorization"}

Parameters = dict[str, str]


class ExchangeShell:
    """One administrator's session. Management scopes live as long as it; what they were used for stays."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._scopes: dict[str, str] = {}
        self._cmdlets: dict[str, Callable[[Parameters], None]] = {
            "new-serviceprincipal": self._new_service_principal,
            "new-managementscope": self._new_scope,
            "new-managementroleassignment": self._assign,
            "add-mailboxpermission": self._add_permission,
            "remove-mailboxpermission": self._remove_permission,
            "set-casmailbox": self._set_protocols,
        }

    def run(self, script: str) -> None:
        """Run a script line by line. Raises LookupError for a cmdlet, parameter or object that there is not."""
        for line in script.splitlines():
            command = line.partition(" | ")[0].strip()
            if command and not command.startswith("#"):
                self._run_one(command)

    def _run_one(self, command: str) -> None:
        words = list(_words(command))
        name = words[0].lower()
        if name not in _SILENT:
            self._cmdlets[name](_parameters(words[1:]))

    def _new_service_principal(self, given: Parameters) -> None:
        if self._app(given["objectid"]).client_id != given["appid"].lower():
            raise LookupError(given["appid"])

    def _new_scope(self, given: Parameters) -> None:
        found = _FILTER.match(given["recipientrestrictionfilter"])
        if found is None or len(given["name"]) > 64:
            raise LookupError(given["recipientrestrictionfilter"])
        self._scopes[given["name"]] = self._mailbox(found.group(1).replace("''", "'")).address.lower()

    def _assign(self, given: Parameters) -> None:
        app, role = self._app(given["app"]), _ROLE.match(given["role"])
        if role is None:
            raise LookupError(given["role"])
        address = self._scopes[given["customresourcescope"]]
        scoped = {**app.scoped, role.group(1): [*app.scoped.get(role.group(1), []), address]}
        self._world.directory.save_app(dataclasses.replace(app, scoped=scoped))

    def _add_permission(self, given: Parameters) -> None:
        mailbox, app = self._mailbox(given["identity"]), self._app(given["user"])
        self._save(mailbox, app_access=[*mailbox.app_access, app.client_id])

    def _remove_permission(self, given: Parameters) -> None:
        mailbox, app = self._mailbox(given["identity"]), self._app(given["user"])
        self._save(mailbox, app_access=[one for one in mailbox.app_access if one != app.client_id])

    def _set_protocols(self, given: Parameters) -> None:
        mailbox = self._mailbox(given["identity"])
        refuses = given["smtpclientauthenticationdisabled"].lower() == "$true"
        self._save(mailbox, smtp_auth_disabled=refuses, imap_enabled=given["imapenabled"].lower() == "$true")

    def _save(self, mailbox: Mailbox, **fields: Any) -> None:
        self._world.post.mailboxes.save(dataclasses.replace(mailbox, **fields))

    def _mailbox(self, address: str) -> Mailbox:
        found = self._world.post.mailboxes.find(address)
        if found is None or found.kind == "outside":
            raise LookupError(address)
        return found

    def _app(self, principal: str) -> App:
        directory = self._world.directory
        for app in directory.apps.values():
            if principal in (app.principal_in(tenant) for tenant in directory.tenants.values()):
                return app
        raise LookupError(principal)


def _words(command: str) -> Iterator[str]:
    for quoted, plain in _WORD.findall(command):
        yield plain or quoted.replace("''", "'")


def _parameters(words: list[str]) -> Parameters:
    names, values = words[::2], words[1::2]
    if len(names) != len(values) or not all(name.startswith("-") for name in names):
        raise LookupError(" ".join(words))
    return {name[1:].lower(): value for name, value in zip(names, values, strict=True)}
