"""Two people who are one: looking at what goes where, merging them."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from postroom.models import User
from postroom.people.customers import find
from postroom.people.merging.doubles import alike_in
from postroom.people.merging.foresight import holdings
from postroom.people.merging.merge import merge_people
from postroom.people.merging.records import CHOOSABLE
from postroom.people.refusals import Refusal
from postroom.web.access import administrator_required, signed_in
from postroom.web.users.naming import told_apart


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing in which two people may differ."""

    name: str
    label: str
    kept: str
    other: str
    of_other: bool
    """Whether the other's is chosen."""

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return self.kept != self.other and bool(self.kept and self.other)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the other one, show what goes where, merge."""
    kept = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    given = (request.POST if request.method == "POST" else request.GET).get("other", "").strip()
    other = _find(given)
    if other is None or other == kept:
        return _ask(request, kept, given, found=other)
    if request.method != "POST":
        return _compare(request, kept, other, frozenset())
    chosen = frozenset(name for name in CHOOSABLE if request.POST.get(name) == "other")
    try:
        merged = merge_people(signed_in(request), kept.pk, other.pk, chosen)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _compare(request, kept, other, chosen)
    messages.success(request, _said(merged.tickets))
    return redirect("user", merged.kept.pk)


def _ask(request: HttpRequest, kept: User, given: str, *, found: User | None) -> HttpResponse:
    problem = ""
    if found is not None:
        problem = _("Choose somebody else: nobody is merged with themselves.")
    elif given:
        problem = _("There is nobody with this address.")
    elif request.method == "POST":
        problem = _("Say who it is, by name or address.")
    context = {"person": kept, "given": given, "problem": problem, "people": reverse("writing_people")}
    return render(request, "users/merge_whom.html", context, status=422 if problem else 200)


def _compare(request: HttpRequest, kept: User, other: User, chosen: frozenset[str]) -> HttpResponse:
    name, other_name = told_apart(kept, other)
    context = {
        "person": kept,
        "other": other,
        "name": name,
        "other_name": other_name,
        "choices": [_choice(name, kept, other, chosen) for name in CHOOSABLE],
        "holdings": holdings(kept, other),
        "alike": bool(alike_in([kept, other])),
        "notes": bool(kept.note and other.note),
    }
    return render(request, "users/merge.html", context, status=422 if request.method == "POST" else 200)


def _choice(name: str, kept: User, other: User, chosen: frozenset[str]) -> Choice:
    first, second = (str(getattr(person, name) or "") for person in (kept, other))
    label = str(User._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # columns all have one
    return Choice(name, label[:1].upper() + label[1:], first, second, name in chosen or not first)


def _find(given: str) -> User | None:
    """Return who is meant by an id, or by an address with or without a name."""
    people = User.objects.select_related("organisation")
    if given.isdecimal():
        return people.filter(pk=int(given[:15])).first()
    email = parseaddr(given)[1].lower()
    known = find([email]).get(email) if email else None
    return people.get(pk=known.pk) if known else None


def _said(tickets: int) -> str:
    if not tickets:
        return _("The two are one person now.")
    return ngettext(
        "The two are one person now; %(count)d ticket came along.",
        "The two are one person now; %(count)d tickets came along.",
        tickets,
    ) % {"count": tickets}
