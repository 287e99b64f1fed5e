"""What an answer begins with: whom it goes to, its subject, and what stands below what the agent writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from postroom.configuration import configuration
from postroom.mail.address_text import addresses_of_text
from postroom.mail.fold import fold_html, fold_text
from postroom.mail.split import Role
from postroom.mail.text_html import text_to_html
from postroom.mail.values import Address
from postroom.models import Article, EmailAddress, Group, SenderKind, Ticket, User
from postroom.tickets.subjects import for_sending
from postroom.tickets.variables import Context, fill_html


@dataclass(frozen=True, slots=True)
class Beginning:
    """A mail before somebody writes: `body` is where they go on, `below` (signature, older mail) follows it."""

    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    body: str
    below: str


NOTHING = Beginning((), (), "", "", "")
"""A note, or a ticket that is yet to be opened."""


def reply_to(ticket: Ticket, article: Article, agent: User, *, everybody: bool = False) -> Beginning:
    """Return the beginning of an answer to `article`, to its sender or to everybody it went to."""
    own = own_addresses()
    sender = _sender_of(ticket, article)
    to = _others([sender], own)
    others = [*addresses_of_text(article.to_header), *addresses_of_text(article.cc_header)]
    return Beginning(
        to=to,
        cc=_others(others, own | {sender.email.lower()}) if everybody else (),
        subject=reply_subject(ticket),
        body="",
        below=signature(ticket, agent) + quote(article),
    )


def reply_subject(ticket: Ticket) -> str:
    """Return the subject of an answer, with the ticket's mark."""
    settings = configuration()
    return for_sending(ticket.title, ticket.number, settings.reply_prefix, settings)


def forward(ticket: Ticket, article: Article, agent: User) -> Beginning:
    """Return the beginning of a mail that passes `article` on."""
    settings = configuration()
    return Beginning(
        to=(),
        cc=(),
        subject=for_sending(ticket.title, ticket.number, settings.forward_prefix, settings),
        body="",
        below=signature(ticket, agent) + _forwarded(article),
    )


def again(article: Article) -> Beginning:
    """Return the beginning of a mail that takes the place of `article`, which did not leave as it should."""
    folded = fold_html(article.body_html) if article.body_html else fold_text(article.body_text)
    return Beginning(
        to=addresses_of_text(article.to_header),
        cc=addresses_of_text(article.cc_header),
        subject=article.subject,
        body=folded.new,
        below="".join(part.html for part in folded.parts if part.role is not Role.NEW),
    )


def own_addresses() -> frozenset[str]:
    """Return every sending address in lower case."""
    return frozenset(email.lower() for email in EmailAddress.objects.values_list("email", flat=True))


def signature(ticket: Ticket, agent: User, group: Group | None = None) -> str:
    """Return the signature of `group`, else of the ticket's, with its variables filled, as HTML."""
    chosen = (group or ticket.group).signature
    if chosen is None or not chosen.active:
        return ""
    return f'<div data-mail="signature">{fill_html(chosen.body, Context(ticket, agent=agent))}</div>'


def quote(article: Article) -> str:
    """Return `article` as quoted HTML under a line that says who wrote it and when."""
    when = date_format(localtime(article.created_at), "SHORT_DATETIME_FORMAT")
    line = _("On %(when)s, %(who)s wrote:") % {"when": when, "who": article.from_header}
    quoted = f'<blockquote type="cite" data-mail="quote">{body_html(article)}</blockquote>'
    return f'<p data-mail="attribution">{escape(line)}</p>{quoted}'


def body_html(article: Article) -> str:
    """Return the body of `article` as safe HTML, made from its text where it has none."""
    return article.body_html or text_to_html(article.body_text)


def _forwarded(article: Article) -> str:
    when = date_format(localtime(article.created_at), "SHORT_DATETIME_FORMAT")
    lines = [
        (_("From"), article.from_header),
        (_("Date"), when),
        (_("To"), article.to_header),
        (_("Subject"), article.subject),
    ]
    head = "<br>".join(f"<b>{escape(name)}:</b> {escape(value)}" for name, value in lines if value)
    title = _("Forwarded message")
    mail = f"<p>---------- {escape(title)} ----------<br>{head}</p><div>{body_html(article)}</div>"
    return f'<div data-mail="forward">{mail}</div>'


def _sender_of(ticket: Ticket, article: Article) -> Address:
    """Whom an answer goes to: Reply-To, else From; to what we wrote ourselves, the customer."""
    customer = Address(ticket.customer.name, ticket.customer.email)
    if article.sender != SenderKind.CUSTOMER:
        return customer
    candidates = [*addresses_of_text(article.reply_to_header), *addresses_of_text(article.from_header)]
    return next(iter(candidates), customer)


def _others(addresses: Iterable[Address], left_out: frozenset[str] | set[str]) -> tuple[Address, ...]:
    seen = {email.lower() for email in left_out}
    others = []
    for address in addresses:
        if address.email.lower() not in seen:
            seen.add(address.email.lower())
            others.append(address)
    return tuple(others)
