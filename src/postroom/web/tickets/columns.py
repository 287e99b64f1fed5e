"""The columns of the ticket list: a line each, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.models import TicketState
from postroom.web.tickets.line import Line
from postroom.web.ui.marks import badge, priority, ticket_state
from postroom.web.ui.moments import moment

_LONGEST_TITLE, _LONGEST_NAME = 200, 80
_MOST_TAGS = 5


@dataclass(frozen=True)
class Column:
    """`cell` writes what it says of a ticket; `look` are classes of the design system."""

    name: str
    label: str | Promise
    cell: Callable[[Line], str]
    look: str = ""
    roomy: bool = False
    """Goes first where there is little room."""
    ltr: bool = True
    """What is in it is ours; a name or title has a direction of its own."""

    @property
    def classes(self) -> str:
        """The classes of its cells."""
        return f"{self.look} wide-only roomy-only".strip() if self.roomy else self.look

    @cached_property
    def opening(self) -> str:
        """The beginning of its cells."""
        direction = "" if self.ltr else ' dir="auto"'
        return f'<td class="{self.classes}"{direction}>'


def _title(ticket: Line) -> str:
    draft = " " + badge(_("Draft"), "info", icon="edit") if ticket.drafted else ""
    tags = "".join(f" {_tag(tag)}" for tag in ticket.tags[:_MOST_TAGS])
    left = len(ticket.tags) - _MOST_TAGS
    more = f' <span class="faint">+{left}</span>' if left > 0 else ""
    return mark_safe(  # noqa: S308  # the one text that is not ours is escaped
        f'{priority(ticket.priority, bare=True)} <a class="row-link" id="ticket-{ticket.pk}" '
        f'href="{_address(ticket.pk)}" dir="auto">{escape(_cut(ticket.title, _LONGEST_TITLE))}</a>{draft}{tags}{more}'
    )


@lru_cache(512)
def _tag(tag: str) -> str:
    return badge(tag, "tag")


@lru_cache(4096)
def _address(pk: int) -> str:
    return reverse("ticket", args=[pk])


def _name(value: str | None) -> str:
    return _cut(value, _LONGEST_NAME) if value else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else Truncator(text).chars(most)


def _owner(ticket: Line) -> str:
    return _name(ticket.owner) or format_html('<span class="faint">{}</span>', _("nobody"))


_ALL = (
    Column("state", gettext_lazy("State"), lambda ticket: ticket_state(ticket.state), "fit"),
    Column("number", gettext_lazy("Number"), lambda ticket: ticket.number, "fit numeric faint wide-only"),
    Column("title", gettext_lazy("Title"), _title, "title"),
    Column("customer", gettext_lazy("Customer"), lambda ticket: _name(ticket.customer), "person", ltr=False),
    Column(
        "organisation",
        gettext_lazy("Organisation"),
        lambda ticket: _name(ticket.organisation__name),
        "person",
        roomy=True,
        ltr=False,
    ),
    Column("group", gettext_lazy("Group"), lambda ticket: _name(ticket.group__name), "person", roomy=True, ltr=False),
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
COLUMNS: dict[str, Column] = {column.name: column for column in _ALL}
USUAL = ("state", "number", "title", "customer", "group", "owner", "changed")
NEEDED = "title"
"""It holds the link to the ticket."""


def chosen(names: Iterable[str]) -> list[Column]:
    """Return the columns of these names in the order of the list, the title always; the usual ones where none is
    known."""
    known = {name for name in names if name in COLUMNS} or set(USUAL)
    return [column for column in _ALL if column.name in known | {NEEDED}]


def row_of(ticket: Line, columns: Iterable[Column]) -> SafeString:
    """Return one row: where it is selected, and the cells."""
    unread = ' class="unread"' if ticket.state == TicketState.NEW else ""
    select = escape(_("Select %(number)s") % {"number": ticket.number})
    return mark_safe(  # noqa: S308  # what is not ours is escaped here and by `_cell`
        f'<tr{unread} data-ticket="{ticket.pk}"><td class="fit select"><input type="checkbox" id="select-{ticket.pk}" '
        f'name="ticket" value="{ticket.pk}" form="bulk" data-row-select aria-label="{select}"></td>'
        f"{''.join([_cell(column, ticket) for column in columns])}</tr>\n"
    )


def _cell(column: Column, ticket: Line) -> str:
    said = column.cell(ticket)
    return f"{column.opening}{said if isinstance(said, SafeString) else escape(said)}</td>"
