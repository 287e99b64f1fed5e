"""Variables in texts."""

from __future__ import annotations

from postroom.models import Group, Ticket, User
from postroom.tickets.variables import Context, fill_html, fill_text

TICKET = Ticket(number="1", title="<b>& co", group=Group(name="Support"), customer=User(name="Carl Customer"))


def test_variables_are_filled_and_unknown_ones_stay() -> None:
    text = fill_text("#{ticket.number} #{customer.first_name} #{customer.shoe_size}", Context(TICKET))
    assert text == "1 Carl #{customer.shoe_size}"


def test_values_are_escaped_in_html() -> None:
    assert fill_html("<p>#{ticket.title}</p>", Context(TICKET)) == "<p>&lt;b&gt;&amp; co</p>"


def test_title_of_any_length_stays_bearable() -> None:
    long = Ticket(number="1", title="x" * 80_000, group=TICKET.group, customer=TICKET.customer)
    assert fill_text("#{ticket.title}", Context(long)) == "x" * 199 + "…"
