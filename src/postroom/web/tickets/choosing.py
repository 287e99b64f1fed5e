"""What a person chooses for one overview: columns, order, groups, low rows."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postroom.models import ListChoice
from postroom.tickets.overviews import overviews_for
from postroom.web.access import agent_required, signed_in
from postroom.web.overviews.navigation import address_of
from postroom.web.tickets.columns import COLUMNS
from postroom.web.tickets.listing import find
from postroom.web.tickets.order import GROUPINGS, SORTS

_SORTS = [*SORTS, *(f"-{name}" for name in SORTS)]


class ChoiceForm(forms.Form):
    """How the list is to be shown from now on."""

    columns = forms.MultipleChoiceField(choices=[(name, name) for name in COLUMNS], required=False)
    sort = forms.ChoiceField(choices=[("", ""), *((name, name) for name in _SORTS)], required=False)
    group_by = forms.ChoiceField(choices=[("", ""), *((name, name) for name in GROUPINGS)], required=False)
    dense = forms.BooleanField(required=False)


@agent_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep how the person wants to see an overview, or forget it."""
    user = signed_in(request)
    overview = find(overviews_for(user), request.POST.get("overview", ""))
    form = ChoiceForm(request.POST)
    if request.POST.get("do") == "usual":
        ListChoice.objects.filter(user=user, overview=overview.slug).delete()
        messages.success(request, _("This list is shown as usual again."))
    elif form.is_valid():
        ListChoice.objects.update_or_create(user=user, overview=overview.slug, defaults=form.cleaned_data)
    return redirect(address_of(overview.slug))
