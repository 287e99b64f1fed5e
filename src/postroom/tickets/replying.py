"""The verb that writes a mail: answer, answer to all, forward, or what a trigger sends."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from postroom.configuration import Configuration, configuration
from postroom.mail.address_text import address_text, addresses_text
from postroom.mail.values import Address
from postroom.models import (
    Article,
    ArticleKind,
    EmailAddress,
    EventKind,
    Group,
    Outbound,
    SenderKind,
    Ticket,
    TicketState,
    User,
)
from postroom.sentences import sentence as _
from postroom.tickets.act import Act
from postroom.tickets.articles import write_article
from postroom.tickets.drafts import ArticleDraft, FileDraft
from postroom.told import Refusal


class ReplyRefused(Refusal):  # named like the verbs' other refusals
    """A mail that cannot be written; its text is a sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class MailDraft:
    """A mail to write. `html` must have been made safe; `text` is what those see who want no HTML."""

    to: tuple[Address, ...]
    subject: str
    text: str
    html: str = ""
    new_text: str = ""
    """What is newly written of `text`; empty: all of it."""
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    """They get the mail, and nobody else reads that they do."""
    answers: Article | None = None
    files: tuple[FileDraft, ...] = ()
    sender: EmailAddress | None = None
    """None: the sending address of the ticket's group."""
    auto: bool = False
    not_before: datetime.datetime | None = None
    sign: bool | None = None
    """None: as the group does. True: not sent without a signature."""
    encrypt: bool | None = None
    """None: as the group does. True: never sent in clear."""


def reply(act: Act, ticket: Ticket, draft: MailDraft) -> Outbound:
    """Write a mail in `ticket` and put it in the outbox, in one transaction.

    Raises ReplyRefused, with nothing written.
    """
    sender = sender_of(ticket.group, draft)
    article = write_article(act, ticket, mail_article(act, draft, sender))
    outbound = put_in_outbox(act, article, draft, sender)
    changes = _touch(act, ticket, auto=draft.auto)
    act.record(ticket, EventKind.REPLIED, article=article, changes=changes)
    return outbound


def sender_of(group: Group, draft: MailDraft) -> EmailAddress:
    """Return the address the mail is sent from.

    Raises ReplyRefused where there is none that can send, or nobody to send to.
    """
    sender = draft.sender or group.email_address
    if sender is None or sender.channel is None:
        raise ReplyRefused(
            _("The group %(group)s has no sending address. Choose one in the group's settings.", group=str(group))
        )
    if not sender.channel.active:
        raise ReplyRefused(
            _(
                "The channel %(channel)s is disabled, so nothing can be sent from %(address)s. "
                "Enable it, or choose another address.",
                channel=str(sender.channel),
                address=sender.email,
            )
        )
    if not recipients_of(draft):
        raise ReplyRefused(_("Enter at least one recipient."))
    return sender


def put_in_outbox(act: Act, article: Article, draft: MailDraft, sender: EmailAddress) -> Outbound:
    """Let `article` leave by the channel of `sender`."""
    outbound = Outbound(
        article=article,
        email_address=sender,
        message_id=article.message_id,
        recipients=recipients_of(draft),
        auto=draft.auto,
        not_before=draft.not_before,
        sign=draft.sign,
        encrypt=draft.encrypt,
    )
    act.new.add(outbound)
    if sender.channel_id is not None:
        act.outboxes.add((sender.channel_id, draft.not_before))
    return outbound


def recipients_of(draft: MailDraft) -> list[str]:
    """Return the envelope recipients, each once."""
    seen: dict[str, str] = {}
    for address in (*draft.to, *draft.cc, *draft.bcc):
        seen.setdefault(address.email.lower(), address.email)
    return [email for email in seen.values() if email]


def mail_article(act: Act, draft: MailDraft, sender: EmailAddress) -> ArticleDraft:
    """Return the article of a mail; its Message-ID is fixed here for good."""
    answered = draft.answers
    in_reply_to = (answered.message_id,) if answered and answered.message_id else ()
    return ArticleDraft(
        kind=ArticleKind.EMAIL,
        sender=SenderKind.SYSTEM if draft.auto else SenderKind.AGENT,
        from_header=address_text(Address(sender_name(act.by, sender, configuration()), sender.email)),
        to_header=addresses_text(draft.to),
        cc_header=addresses_text(draft.cc),
        bcc_header=addresses_text(draft.bcc),
        subject=draft.subject,
        message_id=f"{uuid.uuid4()}@{sender.email.rpartition('@')[2]}",
        in_reply_to=in_reply_to,
        references=(*answered.references, *in_reply_to) if answered else (),
        body_text=draft.text,
        body_html=draft.html,
        new_text=draft.new_text or draft.text,
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
    act.new.change(ticket, fields)
    return changes
