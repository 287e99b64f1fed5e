"""The verb that writes a mail: answer, answer to all, forward, or what a trigger sends."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from email.utils import formataddr

from django.utils.translation import gettext as _

from postroom.configuration import Configuration, configuration
from postroom.mail.values import Address
from postroom.models import (
    Article,
    ArticleKind,
    EmailAddress,
    EventKind,
    Outbound,
    SenderKind,
    Ticket,
    TicketState,
    User,
)
from postroom.tickets.act import Act
from postroom.tickets.articles import write_article
from postroom.tickets.drafts import ArticleDraft, FileDraft


class ReplyRefused(ValueError):  # named like the verbs' other refusals
    """A mail that cannot be written; its text is a sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class MailDraft:
    """A mail to write. `html` must have been made safe; `text` is what those see who want no HTML."""

    to: tuple[Address, ...]
    subject: str
    text: str
    html: str = ""
    cc: tuple[Address, ...] = ()
    answers: Article | None = None
    files: tuple[FileDraft, ...] = ()
    sender: EmailAddress | None = None
    """None: the sending address of the ticket's group."""
    auto: bool = False
    not_before: datetime.datetime | None = None


def reply(act: Act, ticket: Ticket, draft: MailDraft) -> Outbound:
    """Write a mail in `ticket` and put it in the outbox, in one transaction.

    Raises ReplyRefused, with nothing written.
    """
    sender = draft.sender or ticket.group.email_address
    recipients = _recipients(draft)
    if sender is None or sender.channel_id is None:
        raise ReplyRefused(
            _("The group %(group)s has no sending address. Choose one in the group's settings.")
            % {"group": ticket.group}
        )
    if not recipients:
        raise ReplyRefused(_("Say whom the mail goes to."))
    article = write_article(act, ticket, _article(act, draft, sender))
    outbound = Outbound.objects.create(
        article=article,
        email_address=sender,
        message_id=article.message_id,
        recipients=recipients,
        auto=draft.auto,
        not_before=draft.not_before,
    )
    changes = _touch(act, ticket, auto=draft.auto)
    act.record(ticket, EventKind.REPLIED, article=article, changes=changes)
    act.outboxes.add((sender.channel_id, draft.not_before))
    return outbound


def _recipients(draft: MailDraft) -> list[str]:
    seen: dict[str, str] = {}
    for address in (*draft.to, *draft.cc):
        seen.setdefault(address.email.lower(), address.email)
    return [email for email in seen.values() if email]


def _article(act: Act, draft: MailDraft, sender: EmailAddress) -> ArticleDraft:
    answered = draft.answers
    in_reply_to = (answered.message_id,) if answered and answered.message_id else ()
    return ArticleDraft(
        kind=ArticleKind.EMAIL,
        sender=SenderKind.SYSTEM if draft.auto else SenderKind.AGENT,
        from_header=formataddr((sender_name(act.by, sender, configuration()), sender.email)),
        to_header=_header(draft.to),
        cc_header=_header(draft.cc),
        subject=draft.subject,
        message_id=f"{uuid.uuid4()}@{sender.email.rpartition('@')[2]}",
        in_reply_to=in_reply_to,
        references=(*answered.references, *in_reply_to) if answered else (),
        body_text=draft.text,
        body_html=draft.html,
        new_text=draft.text,
        may_answer=False,
        files=draft.files,
    )


def sender_name(agent: User | None, sender: EmailAddress, settings: Configuration) -> str:
    """Return the display name of From as the settings want it; mail that no agent wrote bears the address's name."""
    if agent is None or not agent.name or settings.sender_format == "address":
        return sender.name
    if settings.sender_format == "agent" or not sender.name:
        return agent.name
    return f"{agent.name} {settings.sender_separator} {sender.name}"


def _header(addresses: tuple[Address, ...]) -> str:
    return ", ".join(formataddr((address.name, address.email)) for address in addresses)


def _touch(act: Act, ticket: Ticket, *, auto: bool) -> dict[str, list[str]]:
    changes: dict[str, list[str]] = {}
    fields = ["article_count"]
    ticket.article_count += 1
    if not auto:
        ticket.updated_at = ticket.last_agent_contact_at = act.at
        fields += ["updated_at", "last_agent_contact_at"]
        if ticket.state == TicketState.NEW:
            changes["state"] = [ticket.state, TicketState.OPEN.value]
            ticket.state = TicketState.OPEN
            fields.append("state")
    ticket.save(update_fields=fields)
    return changes
