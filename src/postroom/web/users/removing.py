"""Deleting a person with their personal data: what is there, the choice, how far it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.models import Removal, User
from postroom.people.refusals import Refusal
from postroom.people.removing.asking import ask_again, ask_to_remove, holdings_of
from postroom.web.access import administrator_required, signed_in
from postroom.web.tickets.going import wants_part

_CHOICES = ("delete", "keep")


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is there, ask what is to stay, then let it be deleted."""
    person = get_object_or_404(User, pk=pk)
    if Removal.objects.filter(person=person).exists():
        return redirect("user_removal", pk)
    problem = _asked(request, person) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return redirect("user_removal", pk)
    context = {
        "person": person,
        "there": holdings_of(person),
        "problem": problem,
        "chosen": request.POST.get("what", ""),
        "oneself": person == request.user,
    }
    return render(request, "users/remove.html", context, status=422 if problem else 200)


@require_safe
@administrator_required
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far it is; without a person, or without anything under way, it is done."""
    under_way = Removal.objects.filter(person=pk).first()
    template = "users/_removal.html" if wants_part(request) else "users/removal.html"
    return render(request, template, {"removal": under_way, "pk": pk})


@require_POST
@administrator_required
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on where it stopped."""
    ask_again(pk)
    messages.success(request, _("It goes on."))
    return redirect("user_removal", pk)


def _asked(request: HttpRequest, person: User) -> str:
    """Ask for it and return why it is refused, or nothing."""
    what = request.POST.get("what", "")
    if what not in _CHOICES:
        return _("Choose what becomes of the tickets.")
    if request.POST.get("confirm", "").strip().lower() != person.email.lower():
        return _("To be sure that it is the right person, type their address as it stands here.")
    try:
        ask_to_remove(signed_in(request), person, keep_tickets=what == "keep", ip=request.META.get("REMOTE_ADDR"))
    except Refusal as refusal:
        return str(refusal)
    return ""
