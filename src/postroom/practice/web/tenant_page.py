"""The tenant: how to connect to it, its people, its app, the consent requests that wait."""

from __future__ import annotations

from html import escape

from postroom.practice.asgi.messages import Request, Response
from postroom.practice.clock import utc
from postroom.practice.control import Control
from postroom.practice.identity.consent_steps import decide_request
from postroom.practice.identity.directory import App, User
from postroom.practice.page import Words, hidden, words_for
from postroom.practice.seed.people import PASSWORD
from postroom.practice.web.frame import done, post_form, practice_page, text_field


def tenant_page(control: Control, request: Request) -> Response:
    say = words_for(request)
    app = control.app()
    body = _requests(control, say) + _app(control, say, app) + _shell(say) + _people(control, say)
    return practice_page(request, "Tenant and app", body)


def _requests(control: Control, say: Words) -> str:
    items = ""
    for row in control.world.consents.requests():
        text = f"{row['user']}: {control.app(row['client_id']).name} ({row['reason'] or '-'})"
        buttons = f'<button name="answer" value="approve">{say("Approve")}</button>'
        buttons += f'<button name="answer" value="deny">{say("Deny")}</button>'
        items += f"<li>{escape(text)}{post_form('/practice/request', hidden('id', str(row['id'])) + buttons)}</li>"
    listed = f"<ul>{items}</ul>" if items else f"<p>{say('None.')}</p>"
    return f"<h2>{say('Admin consent requests')}</h2>{listed}"


def _app(control: Control, say: Words, app: App) -> str:
    tenant = control.world.directory.tenants[app.tenant_id]
    facts = [
        (say("Sign-in address"), control.world.base_url),
        (say("Graph address"), f"{control.world.base_url}/v1.0"),
        (say("Tenant"), f"{tenant.id} ({tenant.domain})"),
        (say("Client ID"), app.client_id),
        *((say("Client secret"), f"{one.value} ({utc(one.expires):%d.%m.%Y})") for one in app.secrets),
        *((say("Redirect address"), address) for address in app.redirect_uris),
        (say("Certificate authority"), str(control.world.tls.authority_file)),
    ]
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    form = text_field("address", say("Register a redirect address"), kind="url", required=True)
    form = post_form("/practice/redirect-address", f"{form}<button>{say('Register')}</button>")
    return f"<h2>{say('App')}: {escape(app.name)}</h2><dl>{lines}</dl>{form}"


def _shell(say: Words) -> str:
    """Where the script is run that Postroom shows for mailboxes opened by the app itself."""
    text = escape(say("As the administrator of the tenant, run the script that Postroom shows."))
    label = escape(say("Script"))
    area = f'<label for="script">{label}</label><textarea id="script" name="script" rows="6"></textarea>'
    form = post_form("/practice/shell", f"{area}<button>{escape(say('Run'))}</button>")
    return f"<h2>Exchange Online PowerShell</h2><p>{text}</p>{form}"


def _people(control: Control, say: Words) -> str:
    rows = "".join(_person(say, user) for user in control.world.directory.users.values())
    heads = "".join(f"<th>{escape(say(name))}</th>" for name in ("Sign-in name", "Name", "Mailbox", "Remarks"))
    text = say("Everybody's password is {password}.", password=PASSWORD)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<h2>{say('People')}</h2><p>{escape(text)}</p>{table}"


def _person(say: Words, user: User) -> str:
    remarks = [
        say("administrator") if user.is_admin else "",
        "" if user.enabled else say("sign-in disabled"),
        "MFA" if user.mfa else "",
        "" if user.mailbox else say("no mailbox"),
    ]
    cells = (user.upn, user.name, user.mailbox or "-", ", ".join(filter(None, remarks)))
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def register_redirect_address(control: Control, request: Request) -> Response:
    control.register_redirect_uri(request.form["address"].strip())
    return done("/practice/tenant", words_for(request)("Registered."))


def run_script(control: Control, request: Request) -> Response:
    control.in_exchange_shell(request.form["script"])
    return done("/practice/tenant", words_for(request)("The script has run."))


def answer_request(control: Control, request: Request) -> Response:
    decide_request(control.world, int(request.form["id"]), approved=request.form.get("answer") == "approve")
    return done("/practice/tenant", words_for(request)("Answered."))
