"""All triggers in their order, and what one button does to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.models import Trigger
from postroom.triggers import editing as verbs
from postroom.web.access import administrator_required
from postroom.web.triggers.action_forms import ACTION_FORMS

_STEPS = {"up": -1, "down": 1}


@require_safe
@administrator_required
def triggers(request: HttpRequest) -> HttpResponse:
    """List triggers in the order in which they act."""
    rows = [(trigger, _titles(trigger)) for trigger in Trigger.objects.order_by("position", "name")]
    return render(request, "triggers/list.html", {"triggers": rows})


@require_POST
@administrator_required
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a trigger act, or not."""
    trigger, active = find(pk), request.POST.get("active") == "1"
    verbs.switch_trigger(trigger, active=active)
    sentence = _("“%(name)s” acts from now on.") if active else _("“%(name)s” does nothing any more.")
    messages.success(request, sentence % {"name": trigger.name})
    return redirect("triggers")


@require_POST
@administrator_required
def move(_request: HttpRequest, pk: int, where: str) -> HttpResponse:
    """Let a trigger act earlier or later."""
    if where not in _STEPS:
        raise Http404
    verbs.move_trigger(find(pk), _STEPS[where])
    return redirect("triggers")


@require_POST
@administrator_required
def clone(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a trigger and show the copy."""
    copy = verbs.clone_trigger(find(pk))
    messages.success(request, _("This is the copy. It does nothing until you switch it on."))
    return redirect("trigger", copy.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete a trigger."""
    trigger = find(pk)
    if request.method == "POST":
        verbs.delete_trigger(trigger)
        messages.success(request, _("The trigger is deleted."))
        return redirect("triggers")
    return render(request, "triggers/remove.html", {"trigger": trigger})


def find(pk: int) -> Trigger:
    """Return the trigger; Http404 where there is none."""
    return get_object_or_404(Trigger, pk=pk)


def _titles(trigger: Trigger) -> str:
    known = [ACTION_FORMS[action["action"]].title for action in trigger.actions if action.get("action") in ACTION_FORMS]
    return ", ".join(map(str, known))
