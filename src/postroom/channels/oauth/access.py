"""By whose rights a mailbox is opened: those of somebody who signed in, or the app's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from postroom.channels.oauth.tokens import app_token_for, end_app_tokens, token_for
from postroom.channels.sentences.ours import APP_MISSING, GRANT_MISSING
from postroom.drivers.base import Step, StepListener
from postroom.drivers.errors import SignInRefused
from postroom.models import Account, OAuthApp, OAuthGrant


@dataclass(frozen=True, slots=True)
class Access:
    """An app, and who signed in by it; nobody where it acts in its own name."""

    app: OAuthApp
    grant: OAuthGrant | None = None

    @property
    def name(self) -> str:
        """Who that is: a sign-in name, or the app's id."""
        return self.grant.user_name if self.grant else self.app.client_id

    @property
    def tenant(self) -> str:
        """Whose servers are meant."""
        return self.grant.tenant if self.grant else self.app.tenant

    def tokens(self, resource: str, on_step: StepListener | None) -> Callable[[str], str]:
        """Return what gives access tokens, another one than the refused one it is told of, and tells of each."""

        def get(refused: str) -> str:
            started = time.monotonic()
            token = self.token(resource, refused=refused)
            if on_step is not None:
                on_step(Step("token", self.name, (time.monotonic() - started) * 1000))
            return token

        return get

    def token(self, resource: str, *, refused: str = "") -> str:
        """Return an access token as `token_for` does, and raise what it raises."""
        if self.grant is None:
            return app_token_for(self.app.pk, resource, refused=refused)
        return token_for(self.grant.pk, resource, refused=refused)


def find_access(grant_id: int, app_id: int) -> Access:
    """Return the access by a grant or, where that is 0, of an app alone.

    Raises SignInRefused (codes `grant-missing` and `app-missing`).
    """
    if app_id:
        app = OAuthApp.objects.filter(pk=app_id).first()
        if app is None:
            raise SignInRefused(code=APP_MISSING, step="token")
        return Access(app)
    grant = OAuthGrant.objects.select_related("app").filter(pk=grant_id).first()
    if grant is None:
        raise SignInRefused(code=GRANT_MISSING, step="token")
    return Access(grant.app, grant)


def accesses_of(account: Account) -> list[Access]:
    """Return what the account reads and sends by, each once; what is gone is left out."""
    directions = (account.inbound, account.outbound)
    grants = OAuthGrant.objects.filter(pk__in=_named(directions, "grant")).select_related("app")
    apps = OAuthApp.objects.filter(pk__in=_named(directions, "app"))
    return [*(Access(grant.app, grant) for grant in grants), *map(Access, apps)]


def ask_anew(account: Account) -> None:
    """Let apps that act in their own name ask for new tokens: what was permitted since does not stand in the old."""
    for access in accesses_of(account):
        if access.grant is None:
            end_app_tokens(access.app)


def _named(directions: tuple[Mapping[str, Any], ...], what: str) -> set[int]:
    return {settings[what] for settings in directions if settings.get(what)}
