"""The page where things are broken and mended."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from postroom.practice.asgi.messages import Request, Response
from postroom.practice.clock import utc
from postroom.practice.control import Control
from postroom.practice.page import Words, hidden, words_for
from postroom.practice.switches import Fault, Switch
from postroom.practice.web.frame import choice, done, post_form, practice_page, text_field

_SENTENCES: dict[Fault, str] = {
    Fault.MFA: "Demand multifactor authentication (AADSTS50076)",
    Fault.CONDITIONAL_ACCESS: "Block by Conditional Access (AADSTS53003)",
    Fault.ADMIN_CONSENT: "Only administrators may consent (Approval required)",
    Fault.SMTP_AUTH_OFF: "Disable SMTP AUTH (535 5.7.139)",
    Fault.THROTTLE_IMAP: "Throttle IMAP",
    Fault.THROTTLE_SMTP: "Throttle SMTP (432 4.3.2)",
    Fault.THROTTLE_GRAPH: "Throttle Graph (429, the value is Retry-After)",
    Fault.EXPUNGE: "EXPUNGE fails (NO [SERVERBUG])",
    Fault.DROP_IN_FETCH: "Drop the connection in the middle of an IMAP FETCH",
    Fault.AWAY_IMAP: "IMAP goes away",
    Fault.AWAY_SMTP: "SMTP goes away",
    Fault.AWAY_GRAPH: "Graph goes away",
    Fault.AWAY_LOGIN: "The sign-in service goes away",
    Fault.DROP_AFTER_DATA: "Drop the connection after SMTP DATA",
    Fault.DROP_AFTER_SEND: "Graph takes a mail and does not say so (sendMail)",
    Fault.DROP_IN_UPLOAD: "Drop the connection in the middle of an upload to Graph",
    Fault.DELTA_LOST: "Lose the delta state (410)",
    Fault.BASIC_AUTH: "IMAP and SMTP take passwords as in former times (basic authentication)",
}
_VALUES: dict[Fault, tuple[str, ...]] = {
    Fault.AWAY_IMAP: ("refuse", "hang", "close"),
    Fault.AWAY_SMTP: ("refuse", "hang", "close"),
    Fault.AWAY_GRAPH: ("refuse", "refuse 600", "hang", "close"),
    Fault.AWAY_LOGIN: ("refuse", "hang", "close"),
    Fault.DROP_AFTER_DATA: ("accepted", "lost"),
    Fault.DROP_AFTER_SEND: ("close", "hang"),
    Fault.THROTTLE_GRAPH: ("5", "30", ""),
}
_POLICIES = (Fault.MFA, Fault.CONDITIONAL_ACCESS, Fault.ADMIN_CONSENT, Fault.BASIC_AUTH)
"""Policies hold until they are lifted or their time is over; they do not wear out by use."""
_FOR_ALL = (
    Fault.BASIC_AUTH,
    Fault.THROTTLE_GRAPH,
    Fault.AWAY_IMAP,
    Fault.AWAY_SMTP,
    Fault.AWAY_GRAPH,
    Fault.AWAY_LOGIN,
)
_ACTIONS: dict[str, Callable[[Control, str], object]] = {
    "Expire all access tokens": lambda control, who: control.expire_access_tokens(who),
    "Revoke all grants (AADSTS50173)": lambda control, who: control.revoke_grants(who),
    "Let refresh tokens expire by disuse (AADSTS700082)": lambda control, who: control.expire_refresh_tokens(who),
    "Demand a new sign-in by policy (AADSTS70043)": lambda control, who: control.demand_sign_in_again(who),
    "Let the client secret expire (AADSTS7000222)": lambda control, _: control.expire_secret(),
    "Make the client secret valid again": lambda control, _: control.renew_secret(),
    "Disable the app (AADSTS7000112)": lambda control, _: control.change_app(enabled=False),
    "Enable the app again": lambda control, _: control.change_app(enabled=True),
    "Demand consent from every user": lambda control, _: control.demand_consent(policy="user"),
    "Demand consent by request to an administrator": lambda control, _: control.demand_consent(policy="request"),
    "Demand consent by an administrator only": lambda control, _: control.demand_consent(policy="admin"),
    "Send Graph lifecycle: reauthorizationRequired": lambda control, _: control.notify_lifecycle(
        "reauthorizationRequired"
    ),
    "Send Graph lifecycle: missed": lambda control, _: control.notify_lifecycle("missed"),
    "Send Graph lifecycle: subscriptionRemoved": lambda control, _: control.notify_lifecycle("subscriptionRemoved"),
}


def break_page(control: Control, request: Request) -> Response:
    say = words_for(request)
    on = {switch.fault: switch for switch in control.world.switches.active()}
    faults = "".join(_fault_card(control, say, fault, on.get(fault)) for fault in Fault)
    mend = post_form("/practice/mend", f'<button class="main">{say("Mend everything")}</button>')
    body = f"{mend}<h2>{say('Once')}</h2>{_actions(control, say)}<h2>{say('Until mended')}</h2>"
    return practice_page(request, "Break things", f'{body}<div class="grid">{faults}</div>')


def _actions(control: Control, say: Words) -> str:
    users = [("", say("Everybody")), *((user.upn, user.upn) for user in control.world.directory.users.values())]
    buttons = "".join(f'<button name="action" value="{escape(name)}">{escape(say(name))}</button>' for name in _ACTIONS)
    return post_form("/practice/once", choice("who", say("For whom"), users) + buttons)


def _fault_card(control: Control, say: Words, fault: Fault, switch: Switch | None) -> str:
    inside = _mending(say, fault, switch) if switch else _breaking(control, say, fault)
    css = "card on" if switch else "card"
    title = escape(say(_SENTENCES[fault]))
    return f'<section class="{css}" data-fault="{fault}"><h3>{title}</h3>{inside}</section>'


def _breaking(control: Control, say: Words, fault: Fault) -> str:
    values = [(one, one or "-") for one in _VALUES.get(fault, ())]
    fields = choice("value", say("How"), values, key=f"value-{fault}") if values else ""
    if fault not in _FOR_ALL:
        fields += choice("target", say("For whom"), _targets(control, say, fault), key=f"target-{fault}")
    if fault not in _POLICIES:
        fields += text_field("times", say("For how many times"), kind="number", key=f"times-{fault}")
    fields += text_field("seconds", say("For how many seconds"), kind="number", key=f"seconds-{fault}")
    button = f"<button>{say('Break')}</button>"
    return post_form("/practice/break", hidden("fault", fault.value) + fields + button)


def _targets(control: Control, say: Words, fault: Fault) -> list[tuple[str, str]]:
    """Policies are about people, everything else about mailboxes."""
    people = [user.upn for user in control.world.directory.users.values()]
    mailboxes = [mailbox.address for mailbox in control.world.post.mailboxes.inside()]
    names = people if fault in _POLICIES else mailboxes
    return [("", say("Everybody")), *((name, name) for name in names)]


def _mending(say: Words, fault: Fault, switch: Switch) -> str:
    button = f"<button>{say('Mend')}</button>"
    return _state(say, switch) + post_form("/practice/mend", hidden("fault", fault.value) + button)


def _state(say: Words, switch: Switch) -> str:
    pieces = [say("Broken."), switch.value, switch.target]
    if switch.left is not None:
        pieces.append(say("{count} times left", count=switch.left))
    if switch.until is not None:
        pieces.append(f"{say('until')} {utc(switch.until):%H:%M:%S} UTC")
    return f'<p class="problem">{escape(" ".join(piece for piece in pieces if piece))}</p>'


def break_it(control: Control, request: Request) -> Response:
    form = request.form
    times, seconds = form.get("times", ""), form.get("seconds", "")
    control.break_(
        form.get("fault", ""),
        target=form.get("target", ""),
        value=form.get("value", ""),
        times=int(times) if times else None,
        seconds=float(seconds) if seconds else None,
    )
    return done("/practice/break", words_for(request)("Broken."))


def mend(control: Control, request: Request) -> Response:
    control.mend(request.form.get("fault") or None)
    return done("/practice/break", words_for(request)("Mended."))


def once(control: Control, request: Request) -> Response:
    action = request.form.get("action", "")
    _ACTIONS[action](control, request.form.get("who", ""))
    return done("/practice/break", words_for(request)(action))
