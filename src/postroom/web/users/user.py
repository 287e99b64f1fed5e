"""One person."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from postroom.delivery.invitations import invite as invite_by_mail
from postroom.models import Removal, Role, User
from postroom.people import users as verbs
from postroom.people.merging.listing import merges_of
from postroom.people.refusals import LastAdministrator, Refusal
from postroom.tickets.act import acting
from postroom.tickets.releasing import open_tickets_of, release
from postroom.web.access import administrator_required, signed_in
from postroom.web.users.forms import PersonForm
from postroom.web.users.inviting import password_link


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def new(request: HttpRequest) -> HttpResponse:
    """Create a person, and invite whoever is to work here."""
    form = PersonForm(request.POST or None, suggested=Role.objects.filter(is_agent=True, active=True).first())
    if form.is_valid():
        try:
            person = verbs.create_user(form.cleaned_data["roles"], **form.values)
        except Refusal as refusal:
            form.add_error("email", str(refusal))
        else:
            return _invited(request, person) if form.cleaned_data["roles"] else redirect("user", person.pk)
    return _page(request, None, form)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and change a person."""
    form = PersonForm(request.POST or None, instance=_find(pk))
    if form.is_valid():
        try:
            verbs.change_user(_find(pk), form.cleaned_data["roles"], **form.values)
        except LastAdministrator as refusal:
            form.add_error("roles", str(refusal))
        except Refusal as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("user", pk)
    return _page(request, _find(pk), form)


@require_POST
@administrator_required
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a link to choose a password."""
    person = _find(pk)
    if not person.active:
        messages.error(request, _("This person is not active. Activate them first."))
        return redirect("user", pk)
    return _invited(request, person)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what it means, then keep a person from signing in."""
    person = _find(pk)
    if request.method == "POST":
        try:
            released = _deactivate(signed_in(request), person, also_release=bool(request.POST.get("release")))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _said(released))
        return redirect("user", pk)
    context = {"person": person, "open_tickets": open_tickets_of(person), "oneself": person == request.user}
    return render(request, "users/deactivate.html", context)


@require_POST
@administrator_required
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person in again."""
    verbs.activate(_find(pk))
    messages.success(request, _("This person is active again."))
    return redirect("user", pk)


@require_POST
@administrator_required
def clear_undeliverable(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget that mail to a person came back."""
    verbs.clear_undeliverable(_find(pk))
    messages.success(request, _("Cleared. The next automatic mail goes to this address again."))
    return redirect("user", pk)


def _deactivate(by: User, person: User, *, also_release: bool) -> int:
    with transaction.atomic():
        verbs.deactivate(person)
        if not also_release:
            return 0
        with acting(by, "web", _("%(owner)s was deactivated") % {"owner": person}) as act:
            return release(act, person)


def _said(released: int) -> str:
    if not released:
        return _("This person is not active any more.")
    return ngettext(
        "This person is not active any more; %(count)d ticket is unassigned now.",
        "This person is not active any more; %(count)d tickets are unassigned now.",
        released,
    ) % {"count": released}


def _invited(request: HttpRequest, person: User) -> HttpResponse:
    link = password_link(request, person)
    if invite_by_mail(person, signed_in(request), link):
        messages.success(request, _("A mail with a link to choose the password is on its way."))
        return redirect("user", person.pk)
    return render(request, "users/invitation.html", {"person": person, "link": link})


def _find(pk: int) -> User:
    return get_object_or_404(User.objects.select_related("organisation"), pk=pk)


def _page(request: HttpRequest, person: User | None, form: PersonForm) -> HttpResponse:
    context: dict[str, object] = {"person": person, "form": form}
    if person is not None:
        context["works_here"] = person.roles.exists()
        context["under_removal"] = Removal.objects.filter(person=person).exists()
        context["addresses"] = person.further_addresses.all()
        context["merges"] = merges_of(person)
    return render(request, "users/user.html", context, status=422 if request.method == "POST" else 200)
