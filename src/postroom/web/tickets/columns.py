"""The columns of the ticket list: a line each, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.models import Ticket
from postroom.web.ui.marks import badge, priority, ticket_state
from postroom.web.ui.moments import moment

_LONGEST_TITLE, _LONGEST_NAME = 200, 80
_MOST_TAGS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """`cell` writes what it says of a ticket; `look` are classes of the design system."""

    name: str
    label: str | Promise
    cell: Callable[[Ticket], str]
    look: str = ""
    roomy: bool = False
    """Goes first where there is little room."""
    ltr: bool = True
    """What is in it is ours; a name or title has a direction of its own."""

    @property
    def classes(self) -> str:
        """The classes of its cells."""
        return f"{self.look} wide-only roomy-only".strip() if self.roomy else self.look


def _title(ticket: Ticket) -> str:
    tags = [format_html(" {}", badge(tag, "tag")) for tag in ticket.tags[:_MOST_TAGS]]
    left = len(ticket.tags) - _MOST_TAGS
    return format_html(
        '{} <a class="row-link" id="ticket-{}" href="{}" dir="auto">{}</a>{}{}{}',
        priority(ticket.priority, bare=True),
        str(ticket.pk),
        _address(ticket.pk),
        _cut(ticket.title, _LONGEST_TITLE),
        format_html(" {}", badge(_("Draft"), "info", icon="edit")) if vars(ticket).get("drafted") else "",
        mark_safe("".join(tags)),  # noqa: S308  # each of them is format_html
        format_html(' <span class="faint">+{}</span>', left) if left > 0 else "",
    )


@lru_cache(4096)
def _address(pk: int) -> str:
    return reverse("ticket", args=[pk])


def _name(value: object | None) -> str:
    return _cut(str(value), _LONGEST_NAME) if value else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else Truncator(text).chars(most)


def _owner(ticket: Ticket) -> str:
    return _name(ticket.owner) or format_html('<span class="faint">{}</span>', _("nobody"))


_ALL = (
    Column("state", gettext_lazy("State"), lambda ticket: ticket_state(ticket.state), "fit"),
    Column("number", gettext_lazy("Number"), lambda ticket: ticket.number, "fit numeric faint wide-only"),
    Column("title", gettext_lazy("Title"), _title, "title"),
    Column("customer", gettext_lazy("Customer"), lambda ticket: _name(ticket.customer), "person", ltr=False),
    Column(
        "organisation",
        gettext_lazy("Organisation"),
        lambda ticket: _name(ticket.organisation),
        "person",
        roomy=True,
        ltr=False,
    ),
    Column("group", gettext_lazy("Group"), lambda ticket: _name(ticket.group), "person", roomy=True, ltr=False),
    Column("owner", gettext_lazy("Owner"), _owner, "person", roomy=True, ltr=False),
    Column("priority", gettext_lazy("Priority"), lambda ticket: priority(ticket.priority), "fit", roomy=True),
    Column(
        "articles",
        gettext_lazy("Messages"),
        lambda ticket: str(number_format(ticket.article_count)),
        "fit numeric end",
        roomy=True,
    ),
    Column("created", gettext_lazy("Created"), lambda ticket: moment(ticket.created_at), "end fit faint", roomy=True),
    Column(
        "contact",
        gettext_lazy("Customer wrote"),
        lambda ticket: moment(ticket.last_customer_contact_at),
        "end fit faint",
        roomy=True,
    ),
    Column(
        "pending",
        gettext_lazy("Pending until"),
        lambda ticket: moment(ticket.pending_until),
        "end fit faint",
        roomy=True,
    ),
    Column("closed", gettext_lazy("Closed"), lambda ticket: moment(ticket.closed_at), "end fit faint", roomy=True),
    Column("changed", gettext_lazy("Changed"), lambda ticket: moment(ticket.updated_at), "end fit faint"),
)
_PEOPLE = ("owner__name", "owner__email", "customer__name", "customer__email")
READ = (
    *("state", "number", "title", "tags", "priority", "article_count", "group__name", "organisation__name", *_PEOPLE),
    *("created_at", "updated_at", "closed_at", "pending_until", "last_customer_contact_at"),
)
"""The fields that cells and headings are made of: of 50 tickets with their people all others take longer than these."""
COLUMNS: dict[str, Column] = {column.name: column for column in _ALL}
USUAL = ("state", "number", "title", "customer", "group", "owner", "changed")
NEEDED = "title"
"""It holds the link to the ticket."""


def chosen(names: Iterable[str]) -> list[Column]:
    """Return the columns of these names in the order of the list, the title always; the usual ones where none is
    known."""
    known = {name for name in names if name in COLUMNS} or set(USUAL)
    return [column for column in _ALL if column.name in known | {NEEDED}]


def cells(ticket: Ticket, columns: Iterable[Column]) -> SafeString:
    """Return the cells of one row."""
    return mark_safe("".join(_cell(column, ticket) for column in columns))  # noqa: S308  # `_cell` escapes


def _cell(column: Column, ticket: Ticket) -> str:
    direction = "" if column.ltr else ' dir="auto"'
    return f'<td class="{column.classes}"{direction}>{conditional_escape(column.cell(ticket))}</td>'
