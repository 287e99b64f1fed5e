"""Every mail of the collection becomes something; none is lost, none stops the rest."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from postroom.intake.inject import find_mails, inject
from postroom.models import Inbound, InboundState
from tests.world import make_world

CASES = Path(__file__).parents[2] / "../shared/mail-cases"
TESTED = pytest.mark.skipif(not CASES.is_dir(), reason="the mail cases are not beside this checkout")


@TESTED
@pytest.mark.cases
@pytest.mark.django_db(transaction=True)
def test_inject_of_every_case_loses_none() -> None:
    world = make_world()
    found = list(find_mails(CASES))
    rows = [inject(world.channel, mail)[0] for mail in found]
    assert len(found) > 80
    assert Counter(row.state for row in rows) == {InboundState.PROCESSED: len(found)}
    assert Inbound.objects.filter(article=None, outcome__in=["ticket", "follow_up"]).count() == 0
