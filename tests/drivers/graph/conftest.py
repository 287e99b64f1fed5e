from __future__ import annotations

import pytest

from postroom.practice import PracticeTenant
from tests.drivers.graph.mailboxes import PracticeMailbox, new_mailbox


@pytest.fixture
def mailbox(practice: PracticeTenant) -> PracticeMailbox:
    """A mailbox of its own; whatever was broken in the tenant is mended before."""
    practice.control.mend()
    return new_mailbox(practice)
