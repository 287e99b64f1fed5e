"""Raw mails of a person: the ledger goes on knowing that they were here, so that none of them is imported again."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.apps import apps
from django.db import connection
from django.db.models import Exists, ForeignKey, Model, OuterRef, Q

from postroom.models import Article, Blob, Inbound, InboundState
from postroom.people.removing.identity import Identity

AT_ONCE = 1_000
_HEAD = 64 * 1024
"""Bytes of a mail in which its people are named."""
_FIND = """
SELECT inbound.id FROM postroom_inbound inbound JOIN postroom_blob blob ON blob.digest = inbound.raw_id
WHERE inbound.id = ANY(%s) AND encode(substring(blob.content FOR %s), 'escape') ~* %s
"""


def next_mails(reached: int) -> list[int]:
    """Return the next rows of the ledger behind `reached`."""
    return list(Inbound.objects.filter(pk__gt=reached).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def naming(pks: Collection[int], identity: Identity) -> list[int]:
    """Return those of these rows whose mail names one of the addresses in its headers."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [list(pks), _HEAD, "|".join(identity.email_patterns)])
        return [pk for (pk,) in cursor.fetchall()]


def forget_mails(pks: Collection[int]) -> None:
    """Keep of these rows what tells the mail from others - digest, Message-ID, where it was seen - and nothing else."""
    (nothing,) = Blob.objects.keep([b""])
    rows = Inbound.objects.filter(pk__in=pks)
    digests = set(rows.values_list("raw_id", flat=True))
    articles = Article.objects.filter(inbound__in=pks)
    digests |= set(articles.exclude(raw=None).values_list("raw_id", flat=True))
    articles.update(raw=None)
    rows.filter(state__in=(InboundState.STORED, InboundState.QUARANTINED)).update(state=InboundState.DISCARDED)
    Inbound.objects.filter(pk__in=pks).update(raw_id=nothing, trace=[], error="")
    forget_blobs(digests - {nothing})


def forget_blobs(digests: Iterable[str]) -> None:
    """Delete contents that nothing points at any more."""
    found = Blob.objects.filter(pk__in=set(digests))
    for model, column in _pointing():
        found = found.exclude(Exists(model._base_manager.filter(Q(**{column: OuterRef("pk")}))))
    found.delete()


def _pointing() -> list[tuple[type[Model], str]]:
    """Every column that points at content; what was read in a file goes with it."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Blob and not field.primary_key
    ]
