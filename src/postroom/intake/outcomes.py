"""Writing what became of a batch of rows, in one statement."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection

from postroom.models import Inbound

# Django's bulk_update() builds a CASE for each column and row; the database can take the rows as one value instead.
_UPDATE = """
UPDATE postroom_inbound AS row
   SET state = new.state, outcome = new.outcome, trace = new.trace, message_id = new.message_id,
       ticket_id = new.ticket_id, article_id = new.article_id, error = '', processed_at = clock_timestamp()
  FROM jsonb_to_recordset(%s::jsonb) AS new(
       id bigint, state text, outcome text, trace jsonb, message_id text, ticket_id bigint, article_id bigint)
 WHERE row.id = new.id
"""


def write_outcomes(rows: Sequence[Inbound]) -> None:
    """Store state, outcome, trace, Message-ID, ticket and article of `rows`."""
    values = [
        {
            "id": row.pk,
            "state": row.state,
            "outcome": row.outcome,
            "trace": row.trace,
            "message_id": row.message_id,
            "ticket_id": row.ticket_id,
            "article_id": row.article.pk if row.article else None,
        }
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [json.dumps(values)])
