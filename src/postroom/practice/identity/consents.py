"""Who agreed to what: consents of users and of administrators, and the requests that wait for one.

Source: "Overview of permissions and consent" and "Configure the admin consent workflow" (learn.microsoft.com/entra).
"""

from __future__ import annotations

import sqlite3

from postroom.practice.clock import now
from postroom.practice.database import Database
from postroom.practice.identity.directory import App, Tenant, User
from postroom.practice.identity.scopes import RESOURCES, Resource, Scopes

EVERYONE = "*"


class Consents:
    def __init__(self, database: Database) -> None:
        self._database = database

    def grant(self, tenant: Tenant, app: App, user: User | None, scopes: Scopes) -> None:
        """Record consent: of one user, or of an administrator for everyone (`user` None)."""
        principal = user.id if user else EVERYONE
        for one in scopes.asked:
            if one.name != ".default":
                self._add(tenant, app, principal, one.resource, one.name)
        if user is None:
            self._grant_roles(tenant, app)

    def _grant_roles(self, tenant: Tenant, app: App) -> None:
        for resource in RESOURCES:
            for role in resource.roles:
                if f"{resource.key}:{role}" in app.permissions:
                    self._add(tenant, app, "role", resource, role)

    def _add(self, tenant: Tenant, app: App, principal: str, resource: Resource, name: str) -> None:
        self._database.run(
            "INSERT OR IGNORE INTO consents VALUES (?, ?, ?, ?, ?)",
            tenant.id, app.client_id, principal, resource.key, name,
        )  # fmt: skip

    def granted(self, tenant: Tenant, app: App, user: User, resource: Resource) -> list[str]:
        """The delegated scopes of one resource this user may use through the app."""
        rows = self._database.rows(
            "SELECT DISTINCT name FROM consents WHERE tenant=? AND client_id=? AND principal IN (?, ?) AND resource=?",
            tenant.id, app.client_id, user.id, EVERYONE, resource.key,
        )  # fmt: skip
        return [row["name"] for row in rows]

    def roles(self, tenant: Tenant, app: App, resource: Resource) -> list[str]:
        rows = self._database.rows(
            "SELECT name FROM consents WHERE tenant=? AND client_id=? AND principal='role' AND resource=?",
            tenant.id, app.client_id, resource.key,
        )  # fmt: skip
        return [row["name"] for row in rows]

    def covered(self, tenant: Tenant, app: App, user: User, scopes: Scopes) -> bool:
        """Whether everything asked for was already agreed to."""
        return all(
            one.name == ".default" or one.name in self.granted(tenant, app, user, one.resource) for one in scopes.asked
        )

    def known_in(self, tenant: Tenant, app: App) -> bool:
        """Whether the app has a service principal in the tenant: it is at home there, or anybody consented."""
        row = self._database.row("SELECT 1 FROM consents WHERE tenant=? AND client_id=?", tenant.id, app.client_id)
        return app.tenant_id == tenant.id or row is not None

    def withdraw(self, client_id: str = "") -> None:
        """Take back every consent (of one app)."""
        self._database.run("DELETE FROM consents WHERE ?='' OR client_id=?", client_id, client_id)

    def request(self, tenant: Tenant, app: App, user: User, scope: str, reason: str) -> None:
        self._database.run(
            "INSERT INTO consent_requests (tenant, client_id, user, scope, reason, at) VALUES (?,?,?,?,?,?)",
            tenant.id, app.client_id, user.upn, scope, reason, now(),
        )  # fmt: skip

    def requests(self) -> list[sqlite3.Row]:
        """Open requests, oldest first."""
        return self._database.rows("SELECT * FROM consent_requests WHERE state='open' ORDER BY id")

    def close_request(self, identifier: int, state: str) -> sqlite3.Row | None:
        """Mark a request approved or denied; returns it."""
        self._database.run("UPDATE consent_requests SET state=? WHERE id=?", state, identifier)
        return self._database.row("SELECT * FROM consent_requests WHERE id=?", identifier)
