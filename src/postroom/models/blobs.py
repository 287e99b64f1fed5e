"""Raw mails and attachments by their digest, each stored once, in the database so that every machine has them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import psycopg
from django.db import connection, models
from django.db.models.functions import Now

_INSERT = """
INSERT INTO postroom_blob (digest, size, content)
SELECT * FROM unnest(%s::text[], %s::bigint[], %b::bytea[])
    ON CONFLICT (digest) DO UPDATE SET kept_at = EXCLUDED.kept_at
 WHERE postroom_blob.kept_at < EXCLUDED.kept_at - interval '1 hour'
"""


class BlobQuerySet(models.QuerySet["Blob"]):
    """Storing and finding by content."""

    def keep(self, contents: Iterable[bytes]) -> list[str]:
        """Store what is not there yet, in one statement, and return the digests in the order given."""
        digests = []
        by_digest = {}
        for content in contents:
            digest = hashlib.sha256(content).hexdigest()
            digests.append(digest)
            by_digest[digest] = content
        if by_digest:
            _insert(by_digest)
        return digests


class Blob(models.Model):
    """Content named by its SHA-256 in hexadecimal."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    content = models.BinaryField()
    kept_at = models.DateTimeField(db_default=Now())
    """When somebody last stored this content, to within an hour: what is new may be about to be used."""

    objects = BlobQuerySet.as_manager()

    def __str__(self) -> str:
        return self.digest[:12]


def _insert(by_digest: dict[str, bytes]) -> None:
    """Store what is not there yet; binary on the wire, where Django would send twice as many digits."""
    # Sorted, or two transactions that store the same two blobs in another order would wait for each other.
    digests = sorted(by_digest)
    contents = [by_digest[digest] for digest in digests]
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_INSERT, [digests, [len(content) for content in contents], contents])
