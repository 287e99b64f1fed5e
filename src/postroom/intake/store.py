"""Writing down what was fetched: raw bytes, ledger row and job in one transaction. Only then it is safe."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import transaction

from postroom.drivers.base import RawMail
from postroom.enqueue import PROCESS, enqueue
from postroom.models import Blob, Channel, Inbound, Sighting
from postroom.models.bulk import insert


def store(channel: Channel, folder: str, mails: Sequence[RawMail]) -> list[int]:
    """Store `mails` and enqueue their processing; return the ids of the rows that are new.

    What is in the ledger already, by its content, is only noted as seen under its new key. All or nothing.
    """
    with transaction.atomic():
        digests = [hashlib.sha256(mail.content).hexdigest() for mail in mails]
        rows = _rows(channel, dict(zip(digests, mails, strict=True)))
        Sighting.objects.bulk_create(
            [
                Sighting(channel=channel, folder=folder, server_key=mail.key, inbound=rows[digest][0])
                for digest, mail in zip(digests, mails, strict=True)
            ],
            ignore_conflicts=True,
        )
        new = [row.pk for row, is_new in rows.values() if is_new]
        if new:
            enqueue(PROCESS, row_ids=new)
    return new


def _rows(channel: Channel, mails: dict[str, RawMail]) -> dict[str, tuple[Inbound, bool]]:
    known = {row.digest: row for row in Inbound.objects.filter(channel=channel, digest__in=list(mails))}
    missing = {digest: mail for digest, mail in mails.items() if digest not in known}
    Blob.objects.keep(mail.content for mail in missing.values())
    created = [
        Inbound(
            channel=channel,
            digest=digest,
            raw_id=digest,
            size=mail.size,
            complete=mail.complete,
            received_at=mail.received,
        )
        for digest, mail in missing.items()
    ]
    insert([created])
    return {row.digest: (row, False) for row in known.values()} | {row.digest: (row, True) for row in created}
