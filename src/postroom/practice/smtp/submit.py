"""DATA: what Exchange Online checks when the message is there, and where it goes then.

Sources: "SMTP submission improvements" and "Exchange Online limits" (learn.microsoft.com): 3 connections per mailbox
may send at once, 30 messages a minute; messages over the mailbox's limit (35 MB by default) are refused.
"""

from __future__ import annotations

from email import policy
from email.parser import BytesHeaderParser

from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.mailstore.post import address_of
from postroom.practice.rights import may_send_as
from postroom.practice.smtp.session import HOST, Reply, Session
from postroom.practice.switches import Fault

LARGEST_MESSAGE = 35 * 1024 * 1024
LARGEST_ADVERTISED = 157286400
MOST_CONNECTIONS = 3
MOST_RECIPIENTS = 1000
_HEADERS = BytesHeaderParser(policy=policy.compat32)


async def data(session: Session, connections: int) -> None:
    """Take the message. `connections` is how many connections of this mailbox are open."""
    _, mailbox = session.signed_in()
    if session.sender is None or not session.recipients:
        raise Reply("503 5.5.2 Need rcpt command")
    await session.reply("354 Start mail input; end with <CRLF>.<CRLF>")
    content = await read_message(session)
    fault = session.world.switches.hit(Fault.DROP_AFTER_DATA, mailbox.address)
    if fault is None or fault.value != "lost":
        _check(session, content, connections)
        _send(session, content)
    if fault is not None:
        session.broken_off = True
        return
    session.reset()
    await session.reply(f"250 2.0.0 OK <{_message_id(content)}> [Hostname={HOST}]")


async def read_message(session: Session) -> bytes:
    """The message up to the lone dot, dots unstuffed (RFC 5321 section 4.5.2)."""
    lines = bytearray()
    size = 0
    while (line := await session.reader.readline()) != b".\r\n":
        if not line:
            raise ConnectionResetError
        size += len(line)
        if size <= LARGEST_ADVERTISED:
            lines += line[1:] if line.startswith(b".") else line
    if size > LARGEST_MESSAGE:
        session.reset()
        raise Reply("552 5.3.4 Message size exceeds fixed maximum message size")
    return bytes(lines)


def _check(session: Session, content: bytes, connections: int) -> None:
    bearer, mailbox = session.signed_in()
    if connections > MOST_CONNECTIONS:
        raise Reply(
            "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more "
            f"information. [Hostname={HOST}]"
        )
    if session.world.switches.hit(Fault.THROTTLE_SMTP, mailbox.address):
        raise Reply(f"432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded [Hostname={HOST}]")
    envelope_from = session.sender or ""
    if not may_send_as(session.world, bearer, mailbox, envelope_from):
        raise Reply(f"550 5.7.60 SMTP; Client does not have permissions to send as this sender [{HOST}]")
    header_from = from_of(content) or envelope_from
    if not may_send_as(session.world, bearer, mailbox, header_from):
        raise Reply(
            f"554 5.2.252 SendAsDenied; {mailbox.address} not allowed to send as {header_from}; "
            "STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message "
            f"due to a permanent exception with message Cannot submit message. [Hostname={HOST}]"
        )


def _send(session: Session, content: bytes) -> None:
    """The copy lies in the Sent Items of whoever signed in, not of the address in From."""
    _, mailbox = session.signed_in()
    copies = [mailbox]
    named = session.world.post.mailboxes.find(from_of(content))
    if isinstance(named, Mailbox) and named.keeps_sent_as and named.address != mailbox.address:
        copies.append(named)
    session.world.post.submit(copies, session.sender or "", session.recipients, content)


def from_of(content: bytes) -> str:
    """The bare address in From, in lower case."""
    return address_of(str(_HEADERS.parsebytes(content).get("From", "")))


def _message_id(content: bytes) -> str:
    return str(_HEADERS.parsebytes(content).get("Message-ID", "unknown@practice.example")).strip().strip("<>")
