"""The last step of a sign-in: back to the app with a code, a consent, or a refusal."""

from __future__ import annotations

import uuid

from postroom.practice.asgi.messages import Response, html_response, redirect
from postroom.practice.identity.directory import Tenant, User
from postroom.practice.identity.errors import IdentityError, declined
from postroom.practice.identity.flow import Flow, Purpose
from postroom.practice.page import Words, escape, frame, hidden
from postroom.practice.world import World


def finish(world: World, say: Words, flow: Flow, tenant: Tenant, user: User) -> Response:
    """Everything is proven and agreed to."""
    if flow.purpose is Purpose.ADMIN_CONSENT:
        return _admin_consent_given(flow, tenant)
    if flow.purpose is Purpose.DEVICE:
        return _device_signed_in(world, say, flow, user)
    code = world.flows.issue_code(flow, tenant, user)
    answer = {"code": code, "state": flow.state, "session_state": str(uuid.uuid4())}
    return back_to_app(flow.parameters, answer)


def _admin_consent_given(flow: Flow, tenant: Tenant) -> Response:
    """Source: "Admin consent on the Microsoft identity platform" (learn.microsoft.com/entra/.../v2-admin-consent)."""
    answer = {"admin_consent": "True", "tenant": tenant.id, "state": flow.state}
    if flow.parameters.get("scope"):
        answer["scope"] = flow.parameters["scope"]
    return back_to_app(flow.parameters, answer)


def _device_signed_in(world: World, say: Words, flow: Flow, user: User) -> Response:
    device = world.flows.device_codes[flow.parameters["device_code"]]
    device.user, device.mfa = user, flow.mfa
    return html_response(frame(say, flow.app.name, f"<h1>{say('You can close this window now.')}</h1>", "sign-in"))


def refuse(world: World, say: Words, flow: Flow, problem: IdentityError) -> Response:
    """The user or the policy said no: back to the app, or for a device to a page that says so."""
    if flow.purpose is Purpose.DEVICE:
        world.flows.device_codes[flow.parameters["device_code"]].declined = True
        return html_response(frame(say, flow.app.name, f"<h1>{escape(problem.sentence)}</h1>", "sign-in"))
    if flow.purpose is Purpose.ADMIN_CONSENT:
        return _admin_consent_refused(flow)
    return back_with_error(flow.parameters, problem)


def _admin_consent_refused(flow: Flow) -> Response:
    problem = declined()
    problem.sentence = "The resource owner or authorization server denied the request."
    answer = {
        "error": "consent_required",
        "error_description": problem.description,
        "admin_consent": "True",
        "state": flow.state,
    }
    return back_to_app(flow.parameters, answer)


def back_with_error(parameters: dict[str, str], problem: IdentityError) -> Response:
    answer = {
        "error": problem.error,
        "error_description": problem.description,
        "error_uri": f"https://login.microsoftonline.com/error?code={problem.code}",
        "state": parameters.get("state", ""),
    }
    return back_to_app(parameters, answer)


def back_to_app(parameters: dict[str, str], answer: dict[str, str]) -> Response:
    filled = {name: value for name, value in answer.items() if value}
    address = parameters.get("redirect_uri", "")
    if parameters.get("response_mode") != "form_post":
        return redirect(address, filled)
    fields = "".join(hidden(name, value) for name, value in filled.items())
    return html_response(
        f'<!doctype html><title>Working...</title><form method="post" action="{escape(address)}">{fields}'
        '<button type="submit">Submit</button></form>'
    )
