"""The verbs that open a ticket for a customer: after a call, or with a mail to them."""

from __future__ import annotations

from dataclasses import replace

from postroom.configuration import configuration
from postroom.mail.address_text import address_text
from postroom.mail.values import Address
from postroom.models import ArticleKind, SenderKind, Ticket
from postroom.tickets.act import Act
from postroom.tickets.drafts import ArticleDraft, FileDraft
from postroom.tickets.numbers import next_identity
from postroom.tickets.opening import TicketDraft, open_ticket
from postroom.tickets.replying import MailDraft, mail_article, put_in_outbox, sender_of
from postroom.tickets.subjects import for_sending


def start_by_phone(
    act: Act, draft: TicketDraft, text: str, html: str = "", files: tuple[FileDraft, ...] = ()
) -> Ticket:
    """Open a ticket with what the customer said on the phone. `html` must have been made safe."""
    caller = Address(draft.customer.name, draft.customer.email)
    call = ArticleDraft(
        kind=ArticleKind.PHONE,
        sender=SenderKind.CUSTOMER,
        from_header=address_text(caller),
        subject=draft.title,
        body_text=text,
        body_html=html,
        new_text=text,
        # Who has just spoken with somebody needs no automatic confirmation.
        may_answer=False,
        files=files,
    )
    return open_ticket(act, draft, call)[0]


def start_by_mail(act: Act, draft: TicketDraft, mail: MailDraft) -> Ticket:
    """Open a ticket with a mail to the customer; its subject gets the ticket's mark.

    Raises ReplyRefused, with nothing written.
    """
    sender = sender_of(draft.group, mail)
    identity = draft.identity or next_identity()
    mail = replace(mail, subject=for_sending(draft.title, identity.number, "", configuration()))
    ticket, article = open_ticket(act, replace(draft, identity=identity), mail_article(act, mail, sender))
    put_in_outbox(act, article, mail, sender)
    return ticket
