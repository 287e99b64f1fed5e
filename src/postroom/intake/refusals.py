"""What a sender is told when a mail could not be taken whole: one table from refusal to sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from postroom.configuration import Configuration
from postroom.mail.values import Address
from postroom.models import Article, Ticket
from postroom.sentences import sentence
from postroom.tickets.act import Act
from postroom.tickets.automatic import send_automatically
from postroom.tickets.replying import MailDraft
from postroom.tickets.subjects import for_sending

_MEGABYTE = 1024 * 1024


def tell_too_large(act: Act, ticket: Ticket, article: Article, size: int, settings: Configuration) -> None:
    """Tell the sender of `article` that its attachments were left out."""
    with override(ticket.customer.language or settings.default_language):
        text = _(
            "Your message “%(subject)s” has reached us, but with %(size)d MB it is larger than the %(limit)d MB we can "
            "take. Its attachments were left out. Please send large files another way."
        ) % {
            "subject": article.subject[:200],
            "size": size // _MEGABYTE,
            "limit": settings.size_limit // _MEGABYTE,
        }
        subject = for_sending(ticket.title, ticket.number, settings.reply_prefix, settings)
    draft = MailDraft(
        to=(Address(ticket.customer.name, ticket.customer.email),),
        subject=subject,
        text=text,
        answers=article,
        auto=True,
    )
    send_automatically(act.but(by=None, reason=sentence(gettext_noop("The mail was too large."))), ticket, draft)
