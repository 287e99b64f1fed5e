"""From a mail as read to an article to write."""

from __future__ import annotations

from postroom.intake.decision import Decision
from postroom.intake.facts import Mail
from postroom.intake.opening import described
from postroom.mail.address_text import addresses_text
from postroom.mail.sender_checks import looks_forged
from postroom.mail.values import InboundMail
from postroom.models import ArticleKind
from postroom.sentences import Sentence
from postroom.sentences import sentence as _
from postroom.tickets.drafts import ArticleDraft, FileDraft

_LONGEST_TEXT = 2_000_000
"""Characters of a body that a page can still show; the raw mail keeps all of it."""


def article_of(item: Mail, decision: Decision, digests: dict[str, str], size_limit: int) -> ArticleDraft:
    """Return the article. `digests` are those of attachments that are stored already, by themselves."""
    mail = item.mail
    left_out = _left_out(item, size_limit)
    return ArticleDraft(
        kind=ArticleKind.EMAIL,
        sender=decision.sender,
        internal=decision.internal,
        from_header=addresses_text((mail.from_,)),
        to_header=addresses_text(mail.to),
        cc_header=addresses_text(mail.cc),
        reply_to_header=addresses_text(mail.reply_to),
        subject=mail.subject,
        message_id=mail.message_id,
        in_reply_to=mail.in_reply_to,
        references=mail.references,
        body_text=mail.text[:_LONGEST_TEXT],
        body_html=showable(mail.html),
        new_text=mail.new_text[:_LONGEST_TEXT],
        signature_text=mail.signature[:_LONGEST_TEXT],
        nature=mail.nature.kind.value,
        nature_because=mail.nature.because,
        may_answer=decision.may_answer,
        security=described(mail, item.opened),
        defects=(*_forged(mail), *mail.defects, *left_out),
        raw_digest=item.row.raw_id,
        created_at=decision.at,
        files=() if left_out else files_of(mail, digests),
    )


def _forged(mail: InboundMail) -> tuple[Sentence, ...]:
    """Only a server that we trust to say so is believed; who forges a sender may write such a header too."""
    if not looks_forged(mail.sender_checks):
        return ()
    domain = mail.from_.email.rpartition("@")[2]
    if mail.security.dmarc != "fail":
        return (
            _("The sender may be forged: our own mail server could not confirm that it is %(domain)s.", domain=domain),
        )
    return (
        _(
            "The sender may be forged: our own mail server found that %(domain)s does not stand by it (DMARC).",
            domain=domain,
        ),
    )


def files_of(mail: InboundMail, digests: dict[str, str]) -> tuple[FileDraft, ...]:
    """Return the attachments to write."""
    return tuple(
        FileDraft(
            filename=attachment.filename,
            content_type=attachment.content_type,
            content=attachment.content,
            content_id=attachment.content_id or "",
            inline=attachment.inline,
            digest=digests.get(attachment.sha256, ""),
        )
        for attachment in mail.attachments
    )


def is_too_large(item: Mail, size_limit: int) -> bool:
    """Whether only headers, text and a list of the rest become the article."""
    return item.row.size > size_limit or not item.row.complete


def _left_out(item: Mail, size_limit: int) -> tuple[Sentence, ...]:
    if not is_too_large(item, size_limit):
        return ()
    if not item.row.complete:
        return (
            _(
                "This mail has %(size)s bytes, more than can be fetched (limit: %(limit)s). Left out: all but headers "
                "and text. The whole mail stays on the server.",
                size=item.row.size,
                limit=size_limit,
            ),
        )
    return (
        _(
            "This mail has %(size)s bytes, more than the limit of %(limit)s. Left out: %(names)s. "
            "The whole mail is kept: download it as the original.",
            size=item.row.size,
            limit=size_limit,
            names=", ".join(file.filename for file in item.mail.attachments) or "-",
        ),
    )


def shown(text: str) -> str:
    """Return as much of `text` as a page can show and the database can store."""
    return text[:_LONGEST_TEXT].replace("\0", "")


def showable(html: str | None) -> str:
    """Return `html` where it can be shown.

    HTML cut anywhere is no longer what was made safe: where there is too much, the text is shown."""
    return html if html and len(html) <= _LONGEST_TEXT else ""
