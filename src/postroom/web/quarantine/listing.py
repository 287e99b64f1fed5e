"""All mail in quarantine, and what can be done to several at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from postroom.intake import quarantine as verbs
from postroom.models import Inbound
from postroom.web.access import administrator_required

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A mail and what could be read of it."""

    row: Inbound
    head: verbs.Head

    @property
    def error(self) -> str:
        """The last line of what went wrong, which says most."""
        return self.row.error.strip().rpartition("\n")[2]


@require_safe
@administrator_required
def quarantine(request: HttpRequest) -> HttpResponse:
    """List mail in quarantine."""
    page = Paginator(verbs.quarantined(), PAGE).get_page(request.GET.get("page"))
    lines = [line(row) for row in page.object_list]
    return render(request, "quarantine/list.html", {"page": page, "lines": lines})


def line(row: Inbound) -> Line:
    """Return a row of `quarantined` as it is shown."""
    return Line(row, verbs.read_head(bytes(getattr(row, "head", b"") or b"")))


@require_POST
@administrator_required
def try_again(request: HttpRequest) -> HttpResponse:
    """Try the chosen mails again, or all of them."""
    if request.POST.get("all"):
        chosen = list(verbs.quarantined().values_list("pk", flat=True))
    else:
        chosen = [int(pk) for pk in request.POST.getlist("mail") if pk.isdecimal()]
    tried = verbs.try_again(chosen)
    if not tried:
        messages.error(request, _("Nothing was tried again: choose mails that are still in quarantine."))
        return redirect("quarantine")
    sentence = ngettext(
        "%(count)d mail is tried again. If it still cannot be read it comes back here.",
        "%(count)d mails are tried again. Those that still cannot be read come back here.",
        tried,
    )
    messages.success(request, sentence % {"count": tried})
    return redirect("quarantine")
