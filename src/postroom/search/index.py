"""Keeping what is searched true: events that wait for it, a batch a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from postroom.enqueue import INDEX, READ_FILES, enqueue
from postroom.models import Article, Attachment, Event, EventKind, FileText, SearchText, Ticket
from postroom.models.locks import LockSpace, hold
from postroom.search.documents import documents
from postroom.search.files.kinds import kind_of
from postroom.search.turn import all_events
from postroom.stopping import stopping

_BATCH = 200
_OF_ONE_ARTICLE = (EventKind.OPENED, EventKind.REPLIED, EventKind.RECEIVED, EventKind.NOTED)


def index_waiting(which: Callable[[], QuerySet[Event]] = all_events) -> None:
    """Take up every event that waits, or `which` of them, until none is left that nobody else has taken."""
    while not stopping() and _index_batch(which()):
        pass


def index_articles(articles: QuerySet[Article]) -> int:
    """Write the rows of these articles anew and return how many rows there are. Needs a transaction.

    One at a time, whatever the number of machines: two that write rows of one article would refuse each other.
    """
    hold(LockSpace.INDEX)
    found = list(_whole(articles))
    SearchText.objects.filter(article__in=[article.pk for article in found]).delete()
    rows = [row for article in found for row in documents(article)]
    SearchText.objects.bulk_create(rows)
    ask_to_read(file for article in found for file in article.attachments.all())
    return len(rows)


def find_anew(tickets: QuerySet[Ticket]) -> None:
    """Let these tickets be found under the names they show now, by the job, which takes what is new before them."""
    if Event.objects.filter(ticket__in=tickets).update(search_pending=True):
        enqueue(INDEX)


def ask_to_read(files: Iterable[Attachment]) -> None:
    """Let files that nobody looked into yet be read, by a job."""
    kinds = {file.blob_id: kind_of(file.filename, file.content_type) for file in files if _is_new(file)}
    now = timezone.now()
    waiting = [FileText(blob_id=digest, kind=kind, asked_at=now) for digest, kind in sorted(kinds.items()) if kind]
    if waiting:
        FileText.objects.bulk_create(waiting, ignore_conflicts=True)
        enqueue(READ_FILES)


def _is_new(file: Attachment) -> bool:
    return not hasattr(file.blob, "file_text")


@transaction.atomic
def _index_batch(which: QuerySet[Event]) -> bool:
    # The newest first: what somebody wrote just now does not wait until all old tickets of a renamed one are done.
    waiting = which.order_by("-pk").select_for_update(skip_locked=True)
    events = list(waiting.only("pk", "kind", "article_id", "ticket_id")[:_BATCH])
    if events:
        index_articles(Article.objects.filter(_touched(events)))
        Event.objects.filter(pk__in=[event.pk for event in events]).update(search_pending=False)
    return bool(events)


def _touched(events: Sequence[Event]) -> Q:
    articles = {event.article_id for event in events if event.kind in _OF_ONE_ARTICLE}
    tickets = {event.ticket_id for event in events if event.kind not in _OF_ONE_ARTICLE}
    condition = Q(pk__in=articles - {None})
    return condition | Q(ticket__in=tickets) if tickets else condition


def _whole(articles: QuerySet[Article]) -> QuerySet[Article]:
    files = Attachment.objects.select_related("blob__file_text").defer("blob__content")
    return (
        articles.select_related("ticket__customer", "ticket__organisation", "created_by")
        .defer("body_html", "new_text", "signature_text")
        .prefetch_related(Prefetch("attachments", files))
    )
