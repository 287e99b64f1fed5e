"""Mail that nobody wrote: sent only where it can do no harm."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from django.db.models.functions import Lower
from django.utils import timezone

from postroom.configuration import configuration
from postroom.mail.values import Address
from postroom.models import Article, EmailAddress, Outbound, Ticket, User
from postroom.sentences import Sentence
from postroom.sentences import sentence as _
from postroom.tickets.act import Act
from postroom.tickets.replying import MailDraft, ReplyRefused, reply

# Minutes: how many automatic mails one recipient may get in that time, about one ticket and about all of them.
CAPS = {10: (10, 30), 30: (15, 60), 60: (25, 120), 180: (50, 240), 600: (100, 360)}
_WINDOW = datetime.timedelta(minutes=max(CAPS))
UNDELIVERABLE_FOR = datetime.timedelta(days=60)


class Gate:
    """Decides whether automatic mail may go to some people; three statements for all of them together."""

    def __init__(
        self,
        own: frozenset[str],
        undeliverable: dict[str, str],
        sent: dict[str, list[tuple[datetime.datetime, int | None]]],
    ) -> None:
        self._own = own
        self._undeliverable = undeliverable
        self._sent = sent

    @classmethod
    def open(cls, emails: Iterable[str]) -> Self:
        """Return the gate for mail to `emails`."""
        wanted = sorted({email.lower() for email in emails})
        own = EmailAddress.objects.values_list("email", flat=True)
        return cls(frozenset(email.lower() for email in own), _undeliverable(wanted), _sent_to(wanted))

    def why_not(self, ticket: Ticket, to: Iterable[Address], answered: Article | None) -> Sentence | None:
        """Return why a mail to `to` that answers `answered` may not leave, for the history; None: it may."""
        if answered is not None and not answered.may_answer:
            signs = "; ".join(answered.nature_because) or "-"
            return _("not sent: the mail it answers is automatic (%(signs)s)", signs=signs)
        reasons = (self._about(address.email, ticket) for address in to)
        return next((_("not sent: %(reason)s", reason=reason) for reason in reasons if reason is not None), None)

    def count(self, ticket: Ticket, draft: MailDraft) -> None:
        """Count a mail that is in the outbox now."""
        for address in draft.to:
            self._sent[address.email.lower()].append((timezone.now(), ticket.pk))

    def _about(self, email: str, ticket: Ticket) -> Sentence | None:
        email = email.lower()
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", email) or email.endswith("@invalid"):
            return _("“%(email)s” is not an address", email=email)
        if re.fullmatch(configuration().no_automatic_mail_to, email, re.IGNORECASE):
            return _("automatic mail to %(email)s is switched off in the settings", email=email)
        if email in self._own:
            return _("%(email)s is an address of our own", email=email)
        if email in self._undeliverable:
            return _("%(email)s is undeliverable: %(words)s", email=email, words=self._undeliverable[email])
        return _over_caps(email, ticket.pk, self._sent[email])


def send_automatically(act: Act, ticket: Ticket, draft: MailDraft, gate: Gate | None = None) -> Sentence | None:
    """Send `draft` as automatic mail, or return why not (None: it is in the outbox)."""
    gate = gate or Gate.open(address.email for address in draft.to)
    reason = gate.why_not(ticket, draft.to, draft.answers)
    if reason is not None:
        return reason
    try:
        reply(act, ticket, draft)
    except ReplyRefused as refused:
        return refused.sentence
    gate.count(ticket, draft)
    return None


def _over_caps(email: str, ticket_id: int, sent: list[tuple[datetime.datetime, int | None]]) -> Sentence | None:
    now = timezone.now()
    for minutes, (per_ticket, overall) in CAPS.items():
        lately = [about for at, about in sent if at > now - datetime.timedelta(minutes=minutes)]
        if lately.count(ticket_id) >= per_ticket:
            return _(
                "%(email)s was sent %(count)s automatic mails about this ticket within %(minutes)s minutes",
                email=email,
                count=per_ticket,
                minutes=minutes,
            )
        if len(lately) >= overall:
            return _(
                "%(email)s was sent %(count)s automatic mails within %(minutes)s minutes",
                email=email,
                count=overall,
                minutes=minutes,
            )
    return None


def _undeliverable(emails: list[str]) -> dict[str, str]:
    rows = User.objects.annotate(lower_email=Lower("email")).filter(
        lower_email__in=emails, undeliverable_since__gte=timezone.now() - UNDELIVERABLE_FOR
    )
    return {user.email.lower(): user.undeliverable_reason for user in rows}


def _sent_to(emails: list[str]) -> dict[str, list[tuple[datetime.datetime, int | None]]]:
    sent: dict[str, list[tuple[datetime.datetime, int | None]]] = defaultdict(list)
    rows = Outbound.objects.filter(auto=True, created_at__gt=timezone.now() - _WINDOW, recipients__overlap=emails)
    for recipients, at, ticket_id in rows.values_list("recipients", "created_at", "article__ticket_id"):
        for email in recipients:
            sent[email.lower()].append((at, ticket_id))
    return sent
