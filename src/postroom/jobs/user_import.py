"""Carrying out an import of people, piece by piece, in the name of whoever asked for it."""

from __future__ import annotations

import structlog
from django.db import transaction

from postroom.configuration import configuration
from postroom.delivery.invitations import invite, password_path
from postroom.models import ImportState, UserImport
from postroom.people.auditing import auditing
from postroom.people.importing.reading import FileRefused
from postroom.people.importing.running import run_piece
from postroom.stopping import stopping

log = structlog.get_logger(__name__)


def run_import(import_id: int) -> None:
    """Carry out an import until it is done, or this process is to stop; what is left is found by the sweeper."""
    by = UserImport.objects.select_related("created_by").get(pk=import_id).created_by
    with auditing(by, "web"):
        try:
            while not stopping() and _run_piece(import_id):
                pass
        except FileRefused as refusal:
            log.warning("import of users failed", import_id=import_id)
            UserImport.objects.filter(pk=import_id).update(state=ImportState.FAILED, error=str(refusal))


@transaction.atomic
def _run_piece(import_id: int) -> bool:
    """Do the next rows and write their invitations in one transaction; say whether there may be more."""
    waiting = UserImport.objects.select_for_update(of=("self",)).select_related("created_by", "role")
    batch = waiting.filter(pk=import_id, state=ImportState.WAITING).first()
    if batch is None:
        return False
    made = run_piece(batch)
    if batch.invite and batch.role:
        for user in made:
            invite(user, batch.created_by, f"{configuration().public_url}{password_path(user)}")
    return batch.state == ImportState.WAITING
