"""Mailboxes for the tests of channels."""

from tests.channels.mailboxes import mailbox

__all__ = ["mailbox"]
