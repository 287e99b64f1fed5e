"""AUTH XOAUTH2, and what other mechanisms are told.

Sources on learn.microsoft.com: "Authenticate an IMAP, POP or SMTP connection using OAuth" for the exchange and
535 5.7.3; "Enable or disable authenticated client SMTP submission (SMTP AUTH) in Exchange Online" for 535 5.7.139.
"""

from __future__ import annotations

import base64

from postroom.practice.identity.scopes import EXCHANGE
from postroom.practice.identity.tokens import Bearer
from postroom.practice.imap.exchange import bearer_for
from postroom.practice.imap.sign_in import read_xoauth2
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.passwords import by_password, passwords_allowed
from postroom.practice.rights import may_open, owns
from postroom.practice.smtp.session import HOST, Reply, Session
from postroom.practice.switches import Fault

_UNSUCCESSFUL = f"535 5.7.3 Authentication unsuccessful [{HOST}]"


async def auth(session: Session, argument: str) -> None:
    mechanism, _, initial = argument.partition(" ")
    if not session.secure:
        raise Reply("504 5.7.4 Unrecognized authentication type")
    if session.bearer is not None:
        raise Reply("503 5.5.2 Already authenticated")
    if mechanism.upper() in ("LOGIN", "PLAIN") and not passwords_allowed(session.world):
        raise Reply(f"535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [{HOST}]")
    if mechanism.upper() == "LOGIN":
        await _login(session, initial)
        await session.reply("235 2.7.0 Authentication succeeded")
        return
    if mechanism.upper() != "XOAUTH2":
        raise Reply("504 5.7.4 Unrecognized authentication type")
    response = initial.encode() if initial else await _challenge(session)
    _sign_in(session, response)
    await session.reply("235 2.7.0 Authentication succeeded")


async def _login(session: Session, initial: str) -> None:
    name = initial.encode() or await _challenge(session, "VXNlcm5hbWU6")
    password = await _challenge(session, "UGFzc3dvcmQ6")
    user = by_password(session.world, _plain(name), _plain(password))
    mailbox = session.world.post.mailboxes.find(user.mailbox) if user else None
    if user is None or mailbox is None:
        raise Reply(_UNSUCCESSFUL)
    _check_smtp_auth(session, mailbox)
    # What a password proves is what a token of that user would: there is no app.
    session.bearer = Bearer(EXCHANGE.uris[0], user.tenant_id, "", user, ("SMTP.Send",), ())
    session.mailbox = mailbox


def _plain(text: bytes) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return ""


async def _challenge(session: Session, words: str = "") -> bytes:
    await session.reply(f"334 {words}")
    response = (await session.reader.readline()).strip()
    if response == b"*":
        raise Reply("501 5.0.0 Authentication cancelled")
    return response


def _sign_in(session: Session, response: bytes) -> None:
    user, token = read_xoauth2(response)
    bearer = bearer_for(session.world, token, "SMTP.Send", "SMTP.SendAsApp")
    mailbox = session.world.post.mailboxes.find(user)
    if bearer is None or mailbox is None:
        raise Reply(_UNSUCCESSFUL)
    # A delegate signs in as himself; the shared mailbox only stands in From. With IMAP it is the other way round.
    allowed = owns(bearer, mailbox) if bearer.user else may_open(bearer, mailbox)
    if not allowed:
        raise Reply(_UNSUCCESSFUL)
    _check_smtp_auth(session, mailbox)
    session.bearer, session.mailbox = bearer, mailbox


def _check_smtp_auth(session: Session, mailbox: Mailbox) -> None:
    switch = session.world.switches.hit(Fault.SMTP_AUTH_OFF, mailbox.address)
    if switch is None and not mailbox.smtp_auth_disabled:
        return
    where = "Tenant" if switch and not switch.target else "Mailbox"
    raise Reply(
        f"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the {where}. "
        f"Visit https://aka.ms/smtp_auth_disabled for more information. [{HOST}]"
    )
