"""Google accounts and the clients that sign people in.

Sources on developers.google.com and support.google.com/cloud: "Manage App Audience" (user type, publishing status, test
users), "OpenID Connect" (the claims `sub` and `hd`), "Manage OAuth Clients" (disabled and deleted ones).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from postroom.practice.database import Database

_ACCOUNT, _CLIENT = "google-account", "google-client"


@dataclass
class Account:
    """Somebody with a mailbox at Google. `domain` is that of their Workspace, empty for gmail.com."""

    email: str
    name: str
    password: str
    sub: str
    domain: str = ""
    app_password: str = ""
    """What mail programs without OAuth sign in with; empty where there is none."""
    suspended: bool = False
    wants_browser: bool = False
    """Whether Google wants to see the owner in a browser before a mail program gets in."""


@dataclass
class Client:
    """An OAuth client of the type Web application, and the consent screen of its project."""

    client_id: str
    secret: str
    redirect_uris: list[str] = field(default_factory=list)
    internal: str = ""
    """The Workspace whose people alone may use it; empty for an external one."""
    testing: bool = False
    test_users: list[str] = field(default_factory=list)
    untrusted_in: list[str] = field(default_factory=list)
    """Workspaces whose administrators do not allow it."""
    fate: str = ""
    """`disabled_client` or `deleted_client`."""


class Accounts:
    """Everybody and every client; written through to the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._accounts = {body["email"]: Account(**body) for body in database.load(_ACCOUNT)}
        self._clients = {body["client_id"]: Client(**body) for body in database.load(_CLIENT)}

    def save(self, account: Account) -> Account:
        self._accounts[account.email] = account
        self._database.save(_ACCOUNT, account.email, dataclasses.asdict(account))
        return account

    def save_client(self, client: Client) -> Client:
        self._clients[client.client_id] = client
        self._database.save(_CLIENT, client.client_id, dataclasses.asdict(client))
        return client

    def all(self) -> list[Account]:
        return list(self._accounts.values())

    def account(self, email: str) -> Account | None:
        return self._accounts.get(email.strip().lower())

    def by_app_password(self, email: str, password: str) -> Account | None:
        """The account, where this is its app password; they are shown in blocks and taken without the spaces."""
        found = self.account(email)
        given = password.replace(" ", "")
        return found if found and found.app_password and found.app_password == given else None

    def client(self, client_id: str) -> Client | None:
        return self._clients.get(client_id)

    def first_client(self) -> Client:
        return next(iter(self._clients.values()))
