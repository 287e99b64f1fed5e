"""How one wants to be told, and who stands in while one is away."""

from __future__ import annotations

from django.contrib import messages
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postroom.models import Absence, User
from postroom.tickets.informing.absences import AbsenceRefused, be_away, be_back, is_away
from postroom.tickets.informing.choices import choose
from postroom.web.access import agent_required, signed_in
from postroom.web.notifications.forms import AbsenceForm, WaysForm


@agent_required
def notification_settings(request: HttpRequest) -> HttpResponse:
    """Show both forms, and keep what one wants to be told of."""
    user = signed_in(request)
    form = WaysForm(request.POST or None, user=user)
    if request.method == "POST":
        form = WaysForm(request.POST, user=user)
        if form.is_valid():
            choose(user, form.wanted())
            messages.success(request, _("Saved."))
            return redirect("notification_settings")
    return _page(request, form, _absence_form(user))


@agent_required
@require_POST
def away(request: HttpRequest) -> HttpResponse:
    """Keep who stands in and when, or forget it."""
    user = signed_in(request)
    if "back" in request.POST:
        be_back(user)
        messages.success(request, _("You are back: nobody stands in for you."))
        return redirect("notification_settings")
    form = AbsenceForm(request.POST, absence=None, colleagues=_colleagues(user))
    if form.is_valid():
        try:
            be_away(user, **form.cleaned_data)
        except AbsenceRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("notification_settings")
    return _page(request, WaysForm(user=user), form)


def _page(request: HttpRequest, form: WaysForm, absence_form: AbsenceForm) -> HttpResponse:
    user = signed_in(request)
    stands_in = Absence.objects.filter(substitute=user).select_related("user").order_by("first_day")
    context = {
        "form": form,
        "absence_form": absence_form,
        "absence": _absence(user),
        "stands_in": [(absence, is_away(absence)) for absence in stands_in],
    }
    status = 422 if form.errors or absence_form.errors else 200
    return render(request, "notifications/settings.html", context, status=status)


def _absence(user: User) -> Absence | None:
    return Absence.objects.filter(user=user).select_related("substitute").first()


def _absence_form(user: User) -> AbsenceForm:
    return AbsenceForm(absence=_absence(user), colleagues=_colleagues(user))


def _colleagues(user: User) -> QuerySet[User]:
    agents = User.objects.filter(active=True, roles__is_agent=True, roles__active=True).exclude(pk=user.pk)
    return agents.distinct().order_by("name", "email")
