"""Raw mails and attachments by their digest, each stored once, in the database so that every machine has them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import models


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
        # Sorted, or two transactions that store the same two blobs in another order would wait for each other.
        rows = [Blob(digest=key, size=len(by_digest[key]), content=by_digest[key]) for key in sorted(by_digest)]
        if rows:
            self.bulk_create(rows, ignore_conflicts=True)
        return digests


class Blob(models.Model):
    """Content named by its SHA-256 in hexadecimal."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    content = models.BinaryField()

    objects = BlobQuerySet.as_manager()

    def __str__(self) -> str:
        return self.digest[:12]
