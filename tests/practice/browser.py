"""A browser as far as the sign-in pages need one: cookies, forms, and a stop at the app's callback."""

from __future__ import annotations

import base64
import hashlib
import secrets
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from postroom.practice import PracticeTenant
from postroom.practice.seed.people import PASSWORD

CALLBACK = "http://127.0.0.1:9/channels/callback"
IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
SMTP = "https://outlook.office.com/SMTP.Send"
MAIL = f"{IMAP} {SMTP} offline_access openid profile email"


class Browser:
    """`page` is the last page shown; `landed` the query that arrived at the callback."""

    def __init__(self, tenant: PracticeTenant, callback: str = CALLBACK) -> None:
        self.tenant = tenant
        self.callback = callback
        self.verifier = secrets.token_urlsafe(48)
        self.landed: dict[str, str] = {}
        self.page = HTMLParser("")
        self.status = 0
        self._client = httpx.Client(base_url=tenant.base_url, timeout=10)

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def authorize(self, tenant: str = "common", **changes: str) -> None:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        query = {
            "client_id": self.tenant.client_id,
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "response_mode": "query",
            "scope": MAIL,
            "state": "state-1",
            "nonce": "nonce-1",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **changes,
        }
        self.open(f"/{tenant}/oauth2/v2.0/authorize?{urlencode({k: v for k, v in query.items() if v})}")

    def open(self, address: str) -> None:
        self._show(self._client.get(address))

    def press(self, action: str, /, **fields: str) -> None:
        """Press the button `action` of the first form that has it, with its hidden fields."""
        for form in self.page.css("form"):
            buttons = [button.attributes for button in form.css("button")]
            if any(button.get("value") == action for button in buttons):
                hidden = {
                    str(field.attributes["name"]): field.attributes.get("value") or ""
                    for field in form.css("input[type=hidden]")
                }
                data = {**hidden, "action": action, **fields}
                self._show(self._client.post(str(form.attributes["action"]), data=data))
                return
        raise AssertionError(f"no button {action} on: {self.text}")

    def sign_in(self, upn: str, password: str = PASSWORD) -> None:
        self.press("password", login=upn, passwd=password)

    def redeem(self, tenant: str = "common", **changes: str) -> httpx.Response:
        data = {
            "client_id": self.tenant.client_id,
            "client_secret": self.tenant.client_secret,
            "grant_type": "authorization_code",
            "code": self.landed.get("code", ""),
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
            "scope": f"{IMAP} offline_access openid",
            **changes,
        }
        return self.token({name: value for name, value in data.items() if value}, tenant)

    def refresh(self, refresh_token: str, **changes: str) -> httpx.Response:
        data = {
            "client_id": self.tenant.client_id,
            "client_secret": self.tenant.client_secret,
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            **changes,
        }
        return self.token(data)

    def token(self, data: dict[str, Any], tenant: str = "common") -> httpx.Response:
        return self._client.post(f"/{tenant}/oauth2/v2.0/token", data=data)

    @property
    def text(self) -> str:
        return " ".join(self.page.body.text(separator=" ").split()) if self.page.body else ""

    @property
    def title(self) -> str:
        heading = self.page.css_first("h1")
        return heading.text() if heading else ""

    def _show(self, response: httpx.Response) -> None:
        self.status = response.status_code
        location = response.headers.get("location", "")
        if location.startswith(self.callback):
            self.landed = dict(parse_qsl(urlsplit(location).query))
            self.page = HTMLParser("")
        elif location:
            self.open(location)
        else:
            self.page = HTMLParser(response.text)
