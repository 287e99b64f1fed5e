"""The pages a person sees while signing in."""

from __future__ import annotations

from postroom.practice.asgi.messages import Response, html_response
from postroom.practice.identity.directory import Tenant, User
from postroom.practice.identity.errors import IdentityError
from postroom.practice.identity.flow import Flow
from postroom.practice.page import Words, escape, frame, hidden


def _form(flow: Flow, inside: str) -> str:
    return f'<form method="post" action="/signin/{escape(flow.id)}">{inside}</form>'


def _button(label: str, action: str, *, value: str = "", name: str = "", kind: str = "") -> str:
    extra = hidden(name, value) if name else ""
    css = f' class="{kind}"' if kind else ""
    return f'{extra}<button type="submit" name="action" value="{action}"{css}>{escape(label)}</button>'


def _problem(flow: Flow) -> str:
    return f'<p class="problem" role="alert">{escape(flow.problem)}</p>' if flow.problem else ""


def _page(say: Words, title: str, body: str, status: int = 200) -> Response:
    brand = f'<p class="brand">{say("Practice tenant, not Microsoft")}</p>'
    return html_response(frame(say, title, f"{brand}<h1>{escape(title)}</h1>{body}", "sign-in"), status)


def password_page(say: Words, flow: Flow, login: str) -> Response:
    fields = (
        f'<label for="login">{say("Sign-in name")}</label>'
        f'<input id="login" name="login" type="email" autocomplete="username" value="{escape(login)}" required>'
        f'<label for="passwd">{say("Password")}</label>'
        '<input id="passwd" name="passwd" type="password" autocomplete="current-password" required>'
    )
    body = _problem(flow) + _form(flow, fields + _button(say("Sign in"), "password", kind="main"))
    return _page(say, say("Sign in"), body)


def account_page(say: Words, flow: Flow, signed_in: list[str]) -> Response:
    accounts = "".join(
        _form(flow, _button(upn, "choose", name="account", value=upn, kind="account")) for upn in signed_in
    )
    other = _form(flow, _button(say("Use another account"), "choose", name="account", value="", kind="account"))
    return _page(say, say("Pick an account"), accounts + other)


def mfa_page(say: Words, flow: Flow) -> Response:
    text = (
        f"<p>{say('Approve the sign-in request for {user} in your authenticator app.', user=escape(flow.chosen))}</p>"
    )
    buttons = _button(say("Approve"), "mfa", kind="main") + _button(say("Deny"), "decline")
    return _page(say, say("Approve sign-in request"), text + _form(flow, buttons))


def consent_page(say: Words, flow: Flow, tenant: Tenant, user: User) -> Response:
    everyone = ""
    if user.is_admin:
        everyone = (
            '<label class="check"><input type="checkbox" name="everyone" value="1"> '
            f"{say('Consent on behalf of your organization')}</label>"
        )
    buttons = _button(say("Accept"), "consent", kind="main") + _button(say("Cancel"), "decline")
    body = (
        _who(say, flow, user) + f"<p>{escape(tenant.name)}</p>" + _permissions(flow) + _form(flow, everyone + buttons)
    )
    return _page(say, say("Permissions requested"), body)


def _who(say: Words, flow: Flow, user: User) -> str:
    return f'<p class="app">{escape(flow.app.name)}</p><p>{say("Signed in as")} {escape(user.upn)}</p>'


def _permissions(flow: Flow) -> str:
    items = "".join(f"<li>{escape(one.resource.name)}: {escape(one.name)}</li>" for one in flow.scopes.asked)
    roles = "".join(f"<li>{escape(role)}</li>" for role in flow.app.permissions if flow.scopes.default)
    return f'<ul class="permissions">{items}{roles}</ul>'


def approval_required_page(say: Words, flow: Flow, user: User) -> Response:
    fields = (
        f'<label for="why">{say("Enter justification for requesting this app")}</label>'
        '<textarea id="why" name="why" rows="3"></textarea>'
    )
    buttons = _button(say("Request approval"), "ask", kind="main") + _button(say("Cancel"), "decline")
    body = _who(say, flow, user) + f"<p>{say('This app requires the approval of your administrator to:')}</p>"
    return _page(say, say("Approval required"), body + _permissions(flow) + _form(flow, fields + buttons))


def request_sent_page(say: Words, flow: Flow) -> Response:
    text = f"<p>{say('Your request was sent. The decision comes to you by mail.')}</p>"
    return _page(say, say("Request sent"), text + _form(flow, _button(say("Back to app"), "decline", kind="main")))


def admin_needed_page(say: Words, flow: Flow, user: User) -> Response:
    text = f"<p>{say('This app needs permissions that only an administrator can grant.')}</p>"
    other = _form(flow, _button(say("Sign in with an administrator account"), "choose", name="account", value=""))
    back = _form(
        flow,
        _button(
            say("Return to the application without granting consent"), "decline", name="reason", value="admin-only"
        ),
    )
    return _page(say, say("Need admin approval"), _who(say, flow, user) + text + other + back)


def error_page(say: Words, problem: IdentityError) -> Response:
    details = (
        f"<dl><dt>Trace ID</dt><dd>{problem.trace_id}</dd><dt>Correlation ID</dt><dd>{problem.correlation_id}</dd>"
        f"<dt>Timestamp</dt><dd>{problem.timestamp}</dd></dl>"
    )
    body = f"<p>AADSTS{problem.code}: {escape(problem.sentence)}</p>{details}"
    return _page(say, say("Sorry, but we're having trouble signing you in."), body, 400)
