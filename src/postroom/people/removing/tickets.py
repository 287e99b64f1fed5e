"""Tickets of a person, and what they wrote in those of others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet

from postroom.models import Article, Attachment, DraftFile, Inbound, SenderKind, Ticket, User
from postroom.people.removing.identity import Identity
from postroom.people.removing.mails import forget_blobs, forget_mails

AT_ONCE = 20


def next_tickets(person: User) -> list[int]:
    """Return some of the tickets whose customer the person is."""
    return list(Ticket.objects.filter(customer=person).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def delete_tickets(pks: Sequence[int]) -> None:
    """Delete tickets with all that hangs on them, and content that nobody else has."""
    articles = list(Article.objects.filter(ticket__in=pks).values_list("pk", flat=True))
    files = DraftFile.objects.filter(Q(draft__ticket__in=pks) | Q(draft__article__in=articles))
    digests = set(files.values_list("blob_id", flat=True)) | _contents(articles)
    forget_mails(list(Inbound.objects.filter(Q(ticket__in=pks) | Q(article__in=articles)).values_list("pk", flat=True)))
    Ticket.objects.filter(pk__in=pks).delete()
    forget_blobs(digests)


def written(person: User, identity: Identity) -> QuerySet[Article]:
    """Return what the person wrote as a customer in tickets of others."""
    named = Q(created_by=person)
    for pattern in identity.email_patterns:
        named |= Q(from_header__iregex=pattern)
    return Article.objects.filter(named, sender=SenderKind.CUSTOMER).exclude(ticket__customer=person)


def empty_articles(pks: Collection[int]) -> None:
    """Leave the place of messages in their tickets, and nothing of what they said."""
    digests = _contents(pks)
    forget_mails(list(Inbound.objects.filter(article__in=pks).values_list("pk", flat=True)))
    Attachment.objects.filter(article__in=pks).delete()
    Article.objects.filter(pk__in=pks).update(
        subject="", body_text="", body_html="", new_text="", signature_text="", raw=None, defects=[], security={}
    )
    forget_blobs(digests)


def drop_raw_mails(pks: Collection[int]) -> None:
    """Delete the mails as they came or left; the text that was made of them stays."""
    forget_mails(list(Inbound.objects.filter(article__in=pks).values_list("pk", flat=True)))
    rows = Article.objects.filter(pk__in=pks).exclude(raw=None)
    digests = set(rows.values_list("raw_id", flat=True))
    rows.update(raw=None)
    forget_blobs(digests)


def _contents(articles: Collection[int]) -> set[str]:
    raw = Article.objects.filter(pk__in=articles).exclude(raw=None).values_list("raw_id", flat=True)
    return {*raw, *Attachment.objects.filter(article__in=articles).values_list("blob_id", flat=True)}
