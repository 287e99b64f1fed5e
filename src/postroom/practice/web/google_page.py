"""The stand-in Google: how to connect to it, its accounts, and what can be broken there."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from postroom.practice.asgi.messages import Request, Response
from postroom.practice.control import Control
from postroom.practice.google.google import Google
from postroom.practice.page import Words, words_for
from postroom.practice.seed.people import PASSWORD
from postroom.practice.web.frame import choice, done, post_form, practice_page, text_field

_FOR_ONE: dict[str, Callable[[Google, str], object]] = {
    "Let access tokens expire": lambda google, who: google.tokens.expire_access(who),
    "Revoke grants (invalid_grant)": lambda google, who: google.tokens.revoke(who),
}
_ACCOUNT: dict[str, dict[str, bool]] = {
    "Demand a sign-in by browser (5.7.14)": {"wants_browser": True},
    "Be content with mail programs again": {"wants_browser": False},
}
_CLIENT: dict[str, dict[str, object]] = {
    "Set the publishing status to Testing": {"testing": True},
    "Set the publishing status to In production": {"testing": False},
    "Disable the client (disabled_client)": {"fate": "disabled_client"},
    "Delete the client (deleted_client)": {"fate": "deleted_client"},
    "Bring the client back": {"fate": ""},
}
_WEEK = "Let seven days pass"


def google_page(control: Control, request: Request) -> Response:
    say = words_for(request)
    google = control.world.google
    body = _client(control, say, google) + _accounts(say, google) + _breaking(say, google)
    return practice_page(request, "Google", body)


def _client(control: Control, say: Words, google: Google) -> str:
    client = google.client()
    facts = [
        (say("Sign-in address"), f"{control.world.base_url}/google"),
        (say("Client ID"), client.client_id),
        (say("Client secret"), client.secret),
        (say("Publishing status"), say("Testing") if client.testing else say("In production")),
        *((say("Redirect address"), address) for address in client.redirect_uris),
    ]
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    form = text_field("address", say("Register a redirect address"), kind="url", required=True)
    form = post_form("/practice/google/redirect-address", f"{form}<button>{say('Register')}</button>")
    return f"<h2>{say('App')}: Postroom</h2><dl>{lines}</dl>{form}"


def _accounts(say: Words, google: Google) -> str:
    rows = "".join(
        f"<tr><td>{escape(one.email)}</td><td>{escape(one.name)}</td><td>{escape(one.domain or 'gmail.com')}</td></tr>"
        for one in google.accounts.all()
    )
    heads = "".join(f"<th>{escape(say(name))}</th>" for name in ("Sign-in name", "Name", "Remarks"))
    text = say("Everybody's password is {password}.", password=PASSWORD)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<h2>{say('People')}</h2><p>{escape(text)}</p>{table}"


def _breaking(say: Words, google: Google) -> str:
    accounts = [(one.email, one.email) for one in google.accounts.all()]
    names = [*_FOR_ONE, *_ACCOUNT, *_CLIENT, _WEEK]
    buttons = "".join(f'<button name="action" value="{escape(name)}">{escape(say(name))}</button>' for name in names)
    form = post_form("/practice/google/once", choice("who", say("For whom"), accounts) + buttons)
    return f"<h2>{say('Break things')}</h2>{form}"


def register_redirect_address(control: Control, request: Request) -> Response:
    control.world.google.register_redirect_uri(request.form["address"].strip())
    return done("/practice/google", words_for(request)("Registered."))


def once(control: Control, request: Request) -> Response:
    google, who, action = control.world.google, request.form.get("who", ""), request.form.get("action", "")
    if action in _FOR_ONE:
        _FOR_ONE[action](google, who)
    elif action in _ACCOUNT:
        google.change_account(who, **_ACCOUNT[action])
    elif action == _WEEK:
        google.tokens.let_days_pass(7)
    else:
        google.change_client(**_CLIENT[action])
    return done("/practice/google", words_for(request)(action))
