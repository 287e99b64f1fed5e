"""Tenants, users and app registrations."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass, field
from typing import Any

from postroom.practice.clock import now
from postroom.practice.database import Database

CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""The tenant of personal accounts (Microsoft: "Sign in any Microsoft Entra user using the multitenant app pattern")."""


@dataclass
class Tenant:
    id: str
    name: str
    domain: str
    consent_policy: str = "user"
    """Who may consent to an app: `user`, `admin`, or `request` (users may ask an administrator with a reason)."""


@dataclass
class User:
    """Who signs in. `mailbox` is the primary address, which may differ from the sign-in name; empty without licence."""

    upn: str
    tenant_id: str
    name: str
    password: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    mailbox: str = ""
    is_admin: bool = False
    enabled: bool = True
    mfa: bool = False
    assigned_apps: list[str] = field(default_factory=list)


@dataclass
class Secret:
    id: str
    value: str
    expires: float

    @property
    def expired(self) -> bool:
        return self.expires <= now()


@dataclass
class App:
    """An app registration. `permissions` are the application permissions that `/.default` stands for."""

    name: str
    tenant_id: str
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    redirect_uris: list[str] = field(default_factory=list)
    secrets: list[Secret] = field(default_factory=list)
    certificates: list[str] = field(default_factory=list)
    """PEM texts."""
    permissions: list[str] = field(default_factory=list)
    multi_tenant: bool = True
    personal_accounts: bool = True
    assignment_required: bool = False
    enabled: bool = True
    public_client: bool = False
    graph_mailboxes: list[str] | None = None
    """Which mailboxes the app's consented roles reach: None means all (no application access policy is set)."""
    scoped: dict[str, list[str]] = field(default_factory=dict)
    """Mailboxes by role, such as Mail.Send, that RBAC for Applications gives besides. No token names these roles."""

    def principal_in(self, tenant: Tenant) -> str:
        """The object id of the service principal that stands for the app in a tenant."""
        return str(uuid.uuid5(uuid.UUID(tenant.id), self.client_id))

    def is_scoped_to(self, address: str, roles: tuple[str, ...]) -> bool:
        """Whether one of these roles was given for this mailbox."""
        return any(address.lower() in self.scoped.get(role, ()) for role in roles)


class Directory:
    """Everything the identity side knows; written through to the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.tenants = {body["id"]: Tenant(**body) for body in database.load("tenant")}
        self.users = {body["upn"].lower(): User(**body) for body in database.load("user")}
        self.apps = {body["client_id"]: _app(body) for body in database.load("app")}

    def save_tenant(self, tenant: Tenant) -> Tenant:
        self.tenants[tenant.id] = tenant
        self._database.save("tenant", tenant.id, dataclasses.asdict(tenant))
        return tenant

    def save_user(self, user: User) -> User:
        self.users[user.upn.lower()] = user
        self._database.save("user", user.upn.lower(), dataclasses.asdict(user))
        return user

    def save_app(self, app: App) -> App:
        self.apps[app.client_id] = app
        self._database.save("app", app.client_id, dataclasses.asdict(app))
        return app

    def user(self, upn: str) -> User | None:
        return self.users.get(upn.strip().lower())

    def user_by_id(self, identifier: str) -> User | None:
        return next((user for user in self.users.values() if user.id == identifier), None)

    def user_of_mailbox(self, address: str) -> User | None:
        return next((user for user in self.users.values() if user.mailbox.lower() == address.lower()), None)

    def app(self, client_id: str) -> App | None:
        return self.apps.get(client_id.lower())

    def tenant(self, text: str) -> Tenant | None:
        """The tenant named by GUID, by domain, or by the word `consumers`."""
        wanted = CONSUMERS if text == "consumers" else text.lower()
        return next((t for t in self.tenants.values() if wanted in (t.id, t.domain.lower())), None)

    def tenant_of(self, user: User) -> Tenant:
        return self.tenants[user.tenant_id]


def _app(body: dict[str, Any]) -> App:
    return App(**{**body, "secrets": [Secret(**secret) for secret in body["secrets"]]})
