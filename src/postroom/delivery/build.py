"""From a row of the outbox to the bytes that leave."""

from __future__ import annotations

from email.utils import getaddresses

from postroom.delivery.protect import protected
from postroom.mail.compose import OutgoingMail, compose
from postroom.mail.outgoing_html import for_mail_program
from postroom.mail.values import Address, Attachment
from postroom.models import Article, Outbound
from postroom.models import Attachment as StoredAttachment


def build(outbound: Outbound) -> tuple[bytes, str]:
    """Return the composed mail, signed and encrypted as it has to be, and its envelope sender.

    Always the same bytes for the same row, at every attempt, but for signature and ciphertext. Raises Uncomposable
    where an address cannot stand in a mail, and Unprotectable where it must be protected and cannot be.
    """
    mail = _plain(outbound) if outbound.article is None else _of_article(outbound, outbound.article)
    return protected(compose(mail), outbound), _sender(outbound)


def _sender(outbound: Outbound) -> str:
    return outbound.email_address.email if outbound.email_address else ""


def _plain(outbound: Outbound) -> OutgoingMail:
    name = outbound.email_address.name if outbound.email_address else ""
    return OutgoingMail(
        from_=Address(name, _sender(outbound)),
        to=tuple(Address("", email) for email in outbound.recipients),
        subject=outbound.subject,
        message_id=outbound.message_id,
        date=outbound.created_at,
        text=outbound.body,
        auto=outbound.auto,
    )


def _of_article(outbound: Outbound, article: Article) -> OutgoingMail:
    files = [_file(attachment) for attachment in article.attachments.select_related("blob")]
    return OutgoingMail(
        from_=_addresses(article.from_header)[0],
        to=_addresses(article.to_header),
        cc=_addresses(article.cc_header),
        subject=article.subject,
        message_id=outbound.message_id,
        date=outbound.created_at,
        in_reply_to=article.in_reply_to[0] if article.in_reply_to else "",
        references=tuple(article.references),
        text=article.body_text,
        html=for_mail_program(article.body_html) if article.body_html else None,
        inline=tuple(file for file in files if file.inline),
        attachments=tuple(file for file in files if not file.inline),
        auto=outbound.auto,
    )


def _addresses(header: str) -> tuple[Address, ...]:
    return tuple(Address(name, email) for name, email in getaddresses([header]) if email)


def _file(attachment: StoredAttachment) -> Attachment:
    return Attachment(
        filename=attachment.filename,
        content_type=attachment.content_type,
        content=bytes(attachment.blob.content),
        content_id=attachment.content_id or None,
        inline=attachment.inline,
    )
