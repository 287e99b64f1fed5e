"""Running a macro on many tickets."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from postroom.models import Level, Macro, Ticket, User
from postroom.tickets.access import group_ids
from postroom.tickets.act import acting
from postroom.tickets.undoing import Changed, keep
from postroom.triggers.macros import MacroRefused, run_macro
from postroom.web.access import agent_required, signed_in
from postroom.web.macros.saying import said_of
from postroom.web.tickets.undoing import offer_undo

_NAMED = 3


@require_safe
@agent_required
def macros(request: HttpRequest) -> HttpResponse:
    """Return the choice of macros, for the bar that changes many tickets."""
    return render(request, "tickets/bulk_macros.html", {"macros": offered_to(signed_in(request))})


def offered_to(user: User) -> QuerySet[Macro]:
    """Return the active macros that fit some ticket the person may change."""
    fits = Q(groups=None) | Q(groups__in=group_ids(user, Level.CHANGE))
    return Macro.objects.filter(fits, active=True).distinct()


def run_on_all(request: HttpRequest, tickets: Iterable[Ticket]) -> None:
    """Run the chosen macro on each ticket, each in a transaction of its own, and say what became of it."""
    user, wanted = signed_in(request), request.POST.get("macro", "")
    macro = offered_to(user).filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 10 else None
    if macro is None:
        messages.warning(request, _("Choose a macro."))
        return
    done, refused = _run(user, macro, tickets)
    if done:
        text = ngettext(
            "“%(macro)s” was run on %(count)d ticket.", "“%(macro)s” was run on %(count)d tickets.", len(done)
        )
        said = said_of(macro, text % {"macro": macro.name, "count": len(done)})
        offer_undo(request, said, keep(user, done))
    for sentence in refused[:_NAMED]:
        messages.error(request, sentence)


def _run(user: User, macro: Macro, tickets: Iterable[Ticket]) -> tuple[list[Changed], list[str]]:
    groups = set(macro.groups.values_list("pk", flat=True))
    done: list[Changed] = []
    refused = []
    for ticket in tickets:
        if groups and ticket.group_id not in groups:
            text = _("“%(macro)s” is not for the group of #%(number)s.")
            refused.append(text % {"macro": macro.name, "number": ticket.number})
            continue
        try:
            with acting(user, "web") as act:
                ran = run_macro(act, [ticket], macro)
            done += ran
        except MacroRefused as refusal:
            refused.append(str(refusal))
    return done, refused
