"""Variables in signatures, automatic mail and text modules: `#{ticket.number}`, `#{customer.first_name}`, ..."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime

from postroom.configuration import configuration
from postroom.models import Article, Ticket, User

_LONGEST_TITLE = 200
_VARIABLE = re.compile(r"#\{([a-z_.]{1,60})\}")


@dataclass(frozen=True, slots=True)
class Context:
    """What variables speak about."""

    ticket: Ticket
    article: Article | None = None
    agent: User | None = None


def _person(person: User | None, attribute: str) -> str:
    return str(getattr(person, attribute)) if person else ""


VARIABLES: dict[str, Callable[[Context], str]] = {
    "ticket.number": lambda context: context.ticket.number,
    # Titles come from subjects, and there are subjects of 80 kB.
    "ticket.title": lambda context: Truncator(context.ticket.title).chars(_LONGEST_TITLE),
    "ticket.state": lambda context: context.ticket.get_state_display(),
    "ticket.priority": lambda context: context.ticket.get_priority_display(),
    "ticket.group": lambda context: context.ticket.group.name,
    "ticket.created_at": lambda context: date_format(localtime(context.ticket.created_at), "SHORT_DATETIME_FORMAT"),
    "ticket.link": lambda context: f"{configuration().public_url}/tickets/{context.ticket.pk}",
    "customer.name": lambda context: _person(context.ticket.customer, "name"),
    "customer.first_name": lambda context: _person(context.ticket.customer, "first_name"),
    "customer.last_name": lambda context: _person(context.ticket.customer, "last_name"),
    "customer.email": lambda context: _person(context.ticket.customer, "email"),
    "owner.name": lambda context: _person(context.ticket.owner, "name"),
    "agent.name": lambda context: _person(context.agent, "name"),
    "agent.first_name": lambda context: _person(context.agent, "first_name"),
    "agent.email": lambda context: _person(context.agent, "email"),
    "article.subject": lambda context: context.article.subject if context.article else "",
    "article.body": lambda context: (context.article.new_text or context.article.body_text) if context.article else "",
    "organisation.name": lambda _context: configuration().organisation,
}


def fill_text(text: str, context: Context) -> str:
    """Return `text` with its variables filled; an unknown one stays as it is written, so that somebody notices."""
    return _VARIABLE.sub(lambda match: _value(match, context), text)


def fill_html(html: str, context: Context) -> str:
    """Return `html` with its variables filled and escaped."""
    return _VARIABLE.sub(lambda match: _as_html(match, context), html)


def _value(match: re.Match[str], context: Context) -> str:
    variable = VARIABLES.get(match[1])
    return match[0] if variable is None else variable(context)


def _as_html(match: re.Match[str], context: Context) -> str:
    return escape(_value(match, context)).replace("\n", "<br>")
