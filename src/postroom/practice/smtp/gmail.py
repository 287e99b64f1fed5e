"""Gmail's SMTP.

Sources: "OAuth 2.0 Mechanism" of Gmail (developers.google.com/workspace/gmail/imap/xoauth2-protocol) for the error
challenge; on support.google.com "Gmail SMTP errors and codes" (a/answer/3726730), "Send emails from a different address
or alias" (mail/answer/22370): mail from an address that is not set up there leaves with the account's own in From;
Gmail keeps the copy of what is sent itself.
"""

from __future__ import annotations

import base64
import json

from postroom.practice.identity.tokens import Bearer
from postroom.practice.imap.sign_in import read_plain, read_xoauth2
from postroom.practice.mailstore.headers import with_header, without_header
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.smtp.session import Reply, Session
from postroom.practice.smtp.submit import from_of, read_message
from postroom.practice.switches import Fault

_COMPLAINT = base64.b64encode(
    json.dumps({"status": "400", "schemes": "Bearer", "scope": "https://mail.google.com/"}).encode()
).decode()
_REFUSED = "535 5.7.8 Username and Password not accepted. https://support.google.com/mail/?p=BadCredentials - gsmtp"
_LARGEST = 35882577


class Gmail:
    """Words and habits of Gmail."""

    host = "smtp.practice-google.example"
    greeting = "smtp.practice-google.example ESMTP practice - gsmtp"

    def offers(self, session: Session) -> list[str]:
        ways = "AUTH LOGIN PLAIN XOAUTH2 OAUTHBEARER" if session.secure else "STARTTLS"
        return [f"SIZE {_LARGEST}", "8BITMIME", ways, "ENHANCEDSTATUSCODES", "PIPELINING", "SMTPUTF8"]

    async def auth(self, session: Session, argument: str) -> None:
        mechanism, _, initial = argument.partition(" ")
        if not session.secure:
            raise Reply("530 5.7.0 Must issue a STARTTLS command first. - gsmtp")
        if mechanism.upper() == "XOAUTH2":
            address = await self._by_token(session, initial)
        elif mechanism.upper() == "PLAIN":
            address = self._by_password(session, initial)
        else:
            raise Reply("504 5.7.4 Unrecognized Authentication Type - gsmtp")
        self._let_in(session, address)
        await session.reply("235 2.7.0 Accepted")

    async def _by_token(self, session: Session, response: str) -> str:
        user, token = read_xoauth2(response.encode())
        address = session.world.google.tokens.who_may_mail(token)
        if not address or address != user.lower():
            await session.reply(f"334 {_COMPLAINT}")
            await session.reader.readline()
            raise Reply(_REFUSED)
        return address

    def _by_password(self, session: Session, response: str) -> str:
        account = session.world.google.accounts.by_app_password(*read_plain(response.encode()))
        if account is None:
            raise Reply(_REFUSED)
        return account.email

    def _let_in(self, session: Session, address: str) -> None:
        account = session.world.google.accounts.account(address)
        mailbox = session.world.post.mailboxes.find(address)
        if account is None or mailbox is None or account.wants_browser:
            raise Reply(
                "534 5.7.14 <https://accounts.google.com/signin/continue> Please log in with your web browser and then "
                "try again. https://support.google.com/mail/answer/78754 - gsmtp"
            )
        session.bearer = Bearer("google", "", "", None, (), ())
        session.mailbox = mailbox

    async def data(self, session: Session, connections: int) -> None:
        _, mailbox = session.signed_in()
        if session.sender is None or not session.recipients:
            raise Reply("503 5.5.1 RCPT first. - gsmtp")
        await session.reply("354 Go ahead - gsmtp")
        content = await read_message(session)
        fault = session.world.switches.hit(Fault.DROP_AFTER_DATA, mailbox.address)
        if fault is None or fault.value != "lost":
            self._send(session, mailbox, content)
        if fault is not None:
            session.broken_off = True
            return
        session.reset()
        await session.reply("250 2.0.0 OK - gsmtp")

    def _send(self, session: Session, mailbox: Mailbox, content: bytes) -> None:
        if session.world.switches.hit(Fault.THROTTLE_SMTP, mailbox.address):
            raise Reply("550 5.4.5 Daily user sending limit exceeded. - gsmtp")
        address = from_of(content)
        if address not in (mailbox.address, *mailbox.send_as):
            content = with_header(without_header(content, "From"), "From", f"{mailbox.name} <{mailbox.address}>")
            content = with_header(content, "X-Google-Original-From", address)
        session.world.post.submit([mailbox], mailbox.address, session.recipients, content)
