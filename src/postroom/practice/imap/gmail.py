"""Gmail's IMAP.

Sources on developers.google.com: "OAuth 2.0 Mechanism" (workspace/gmail/imap/xoauth2-protocol: the error challenge
before the refusal), "IMAP Extensions" (workspace/gmail/imap/imap-extensions: labels are folders, special-use attributes
in LIST), "ImapSettings" of the Gmail API (what becomes of a message that is expunged from its last label); on
support.google.com "Gmail bandwidth limits". Of All Mail only what has no other label shows here.
"""

from __future__ import annotations

import base64
import json

from postroom.practice.imap.session import No, Session
from postroom.practice.mailstore.message import Message
from postroom.practice.world import World

_COMPLAINT = base64.b64encode(
    json.dumps({"status": "400", "schemes": "Bearer", "scope": "https://mail.google.com/"}).encode()
)
_HELP = "https://support.google.com/mail/accounts/answer/78754"


class Gmail:
    """Words and habits of Gmail."""

    mechanisms = frozenset({b"XOAUTH2", b"PLAIN"})
    greeting = b"* OK Gimap ready for requests from 127.0.0.1 practice"
    name = b'("name" "GImap" "vendor" "Google, Inc." "support-url" "http://support.google.com/mail")'
    goodbye = b"LOGOUT Requested"
    after_sign_in = b"IMAP4rev1 UNSELECT IDLE NAMESPACE ID CHILDREN X-GM-EXT-1 UIDPLUS MOVE SPECIAL-USE LITERAL+"
    special_uses = {
        "drafts": rb"\Drafts",
        "sentitems": rb"\Sent",
        "deleteditems": rb"\Trash",
        "junkemail": rb"\Junk",
        "archive": rb"\All",
        "flagged": rb"\Flagged",
        "important": rb"\Important",
    }

    def before_sign_in(self, world: World) -> bytes:
        return (
            b"IMAP4rev1 UNSELECT IDLE NAMESPACE ID CHILDREN X-GM-EXT-1 SASL-IR AUTH=XOAUTH2 AUTH=PLAIN AUTH=OAUTHBEARER"
        )

    async def by_token(self, session: Session, user: str, token: str) -> None:
        address = session.world.google.tokens.who_may_mail(token)
        if not address or address != user.lower():
            # The client answers the complaint with an empty line, and only then hears the refusal.
            session.send(b"+ " + _COMPLAINT)
            await session.writer.drain()
            await session.reader.readline()
            raise No("[AUTHENTICATIONFAILED] Invalid credentials (Failure)")
        session.token = token
        self._let_in(session, address)

    def by_password(self, session: Session, name: str, password: str) -> None:
        """An app password; the account's own is not taken any more."""
        account = session.world.google.accounts.by_app_password(name, password)
        if account is None:
            raise No("[AUTHENTICATIONFAILED] Invalid credentials (Failure)")
        self._let_in(session, account.email)

    def _let_in(self, session: Session, address: str) -> None:
        account = session.world.google.accounts.account(address)
        if account is None or account.wants_browser:
            raise No(f"[ALERT] Please log in via your web browser: {_HELP} (Failure)")
        mailbox = session.world.post.mailboxes.find(address)
        if mailbox is None or not mailbox.imap_enabled:
            raise No(
                "[ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable "
                "your account for IMAP access. (Failure)"
            )
        session.mailbox, session.connected = mailbox, True

    def holds(self, session: Session) -> bool:
        return bool(session.world.google.tokens.who_may_mail(session.token))

    def throttle(self) -> Exception:
        return No("[OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)")

    def remove(self, session: Session, message: Message) -> None:
        """Take the label off, which leaves the message in All Mail; from Trash and Spam it goes for good."""
        post = session.world.post
        folder = post.folders.get(message.folder)
        if folder.well_known in ("deleteditems", "junkemail"):
            post.messages.purge(message)
        else:
            post.messages.move(message, post.folders.well_known(message.mailbox, "archive"))

    def can_select(self, path: str) -> bool:
        return path != "[Gmail]"
