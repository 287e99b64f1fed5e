"""The pages a person sees while signing in at Google."""

from __future__ import annotations

from postroom.practice.asgi.messages import Response, html_response
from postroom.practice.google.accounts import Account
from postroom.practice.google.google import SignIn
from postroom.practice.page import Words, escape, frame


def _page(say: Words, title: str, body: str, status: int = 200) -> Response:
    brand = f'<p class="brand">{say("Practice Google, not Google")}</p>'
    return html_response(frame(say, title, f"{brand}<h1>{escape(title)}</h1>{body}", "sign-in"), status)


def _form(identifier: str, inside: str) -> str:
    return f'<form method="post" action="/google/signin/{escape(identifier)}">{inside}</form>'


def _button(label: str, action: str, kind: str = "") -> str:
    css = f' class="{kind}"' if kind else ""
    return f'<button type="submit" name="action" value="{action}"{css}>{escape(label)}</button>'


def password_page(say: Words, identifier: str, sign_in: SignIn) -> Response:
    problem = f'<p class="problem" role="alert">{escape(say(sign_in.problem))}</p>' if sign_in.problem else ""
    login = escape(sign_in.parameters.get("login_hint", ""))
    fields = (
        f'<label for="login">{say("Sign-in name")}</label>'
        f'<input id="login" name="login" type="email" autocomplete="username" value="{login}" required>'
        f'<label for="passwd">{say("Password")}</label>'
        '<input id="passwd" name="passwd" type="password" autocomplete="current-password" required>'
    )
    button = _button(say("Sign in"), "password", "main")
    return _page(say, say("Sign in with Google"), problem + _form(identifier, fields + button))


def consent_page(say: Words, identifier: str, account: Account) -> Response:
    box = (
        '<label class="check"><input type="checkbox" name="mail" value="1"> '
        f"{say('Read, compose, send and permanently delete all your email from Gmail')}</label>"
    )
    buttons = _button(say("Continue"), "consent", "main") + _button(say("Cancel"), "decline")
    who = f'<p class="app">Postroom</p><p>{say("Signed in as")} {escape(account.email)}</p>'
    text = f"<p>{say('Select what Postroom can access')}</p>"
    return _page(
        say, say("Postroom wants access to your Google Account"), who + text + _form(identifier, box + buttons)
    )


def blocked_page(say: Words, word: str, sentence: str, status: int = 400) -> Response:
    """Google's own page for what it does not lead back to the app with."""
    body = f"<p>{escape(sentence)}</p><p>Error {status}: {escape(word)}</p>"
    return _page(say, say("Access blocked"), body, status)
