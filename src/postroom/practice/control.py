"""The handle to play with a running practice tenant: from tests, and from its own page."""

from __future__ import annotations

import dataclasses
import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from postroom.practice.clock import now
from postroom.practice.exchange_shell import ExchangeShell
from postroom.practice.identity.directory import App, Secret, User
from postroom.practice.identity.issue import issue_app_only, issue_for_user
from postroom.practice.identity.scopes import RESOURCES, parse_scopes
from postroom.practice.mailstore.folders import Folder
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.mailstore.message import Message
from postroom.practice.switches import Fault
from postroom.practice.world import World


@dataclass(frozen=True)
class Held:
    """A message as it lies in a folder."""

    uid: int
    subject: str
    flags: frozenset[str]
    received: float
    content: bytes


class Control:
    """May be used from any thread. What names nobody raises LookupError."""

    def __init__(self, world: World, lifecycle: Callable[[str], None]) -> None:
        self.world = world
        self._lifecycle = lifecycle

    # Mail

    def send_from_outside(self, sender: str, recipients: Sequence[str], content: bytes) -> None:
        """A customer sends a mail."""
        self.world.post.deliver(sender, recipients, content)

    def put(self, mailbox: str, content: bytes, *, folder: str = "inbox", received: float | None = None) -> int:
        """Place a message in a folder (well-known name or path); returns its UID."""
        return self.world.post.put(self.mailbox(mailbox), content, folder, received).uid

    def held(self, mailbox: str, folder: str = "inbox") -> list[Held]:
        """What lies in a folder (well-known name or path), in the order of the UIDs."""
        # As one look: the servers go on meanwhile.
        with self.world.database.transaction():
            return [self._held(message) for message in self._messages(mailbox, folder)]

    def _held(self, message: Message) -> Held:
        content = self.world.post.messages.content(message)
        return Held(message.uid, message.subject, message.flags, message.received, content)

    def _messages(self, mailbox: str, folder: str) -> list[Message]:
        return self.world.post.messages.in_folder(self.folder(mailbox, folder))

    def mailbox(self, address: str) -> Mailbox:
        found = self.world.post.mailboxes.find(address)
        if found is None:
            raise LookupError(address)
        return found

    def change_mailbox(self, address: str, **fields: Any) -> Mailbox:
        """Change a mailbox: smtp_auth_disabled, imap_enabled, full_access, send_as, app_access, out_of_office ..."""
        return self.world.post.mailboxes.save(dataclasses.replace(self.mailbox(address), **fields))

    def folder(self, mailbox: str, name: str) -> Folder:
        key = self.mailbox(mailbox).address.lower()
        folders = self.world.post.folders
        found = folders.by_graph_id(key, name) or folders.by_path(key, name)
        if found is None:
            raise LookupError(name)
        return found

    def empty(self, mailbox: str, folder: str = "inbox") -> None:
        """Remove everything from a folder for good."""
        for message in self._messages(mailbox, folder):
            self.world.post.messages.purge(message)

    def break_item(self, mailbox: str, uid: int, folder: str = "inbox", *, broken: bool = True) -> None:
        """Let IMAP answer with "Retrieval using the IMAP4 protocol failed" for this message, or mend it."""
        message = self.world.post.messages.by_uid(self.folder(mailbox, folder).id, uid)
        if message is None:
            raise LookupError(uid)
        self.world.post.messages.set_broken(message, broken=broken)

    # People, apps, tokens

    def user(self, upn: str) -> User:
        found = self.world.directory.user(upn)
        if found is None:
            raise LookupError(upn)
        return found

    def change_user(self, upn: str, **fields: Any) -> User:
        """Change a user: enabled, mfa, password, is_admin, assigned_apps, mailbox."""
        return self.world.directory.save_user(dataclasses.replace(self.user(upn), **fields))

    def app(self, client_id: str = "") -> App:
        """The app of that id, or the one the tenant started with."""
        apps = self.world.directory.apps
        return apps[client_id] if client_id else next(iter(apps.values()))

    def change_app(self, client_id: str = "", **fields: Any) -> App:
        """Change an app: redirect_uris, certificates, permissions, multi_tenant, assignment_required, enabled ..."""
        return self.world.directory.save_app(dataclasses.replace(self.app(client_id), **fields))

    def register_redirect_uri(self, address: str, client_id: str = "") -> App:
        app = self.app(client_id)
        return self.change_app(app.client_id, redirect_uris=list(dict.fromkeys([*app.redirect_uris, address])))

    def add_secret(self, client_id: str = "", *, seconds: float = 365 * 86400.0) -> str:
        """Give the app one more client secret; returns its value."""
        app = self.app(client_id)
        secret = Secret(str(uuid.uuid4()), "Px8Q~" + secrets.token_urlsafe(30), now() + seconds)
        self.change_app(app.client_id, secrets=[*app.secrets, secret])
        return secret.value

    def expire_secret(self, client_id: str = "") -> None:
        """Let every secret of the app have expired yesterday."""
        app = self.app(client_id)
        old = [dataclasses.replace(secret, expires=now() - 86400) for secret in app.secrets]
        self.change_app(app.client_id, secrets=old)

    def renew_secret(self, client_id: str = "") -> None:
        """Let the secrets of the app be valid for a year again."""
        app = self.app(client_id)
        fresh = [dataclasses.replace(secret, expires=now() + 365 * 86400) for secret in app.secrets]
        self.change_app(app.client_id, secrets=fresh)

    def grant(self, upn: str, scope: str, client_id: str = "") -> dict[str, str]:
        """Sign in without a browser: consent as the user and return a token answer."""
        user, app = self.user(upn), self.app(client_id)
        scopes = parse_scopes(scope)
        tenant = self.world.directory.tenant_of(user)
        self.world.consents.grant(tenant, app, user, scopes)
        return issue_for_user(self.world, tenant, app, user, scopes, scope, mfa=True)

    def access_token(self, upn: str, scope: str, client_id: str = "") -> str:
        return self.grant(upn, scope, client_id)["access_token"]

    def app_token(self, scope: str, client_id: str = "") -> str:
        """An app-only access token for a `/.default` scope, with every role of its resource consented to."""
        scopes = parse_scopes(scope)
        resource = scopes.resources()[0]
        every = [f"{resource.key}:{role}" for role in resource.roles]
        app = self.change_app(client_id, permissions=list(dict.fromkeys([*self.app(client_id).permissions, *every])))
        tenant = self.world.directory.tenants[app.tenant_id]
        self.world.consents.grant(tenant, app, None, scopes)
        return str(issue_app_only(self.world, tenant, app, resource, scopes.asked[0].uri)["access_token"])

    def consent_for_everyone(self, client_id: str = "") -> None:
        """An administrator consents to everything the app may ask for."""
        app = self.app(client_id)
        every = " ".join(f"{one.uris[0]}/{name}" for one in RESOURCES for name in one.scopes)
        self.world.consents.grant(self.world.directory.tenants[app.tenant_id], app, None, parse_scopes(every))

    def in_exchange_shell(self, script: str) -> None:
        """Run a script of Exchange Online PowerShell as an administrator."""
        ExchangeShell(self.world).run(script)

    # Breaking things

    def break_(
        self, fault: Fault | str, *, target: str = "", value: str = "", times: int | None = None,
        seconds: float | None = None,
    ) -> None:  # fmt: skip
        """Turn a fault on, see `postroom.practice.switches.Fault`."""
        self.world.switches.turn_on(Fault(fault), target=target, value=value, times=times, seconds=seconds)

    def mend(self, fault: Fault | str | None = None) -> None:
        """Turn one fault off, or all."""
        self.world.switches.turn_off(None if fault is None else Fault(fault))

    def notify_lifecycle(self, event: str) -> None:
        """Tell subscribers of Graph: reauthorizationRequired, subscriptionRemoved (it is gone then) or missed."""
        self._lifecycle(event)

    def expire_access_tokens(self, upn: str = "") -> int:
        return self.world.tokens.expire_access_tokens(upn)

    def revoke_grants(self, upn: str = "") -> int:
        """As after a changed password or "Revoke sessions": refreshing answers AADSTS50173."""
        self.world.flows.sign_out_everybody()
        self.world.tokens.expire_access_tokens(upn)
        return self.world.tokens.end_refresh_tokens("revoked", upn)

    def expire_refresh_tokens(self, upn: str = "", *, only_superseded: bool = False) -> int:
        """As after 90 days without use (AADSTS700082); or only those that a newer one has replaced."""
        return self.world.tokens.end_refresh_tokens("inactive", upn, only_superseded=only_superseded)

    def demand_sign_in_again(self, upn: str = "") -> int:
        """As by a sign-in frequency policy (AADSTS70043)."""
        return self.world.tokens.end_refresh_tokens("frequency", upn)

    def demand_consent(self, client_id: str = "", *, policy: str = "") -> None:
        """Take back all consents; with `policy` (user, admin, request) also set who may consent from now on."""
        self.world.consents.withdraw(client_id)
        if policy:
            app = self.app(client_id)
            tenant = dataclasses.replace(self.world.directory.tenants[app.tenant_id], consent_policy=policy)
            self.world.directory.save_tenant(tenant)
