"""Files and mails that nothing refers to any more, such as those of drafts that were thrown away.

What is stored again in the same moment must not vanish between being stored and being used:

- `Blob.objects.keep` locks the rows it finds and, hour by hour, renews `kept_at`; only what nobody has stored for a day
  is looked at here, and what is locked is passed over.
- A row that comes to refer to a blob locks it, too (foreign keys lock what they point at). Where it comes after the
  look all the same, the database refuses the deletion, not the reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import ForeignObjectRel

from postroom.models import Blob, FileText

_PIECE = 500
_REMOVE = """
WITH unused AS (
    SELECT digest FROM postroom_blob AS blob
     WHERE kept_at < now() - interval '1 day' AND {unused}
     LIMIT {piece} FOR UPDATE SKIP LOCKED
), words AS (
    DELETE FROM postroom_filetext USING unused WHERE blob_id = unused.digest
)
DELETE FROM postroom_blob AS blob USING unused WHERE blob.digest = unused.digest
"""


def remove_unused_blobs() -> int:
    """Remove blobs that no row refers to, with the words that were read in them."""
    unused = " AND ".join(
        f"NOT EXISTS (SELECT FROM {table} WHERE {column} = blob.digest)" for table, column in _references()
    )
    with connection.cursor() as cursor:
        cursor.execute(_REMOVE.format(unused=unused, piece=_PIECE))
        return int(cursor.rowcount)


def _references() -> Iterator[tuple[str, str]]:
    """Every column that points at blobs, also of tables that are yet to come; what was read in a blob is part of it."""
    for relation in Blob._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model is not FileText:
            yield relation.related_model._meta.db_table, str(relation.field.column)
