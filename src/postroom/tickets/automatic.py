"""Mail that nobody wrote: sent only where it can do no harm."""

from __future__ import annotations

import datetime
import re

from django.db.models import Count, Q
from django.utils import timezone

from postroom.configuration import configuration
from postroom.models import EmailAddress, Outbound, Ticket, User
from postroom.tickets.act import Act
from postroom.tickets.replying import MailDraft, ReplyRefused, reply

# Minutes: how many automatic mails one recipient may get in that time, about one ticket and about all of them.
CAPS = {10: (10, 30), 30: (15, 60), 60: (25, 120), 180: (50, 240), 600: (100, 360)}
UNDELIVERABLE_FOR = datetime.timedelta(days=60)


def send_automatically(act: Act, ticket: Ticket, draft: MailDraft) -> str:
    """Send `draft` as automatic mail, or return why not (empty: it is in the outbox)."""
    reason = why_not(ticket, draft)
    if reason:
        return reason
    try:
        reply(act, ticket, draft)
    except ReplyRefused as refused:
        return str(refused)
    return ""


def why_not(ticket: Ticket, draft: MailDraft) -> str:
    """Return why no automatic mail may go to the recipients of `draft`, in English for the history; empty: it may."""
    if draft.answers is not None and not draft.answers.may_answer:
        return (
            f"not sent: the mail it answers is automatic ({'; '.join(draft.answers.nature_because) or 'see its rules'})"
        )
    for address in draft.to:
        reason = _address(address.email) or _person(address.email) or _caps(address.email, ticket)
        if reason:
            return f"not sent: {reason}"
    return ""


def _address(email: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email) or email.lower().endswith("@invalid"):
        return f"{email or 'nobody'} is no address"
    if re.fullmatch(configuration().no_automatic_mail_to, email, re.IGNORECASE):
        return f"{email} takes no automatic mail (setting)"
    if EmailAddress.objects.filter(email__iexact=email).exists():
        return f"{email} is an address of our own"
    return ""


def _person(email: str) -> str:
    since = timezone.now() - UNDELIVERABLE_FOR
    user = User.objects.filter(email__iexact=email, undeliverable_since__gte=since).first()
    return f"{email} is undeliverable: {user.undeliverable_reason}" if user else ""


def _caps(email: str, ticket: Ticket) -> str:
    now = timezone.now()
    longest = max(CAPS)
    counts = Outbound.objects.filter(
        auto=True, created_at__gt=now - datetime.timedelta(minutes=longest), recipients__contains=[email]
    ).aggregate(**{name: Count("pk", filter=condition) for name, condition in _windows(now, ticket).items()})
    for minutes, (per_ticket, overall) in CAPS.items():
        if counts[f"ticket_{minutes}"] >= per_ticket:
            return f"{email} got {per_ticket} automatic mails about this ticket in {minutes} minutes"
        if counts[f"all_{minutes}"] >= overall:
            return f"{email} got {overall} automatic mails in {minutes} minutes"
    return ""


def _windows(now: datetime.datetime, ticket: Ticket) -> dict[str, Q]:
    windows = {}
    for minutes in CAPS:
        since = Q(created_at__gt=now - datetime.timedelta(minutes=minutes))
        windows[f"all_{minutes}"] = since
        windows[f"ticket_{minutes}"] = since & Q(article__ticket=ticket)
    return windows
