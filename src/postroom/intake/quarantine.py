"""What a person does with mail that could not be processed: nothing of it is ever lost by itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from email.utils import formataddr

import structlog
from django.db import transaction
from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from postroom.enqueue import PROCESS, enqueue
from postroom.intake.decision import Said
from postroom.intake.facts import NO_SENDER
from postroom.mail.envelope import Envelope, read_envelope
from postroom.mail.header_block import read_header_block
from postroom.mail.limits import Budget
from postroom.mail.values import Address
from postroom.models import Article, ArticleKind, Group, Inbound, InboundState, Outcome, SenderKind, Ticket, User
from postroom.people.customers import customers
from postroom.sentences import Sentence, sentence
from postroom.tickets.act import Act, acting
from postroom.tickets.drafts import ArticleDraft, FileDraft
from postroom.tickets.opening import TicketDraft, open_ticket

log = structlog.get_logger(__name__)

_HEAD = 64 * 1024
"""Bytes that are looked at for sender and subject: what made the mail fail may stand in the rest."""


class NotInQuarantine(ValueError):  # named like the verbs' other refusals
    """Somebody else has decided meanwhile; the text is a sentence for the person who asked."""

    def __init__(self) -> None:
        super().__init__(_("This mail is no longer in quarantine: somebody has decided meanwhile."))


@dataclass(frozen=True, slots=True)
class Head:
    """As much as can be read of who wrote about what."""

    sender: Address | None
    subject: str


def quarantined() -> QuerySet[Inbound]:
    """Return the rows in quarantine, newest first, each with the first bytes of its mail as `head`."""
    rows = Inbound.objects.filter(state=InboundState.QUARANTINED).select_related("channel").order_by("-id")
    return rows.annotate(head=Substr("raw__content", 1, _HEAD, output_field=BinaryField()))


def read_head(content: bytes) -> Head:
    """Return sender and subject of a mail as far as they can be read. Never raises."""
    try:
        envelope = _envelope(bytes(content[:_HEAD]))
    except Exception:
        # Whatever put the mail into quarantine may be in its headers: the page about it must still come.
        log.warning("headers of a quarantined mail cannot be read", exc_info=True)
        return Head(None, "")
    return Head(envelope.from_ if "@" in envelope.from_.email else None, envelope.subject.replace("\0", ""))


def try_again(row_ids: Collection[int]) -> int:
    """Put mails back to those that wait, as if they had just come; return how many still were in quarantine."""
    with transaction.atomic():
        rows = _locked(row_ids)
        found = sorted(row.pk for row in rows)
        # The last error stays until the next attempt has ended.
        Inbound.objects.filter(pk__in=found).update(state=InboundState.STORED, attempts=0, processed_at=None)
        if found:
            enqueue(PROCESS, row_ids=found)
    return len(found)


def make_ticket(row_id: int, by: User, group: Group | None = None) -> Ticket:
    """Open a ticket with what could be read of the mail and the mail itself as a file; return it.

    `group` None: that of the channel. Nothing is answered automatically: nobody knows what the mail is.
    Raises NotInQuarantine.
    """
    with acting(by, "web", sentence(gettext_noop("Made from a mail that could not be read"))) as act:
        row = next(iter(_locked([row_id])), None)
        if row is None:
            raise NotInQuarantine
        content = bytes(row.raw.content)
        head = read_head(content)
        ticket, article = _open(act, row, head, content, group or row.channel.group)
        act.new.flush()
        made = sentence(gettext_noop("%(person)s made a ticket of it."), person=str(by))
        _settle(row, InboundState.PROCESSED, made, ticket, article)
    return ticket


def discard(row_ids: Collection[int], by: User) -> int:
    """Take mails out of quarantine for good; return how many. The ledger keeps the row and its raw mail."""
    with transaction.atomic():
        rows = _locked(row_ids)
        for row in rows:
            _settle(row, InboundState.DISCARDED, sentence(gettext_noop("%(person)s discarded it."), person=str(by)))
    return len(rows)


def _envelope(head: bytes) -> Envelope:
    budget = Budget.for_size(len(head))
    return read_envelope(read_header_block(head, 0, len(head), budget), budget, "")


def _locked(row_ids: Collection[int]) -> list[Inbound]:
    rows = Inbound.objects.select_for_update(of=("self",)).select_related("channel__group", "raw")
    return list(rows.filter(pk__in=list(row_ids), state=InboundState.QUARANTINED).order_by("pk"))


def _open(act: Act, row: Inbound, head: Head, content: bytes, group: Group) -> tuple[Ticket, Article]:
    sender = head.sender or NO_SENDER
    draft = ArticleDraft(
        kind=ArticleKind.EMAIL,
        sender=SenderKind.CUSTOMER,
        from_header=_header(sender),
        subject=head.subject,
        body_text=_("This mail could not be read. It is attached as it came, as original.eml."),
        new_text=_("This mail could not be read. It is attached as it came, as original.eml."),
        may_answer=False,
        defects=(_last_line(row.error),) if row.error else (),
        raw_digest=row.raw_id,
        created_at=row.received_at or row.stored_at,
        files=(FileDraft("original.eml", "message/rfc822", content, digest=row.raw_id),),
    )
    customer = customers({sender.email: sender.name})[sender.email.lower()]
    return open_ticket(act, TicketDraft(head.subject.strip() or _("(no subject)"), group, customer), draft)


def _header(address: Address) -> str:
    try:
        return formataddr((address.name, address.email))
    except UnicodeError:
        # An address that is not ASCII (RFC 6532) is shown as it is.
        return f'"{address.name}" <{address.email}>' if address.name else address.email


def _last_line(error: str) -> str:
    return error.strip().rpartition("\n")[2][:1000]


def _settle(
    row: Inbound,
    state: InboundState,
    because: Sentence,
    ticket: Ticket | None = None,
    article: Article | None = None,
) -> None:
    row.state, row.ticket, row.article = state, ticket, article
    row.outcome = Outcome.TICKET if ticket else ""
    row.trace = [*row.trace, Said("quarantine", True, because).stored()]
    row.processed_at = timezone.now()
    row.save(update_fields=["state", "ticket", "article", "outcome", "trace", "processed_at"])
