"""One sign-in on its way: from the authorize request to the redirect back to the app."""

from __future__ import annotations

import enum
import secrets
from dataclasses import dataclass, field

from postroom.practice.clock import now
from postroom.practice.identity.directory import App, Tenant, User
from postroom.practice.identity.scopes import Scopes

CODE_SECONDS = 600
"""An authorization code lives about ten minutes."""


class Purpose(enum.Enum):
    CODE = "code"
    ADMIN_CONSENT = "admin-consent"
    DEVICE = "device"


@dataclass
class Flow:
    """`chosen` is who signs in; `proven` whether the password was right, `mfa` whether the second factor was."""

    purpose: Purpose
    app: App
    tenant_text: str
    scopes: Scopes
    parameters: dict[str, str]
    id: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    chosen: str = ""
    proven: bool = False
    mfa: bool = False
    pick_account: bool = False
    ask_consent: bool = False
    consented: bool = False
    problem: str = ""
    """What to show on the next page: wrong password and the like."""

    @property
    def redirect_uri(self) -> str:
        return self.parameters.get("redirect_uri", "")

    @property
    def state(self) -> str:
        return self.parameters.get("state", "")


@dataclass
class Code:
    """An authorization code; `used` once redeemed."""

    flow: Flow
    tenant: Tenant
    user: User
    expires: float
    used: bool = False


@dataclass
class DeviceCode:
    """A device code: `user` is set when somebody signed in with the short code, `declined` when they refused."""

    user_code: str
    app: App
    tenant_text: str
    scope: str
    scopes: Scopes
    expires: float
    user: User | None = None
    mfa: bool = False
    declined: bool = False


class Flows:
    """Flows, codes and browser sessions. In memory: none of them has to live through a restart."""

    def __init__(self) -> None:
        self.open: dict[str, Flow] = {}
        self.codes: dict[str, Code] = {}
        self.device_codes: dict[str, DeviceCode] = {}
        self._sessions: dict[str, dict[str, bool]] = {}

    def start(self, flow: Flow) -> Flow:
        self.open[flow.id] = flow
        return flow

    def issue_code(self, flow: Flow, tenant: Tenant, user: User) -> str:
        self.open.pop(flow.id, None)
        text = "1.A" + secrets.token_urlsafe(48)
        self.codes[text] = Code(flow, tenant, user, now() + CODE_SECONDS)
        return text

    def signed_in(self, session: str) -> dict[str, bool]:
        """The users signed in in this browser, each with whether the second factor was given."""
        return self._sessions.get(session, {})

    def remember(self, session: str, upn: str, *, mfa: bool) -> str:
        """Keep a user signed in; returns the session, a new one where there was none."""
        session = session if session in self._sessions else secrets.token_urlsafe(24)
        self._sessions.setdefault(session, {})[upn] = mfa
        return session

    def sign_out_everybody(self) -> None:
        self._sessions.clear()
