"""Whether consent is needed in a sign-in, who may give it, and what happens when it is asked for.

Source: "Configure the admin consent workflow" (learn.microsoft.com/entra/identity/enterprise-apps/): where users may
not consent, the page is called "Approval required"; the request goes to the reviewers by mail, and the requester
hears of the decision by mail.
"""

from __future__ import annotations

from postroom.practice.asgi.messages import Response
from postroom.practice.identity import pages
from postroom.practice.identity.directory import App, Tenant, User
from postroom.practice.identity.flow import Flow, Purpose
from postroom.practice.identity.scopes import parse_scopes
from postroom.practice.mailstore.notices import notice
from postroom.practice.page import Words
from postroom.practice.switches import Fault
from postroom.practice.world import World


def consent_needed(world: World, flow: Flow, tenant: Tenant, user: User) -> bool:
    if flow.purpose is Purpose.ADMIN_CONSENT or flow.ask_consent:
        return not flow.consented
    return not world.consents.covered(tenant, flow.app, user, flow.scopes)


def consent_page(world: World, say: Words, flow: Flow, tenant: Tenant, user: User) -> Response:
    """The page that fits: consent, or "Approval required" where only an administrator may."""
    if user.is_admin:
        return pages.consent_page(say, flow, tenant, user)
    if flow.purpose is Purpose.ADMIN_CONSENT or flow.parameters.get("prompt") == "none":
        return pages.admin_needed_page(say, flow, user)
    policy = "request" if world.switches.look(Fault.ADMIN_CONSENT, user.upn) else tenant.consent_policy
    if policy == "user":
        return pages.consent_page(say, flow, tenant, user)
    if policy == "request":
        return pages.approval_required_page(say, flow, user)
    return pages.admin_needed_page(say, flow, user)


def give_consent(world: World, flow: Flow, *, for_everyone: bool) -> None:
    """The button was pressed. Whoever is no administrator can only speak for himself, and only where allowed."""
    user = world.directory.users[flow.chosen.lower()]
    tenant = world.directory.tenant_of(user)
    forbidden = tenant.consent_policy != "user" or world.switches.look(Fault.ADMIN_CONSENT, user.upn)
    if not user.is_admin and (forbidden or flow.purpose is Purpose.ADMIN_CONSENT):
        return
    everyone = user.is_admin and (for_everyone or flow.purpose is Purpose.ADMIN_CONSENT)
    world.consents.grant(tenant, flow.app, None if everyone else user, flow.scopes)
    flow.consented = True


def request_approval(world: World, flow: Flow, reason: str) -> None:
    """Put the request on the reviewers' list and tell them by mail."""
    user = world.directory.users[flow.chosen.lower()]
    tenant = world.directory.tenant_of(user)
    world.consents.request(tenant, flow.app, user, flow.parameters.get("scope", ""), reason)
    for reviewer in world.directory.users.values():
        if reviewer.is_admin and reviewer.tenant_id == tenant.id and reviewer.mailbox:
            notice(
                world.post,
                reviewer.mailbox,
                f"{user.name} requests access to {flow.app.name}",
                f"{user.name} ({user.upn}) asks you to review the app {flow.app.name}.\n\nReason: {reason}\n\n"
                "Review the request under Enterprise applications, Admin consent requests.",
            )


def decide_request(world: World, identifier: int, *, approved: bool) -> None:
    """An administrator reviewed a request: grant for everyone or not, and tell the requester by mail."""
    row = world.consents.close_request(identifier, "approved" if approved else "denied")
    if row is None:
        return
    app, tenant = world.directory.apps[row["client_id"]], world.directory.tenants[row["tenant"]]
    if approved:
        world.consents.grant(tenant, app, None, parse_scopes(row["scope"]))
    _tell_requester(world, row["user"], app, approved=approved)


def _tell_requester(world: World, upn: str, app: App, *, approved: bool) -> None:
    user = world.directory.user(upn)
    if user is not None and user.mailbox:
        word = "approved" if approved else "denied"
        notice(
            world.post,
            user.mailbox,
            f"Your request for {app.name} was {word}",
            f"An administrator {word} your request to use {app.name}.",
        )
