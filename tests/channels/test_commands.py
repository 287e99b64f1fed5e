"""Commands as an administrator pastes them."""

from __future__ import annotations

import pytest

from postroom.channels.commands import command_for
from postroom.channels.sentences import explain
from postroom.channels.sentences.facts import describe
from postroom.models import Channel


@pytest.mark.parametrize(
    ("inbound", "command"),
    [
        ({"mailbox": "o'neil@example.org"}, "Set-CASMailbox -Identity 'o''neil@example.org' -ImapEnabled $true"),
        ({"user": "info"}, "Set-CASMailbox -Identity ADDRESS -ImapEnabled $true"),
    ],
)
def test_command_names_the_mailbox_where_that_is_known(inbound: dict[str, str], command: str) -> None:
    assert command_for(explain("mailbox-not-connected"), Channel(inbound=inbound)) == command


@pytest.mark.parametrize(
    ("step", "detail", "told"),
    [
        ("fetch", "1 messages, 408 bytes", "1 mail, 408 bytes"),
        ("data", "557 bytes", "557 bytes"),
        ("fetch", "by its id", "by its id"),
    ],
)
def test_sizes_are_told_in_the_language_of_the_reader(step: str, detail: str, told: str) -> None:
    assert describe(step, detail, {}) == told
