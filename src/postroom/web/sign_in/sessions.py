"""Where somebody is signed in: their own page, and the one about a person for administrators."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from postroom.models import Session, User
from postroom.people import second_step
from postroom.people.auditing import note_sessions_ended
from postroom.people.sessions import end_session, end_sessions, mark_of, sessions_of
from postroom.web.access import administrator_required, signed_in
from postroom.web.sign_in.browsers import browser_words


@dataclass(frozen=True, slots=True)
class Shown:
    """A session as a page shows it."""

    mark: str
    browser: str
    address: str
    began_at: datetime.datetime | None
    seen_at: datetime.datetime | None
    is_this: bool


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """List the sessions of whoever looks."""
    shown = _shown(sessions_of(signed_in(request)), request.session.session_key or "")
    context = {"sessions": shown, "others": sum(not one.is_this for one in shown)}
    return render(request, "sign_in/own.html", context)


@require_POST
@login_required
def end_own(request: HttpRequest) -> HttpResponse:
    """End the session that `session` names, or all but this one."""
    user, mark = signed_in(request), request.POST.get("session", "")
    this = request.session.session_key or ""
    _ended(request, user, int(end_session(user, mark)) if mark else end_sessions(user, but=this))
    return redirect("sessions")


@require_safe
@administrator_required
def of_user(request: HttpRequest, pk: int) -> HttpResponse:
    """List the sessions of a person, and what they sign in with."""
    person = get_object_or_404(User, pk=pk)
    kinds = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)
    context = {
        "person": person,
        "sessions": _shown(sessions_of(person), request.session.session_key or ""),
        "second_steps": [kind.get_type_display() for kind in kinds],
        "required": person.roles.filter(active=True, needs_second_factor=True).exists(),
    }
    return render(request, "sign_in/of_user.html", context)


@require_POST
@administrator_required
def end_of_user(request: HttpRequest, pk: int) -> HttpResponse:
    """End all sessions of a person; of oneself, all but this one."""
    person = get_object_or_404(User, pk=pk)
    _ended(request, person, end_sessions(person, but=request.session.session_key or ""))
    return redirect("user_sign_in", pk)


@require_POST
@administrator_required
def remove_second_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody who lost their telephone or key sign in by password alone; their roles may ask for a new one."""
    person = get_object_or_404(User, pk=pk)
    this = request.session.session_key or ""
    if second_step.remove_second_step(person, by=signed_in(request), ip=_ip(request), but=this):
        messages.success(
            request, _("The second step is removed. %(name)s signs in by password now.") % {"name": person}
        )
    return redirect("user_sign_in", pk)


def _ended(request: HttpRequest, whose: User, count: int) -> None:
    if count:
        note_sessions_ended(signed_in(request), whose, _ip(request))
    said = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", count) % {"count": count}
    messages.success(request, said)


def _shown(rows: Iterable[Session], this: str) -> list[Shown]:
    return [
        Shown(
            mark=mark_of(row.session_key),
            browser=browser_words(row.browser),
            address=row.address or "",
            began_at=row.began_at,
            seen_at=row.seen_at,
            is_this=row.session_key == this,
        )
        for row in rows
    ]


def _ip(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
