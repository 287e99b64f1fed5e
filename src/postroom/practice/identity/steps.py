"""The steps of a sign-in in their order: who, password, second factor, policies, consent, back to the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from postroom.practice.asgi.messages import Request, Response
from postroom.practice.identity import pages
from postroom.practice.identity.consent_steps import consent_needed, consent_page, give_consent, request_approval
from postroom.practice.identity.directory import CONSUMERS, Tenant, User
from postroom.practice.identity.errors import (
    IdentityError,
    admin_must_consent,
    blocked_by_policy,
    declined,
    interaction_required,
    not_assigned,
)
from postroom.practice.identity.finish import finish, refuse
from postroom.practice.identity.flow import Flow, Purpose
from postroom.practice.page import words_for
from postroom.practice.switches import Fault
from postroom.practice.world import World

COOKIE = "practice_session"
_FOREVER = "Path=/; HttpOnly; SameSite=Lax"


def next_step(world: World, request: Request, flow: Flow) -> Response:
    """Show the next page that is needed, or go back to the app."""
    say = words_for(request)
    if not flow.proven:
        _use_session(world, request, flow)
    if not flow.proven:
        return _who(world, request, flow)
    user = world.directory.users[flow.chosen.lower()]
    try:
        tenant = _checked_tenant(world, flow, user)
    except IdentityError as problem:
        return pages.error_page(say, problem)
    if not flow.mfa and (user.mfa or world.switches.look(Fault.MFA, user.upn)):
        return pages.mfa_page(say, flow)
    if consent_needed(world, flow, tenant, user):
        return consent_page(world, say, flow, tenant, user)
    session = world.flows.remember(request.cookies.get(COOKIE, ""), user.upn, mfa=flow.mfa)
    response = finish(world, say, flow, tenant, user)
    return replace(response, headers={**response.headers, "set-cookie": f"{COOKIE}={session}; {_FOREVER}"})


def _use_session(world: World, request: Request, flow: Flow) -> None:
    """Single sign-on: the one user of the browser's session, or the one chosen, needs no password again."""
    signed_in = world.flows.signed_in(request.cookies.get(COOKIE, ""))
    if flow.parameters.get("prompt") == "login":
        return
    if not flow.chosen and not flow.pick_account and flow.parameters.get("login_hint", "").lower() in signed_in:
        flow.chosen = flow.parameters["login_hint"].lower()
    if not flow.chosen and len(signed_in) == 1 and not flow.pick_account:
        flow.chosen = next(iter(signed_in))
    if flow.chosen in signed_in:
        flow.proven, flow.mfa = True, signed_in[flow.chosen]


def _who(world: World, request: Request, flow: Flow) -> Response:
    say = words_for(request)
    signed_in = list(world.flows.signed_in(request.cookies.get(COOKIE, "")))
    if flow.parameters.get("prompt") == "none":
        return refuse(world, say, flow, _silent_problem(signed_in))
    if flow.chosen or not signed_in or flow.parameters.get("prompt") == "login":
        return pages.password_page(say, flow, flow.chosen or flow.parameters.get("login_hint", ""))
    return pages.account_page(say, flow, signed_in)


def _silent_problem(signed_in: list[str]) -> IdentityError:
    if not signed_in:
        return IdentityError(
            50058, "A silent sign-in request was sent but no user is signed in.", error="login_required"
        )
    return interaction_required(
        16000, "Either multiple user identities are available for the current request or selected account is not "
        "supported for the scenario.",
    )  # fmt: skip


def _checked_tenant(world: World, flow: Flow, user: User) -> Tenant:
    """The tenant signed in to. Raises IdentityError where the user does not belong there or a policy forbids it."""
    home = world.directory.tenant_of(user)
    personal = home.id == CONSUMERS
    if personal and (not flow.app.personal_accounts or flow.tenant_text == "organizations"):
        raise IdentityError(
            500200,
            f"User account '{user.upn}' is a personal Microsoft account. Personal Microsoft accounts are not supported "
            "for this application unless explicitly invited to an organization.",
        )
    named = home if flow.tenant_text in ("common", "organizations") else world.directory.tenant(flow.tenant_text)
    if named is None or named.id != home.id:
        raise IdentityError(
            50020,
            f"User account '{user.upn}' from identity provider 'https://sts.windows.net/{home.id}/' does not exist in "
            f"tenant '{named.name if named else flow.tenant_text}' and cannot access the application "
            f"'{flow.app.client_id}'({flow.app.name}) in that tenant. The account needs to be added as an external "
            "user in the tenant first. Sign out and sign in again with a different Azure Active Directory user "
            "account.",
        )
    if world.switches.look(Fault.CONDITIONAL_ACCESS, user.upn):
        raise blocked_by_policy()
    if flow.app.assignment_required and flow.app.client_id not in user.assigned_apps and not user.is_admin:
        raise not_assigned(user.upn, flow.app.client_id, flow.app.name)
    return home


def answer_page(world: World, request: Request, flow: str) -> Response:
    """Answer POST /signin/{flow}: one button of one of the pages was pressed."""
    current = world.flows.open.get(flow)
    if current is None:
        problem = IdentityError(90025, "Request processing has exceeded gateway allowance. Start the sign-in again.")
        return pages.error_page(words_for(request), problem)
    current.problem = ""
    action = _ACTIONS.get(request.form.get("action", ""))
    answered = action(world, request, current) if action else None
    return answered or next_step(world, request, current)


def _choose(_world: World, request: Request, flow: Flow) -> None:
    flow.chosen = request.form.get("account", "")
    # "Use another account" sends nobody: then the password page asks for the name as well.
    if not flow.chosen:
        flow.parameters["prompt"] = "login"


def _password(world: World, request: Request, flow: Flow) -> None:
    name = request.form.get("login", "").strip()
    user = world.directory.user(name)
    flow.chosen = name
    if user is None:
        flow.problem = f"AADSTS50034: The user account {name} does not exist in the directory."
    elif user.password != request.form.get("passwd", "") or not user.password:
        flow.problem = "AADSTS50126: Error validating credentials due to invalid username or password."
    elif not user.enabled:
        flow.problem = "AADSTS50057: The user account is disabled."
    else:
        flow.chosen, flow.proven = user.upn, True


def _mfa(_world: World, _request: Request, flow: Flow) -> None:
    flow.mfa = flow.proven


def _consent(world: World, request: Request, flow: Flow) -> None:
    if flow.proven:
        give_consent(world, flow, for_everyone=request.form.get("everyone") == "1")


def _decline(world: World, request: Request, flow: Flow) -> Response:
    world.flows.open.pop(flow.id, None)
    without_workflow = request.form.get("reason") == "admin-only"
    problem = admin_must_consent() if without_workflow else declined()
    return refuse(world, words_for(request), flow, problem)


def _ask(world: World, request: Request, flow: Flow) -> Response | None:
    if not flow.proven or flow.purpose is not Purpose.CODE:
        return None
    request_approval(world, flow, request.form.get("why", ""))
    return pages.request_sent_page(words_for(request), flow)


_ACTIONS: dict[str, Callable[[World, Request, Flow], Response | None]] = {
    "choose": _choose,
    "password": _password,
    "mfa": _mfa,
    "consent": _consent,
    "decline": _decline,
    "ask": _ask,
}
