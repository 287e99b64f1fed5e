"""Everything of the stand-in Google that its servers share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from postroom.practice.clock import now
from postroom.practice.database import Database
from postroom.practice.google.accounts import Account, Accounts, Client
from postroom.practice.google.tokens import GoogleTokens

CODE_SECONDS = 600


@dataclass
class SignIn:
    """A sign-in on its way; `account` once the password was right."""

    client: Client
    parameters: dict[str, str]
    account: Account | None = None
    problem: str = ""


@dataclass
class Code:
    """An authorization code, good once."""

    sign_in: SignIn
    account: Account
    scope: str
    since: float = field(default_factory=now)

    @property
    def ended(self) -> bool:
        return self.since + CODE_SECONDS < now()


class Google:
    """Accounts and tokens live through a restart; sign-ins and codes do not have to."""

    def __init__(self, database: Database) -> None:
        self.accounts = Accounts(database)
        self.tokens = GoogleTokens(database)
        self.open: dict[str, SignIn] = {}
        self.codes: dict[str, Code] = {}

    # Handles for tests and for the page

    def client(self) -> Client:
        return self.accounts.first_client()

    def change_client(self, **fields: Any) -> Client:
        """Change the client: redirect_uris, internal, testing, test_users, untrusted_in, fate, secret."""
        client = self.client()
        for name, value in fields.items():
            if not hasattr(client, name):
                raise LookupError(name)
            setattr(client, name, value)
        return self.accounts.save_client(client)

    def register_redirect_uri(self, address: str) -> Client:
        return self.change_client(redirect_uris=list(dict.fromkeys([*self.client().redirect_uris, address])))

    def change_account(self, email: str, **fields: Any) -> Account:
        """Change an account: password, app_password, suspended, wants_browser."""
        account = self.accounts.account(email)
        if account is None:
            raise LookupError(email)
        for name, value in fields.items():
            setattr(account, name, value)
        return self.accounts.save(account)
