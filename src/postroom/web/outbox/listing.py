"""Every mail that has not left."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from postroom.channels.sentences import Sentence, explain
from postroom.channels.sentences.ours import CHANNEL_DELETED
from postroom.models import Outbound, OutboundState
from postroom.web.access import agent_required, signed_in
from postroom.web.outbox.seeing import UNSENT, visible

PAGE = 50
DISABLED = Sentence(
    gettext_lazy("The channel of the sending address is disabled."),
    gettext_lazy("Enable the channel: the mail then leaves by itself."),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A mail as the outbox shows it."""

    row: Outbound
    sentence: Sentence | None
    """What went wrong, and what to do."""

    @property
    def subject(self) -> str:
        """That of the article, or its own."""
        return self.row.article.subject if self.row.article else self.row.subject


@dataclass(frozen=True, slots=True)
class Tab:
    """The mails of one state."""

    href: str
    label: str
    count: int
    current: bool


@require_safe
@agent_required
def outbox(request: HttpRequest) -> HttpResponse:
    """List mail that has not left, newest first; `state` shows one state only."""
    state = request.GET.get("state", "")
    rows = visible(signed_in(request))
    unsent = rows.filter(state__in=UNSENT)
    counts = dict(unsent.order_by().values_list("state").annotate(Count("pk")))
    chosen = unsent.filter(state=state) if state in UNSENT else unsent
    page = Paginator(chosen.order_by("-pk"), PAGE)
    shown = page.get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "lines": [line(row) for row in shown.object_list],
        "state": state,
        "tabs": _tabs(counts, state),
    }
    return render(request, "outbox/list.html", context)


def line(row: Outbound) -> Line:
    """Return a row as it is shown."""
    return Line(row, _sentence(row))


def _tabs(counts: dict[str, int], chosen: str) -> list[Tab]:
    tabs = [Tab(reverse("outbox"), _("All"), sum(counts.values()), current=chosen not in UNSENT)]
    for state in UNSENT:
        query = urlencode({"state": state.value})
        tabs.append(Tab(f"?{query}", capfirst(str(state.label)), counts.get(state, 0), current=chosen == state))
    return tabs


def _sentence(row: Outbound) -> Sentence | None:
    if row.error_code:
        return explain(row.error_code)
    if row.state != OutboundState.WAITING or row.email_address is None:
        return None
    if row.email_address.channel is None:
        return explain(CHANNEL_DELETED)
    return None if row.email_address.channel.active else DISABLED
