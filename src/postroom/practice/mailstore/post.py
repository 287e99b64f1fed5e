"""The post office: mailboxes with their folders and messages, and the way a mail takes between them."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import formatdate, parseaddr

from postroom.practice.clock import now
from postroom.practice.database import Database
from postroom.practice.mailstore.answers import bounce, out_of_office_reply
from postroom.practice.mailstore.folders import Folders
from postroom.practice.mailstore.headers import with_crlf, with_header, without_header
from postroom.practice.mailstore.mailboxes import Mailbox, Mailboxes
from postroom.practice.mailstore.message import Message
from postroom.practice.mailstore.messages import Messages


class Post:
    def __init__(self, database: Database) -> None:
        self.mailboxes = Mailboxes(database)
        self.folders = Folders(database)
        self.messages = Messages(database, self.folders)

    def open_mailbox(self, mailbox: Mailbox) -> Mailbox:
        """Add a mailbox with its folders."""
        self.mailboxes.save(mailbox)
        self.folders.create_defaults(mailbox.address.lower(), mailbox.language, mailbox.provider)
        return mailbox

    def put(self, mailbox: Mailbox, content: bytes, folder: str = "inbox", received: float | None = None) -> Message:
        """Place a message as it is, in a well-known folder or a path; nothing is answered."""
        key = mailbox.address.lower()
        target = self.folders.by_graph_id(key, folder) or self.folders.create_path(key, folder)
        return self.messages.add(target, with_crlf(content), received=received)

    def deliver(self, sender: str, recipients: Sequence[str], content: bytes) -> None:
        """Bring a mail to everybody it is for: a mailbox here, somebody outside, or back as a bounce."""
        for recipient in dict.fromkeys(address.lower() for address in recipients):
            self._deliver_one(sender, recipient, with_crlf(content))

    def _deliver_one(self, sender: str, recipient: str, content: bytes) -> None:
        mailbox = self.mailboxes.find(recipient) or self._stranger(recipient)
        if mailbox is None or mailbox.refuses:
            self._send_back(sender, recipient, content)
            return
        stamped = with_header(content, "Received", _trace(recipient))
        stamped = with_header(stamped, "Return-Path", f"<{sender}>")
        self.messages.add(self.folders.well_known(mailbox.address.lower(), "inbox"), stamped)
        reply = out_of_office_reply(mailbox, sender, content)
        if reply is not None:
            self.deliver("", [sender], reply)

    def _stranger(self, address: str) -> Mailbox | None:
        """Whoever is outside gets an inbox as soon as mail comes; inside, an unknown address stays unknown."""
        domain = address.rpartition("@")[2]
        ours = {other.rpartition("@")[2] for mailbox in self.mailboxes.inside() for other in mailbox.addresses}
        if domain in ours or not domain:
            return None
        return self.open_mailbox(Mailbox(address, address.partition("@")[0], kind="outside"))

    def _send_back(self, sender: str, recipient: str, content: bytes) -> None:
        # A bounce has no sender, so that bounces never bounce (RFC 5321 section 4.5.5).
        if sender:
            self.deliver("", [sender], bounce(sender, recipient, content))

    def submit(self, sent_items: Sequence[Mailbox], sender: str, recipients: Sequence[str], content: bytes) -> None:
        """Send: a copy (Bcc and all) into each Sent Items, then deliver without the Bcc header."""
        content = with_crlf(content)
        for mailbox in sent_items:
            folder = self.folders.well_known(mailbox.address.lower(), "sentitems")
            self.messages.add(folder, content, flags=[r"\Seen"])
        self.deliver(sender, recipients, without_header(content, "Bcc"))


def _trace(recipient: str) -> str:
    stamp = formatdate(now(), localtime=False)
    return f"from mail.example by practice.example with Microsoft SMTP Server\r\n for <{recipient}>; {stamp}"


def address_of(header: str) -> str:
    """The bare address of a From header, in lower case."""
    return parseaddr(header)[1].lower()
