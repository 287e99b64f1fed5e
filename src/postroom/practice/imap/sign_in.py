"""CAPABILITY, AUTHENTICATE XOAUTH2, LOGIN, ID, NOOP, LOGOUT.

Source: "Authenticate an IMAP, POP or SMTP connection using OAuth"
(learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth):
a refused token is answered by `NO AUTHENTICATE failed.` at once, without the error challenge that Google sends first.
The capability lines are those that Exchange Online shows before and after sign-in; it offers LIST attributes of
RFC 6154 without naming SPECIAL-USE, and it has no SORT.
"""

from __future__ import annotations

import base64
import binascii

from postroom.practice.identity.scopes import EXCHANGE
from postroom.practice.identity.tokens import Bearer
from postroom.practice.imap.grammar import Argument, word
from postroom.practice.imap.session import Bad, No, Session
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.passwords import by_password, passwords_allowed
from postroom.practice.rights import may_open
from postroom.practice.world import World

_BEFORE = (
    b"IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+"
)
_AFTER = (
    b"IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES "
    b"CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE NAMESPACE LITERAL+"
)


async def capability(session: Session, _arguments: list[Argument]) -> None:
    if session.mailbox is not None:
        session.send(b"* CAPABILITY " + _AFTER)
    elif passwords_allowed(session.world):
        session.send(b"* CAPABILITY " + _BEFORE.replace(b" LOGINDISABLED", b""))
    else:
        session.send(b"* CAPABILITY " + _BEFORE)


async def authenticate(session: Session, arguments: list[Argument]) -> None:
    if session.mailbox is not None:
        raise Bad("Command received in Invalid state.")
    if not arguments or word(arguments[0]).upper() != b"XOAUTH2":
        raise No("AUTHENTICATE failed.")
    response = word(arguments[1]) if len(arguments) > 1 else await _challenge(session)
    user, token = read_xoauth2(response)
    bearer = bearer_for(session.world, token, "IMAP.AccessAsUser.All", "IMAP.AccessAsApp")
    mailbox = session.world.post.mailboxes.find(user)
    if bearer is None:
        raise No("AUTHENTICATE failed.")
    session.token = token
    session.mailbox = mailbox or Mailbox(user, user)
    session.connected = mailbox is not None and mailbox.imap_enabled and may_open(bearer, mailbox)


async def _challenge(session: Session) -> bytes:
    session.send(b"+ ")
    await session.writer.drain()
    return (await session.reader.readline()).strip()


def read_xoauth2(response: bytes) -> tuple[str, str]:
    """User and token of a SASL XOAUTH2 response; two empty strings where it is none."""
    try:
        text = base64.b64decode(response, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    fields = dict(piece.partition("=")[::2] for piece in text.split("\x01") if piece)
    kind, _, token = fields.get("auth", "").partition(" ")
    return (fields.get("user", ""), token) if kind.lower() == "bearer" else ("", "")


def bearer_for(world: World, token: str, scope: str, role: str) -> Bearer | None:
    """What the token proves, if it is for Exchange and allows the protocol."""
    bearer = world.tokens.bearer(token)
    if bearer is None or bearer.audience not in (*EXCHANGE.uris, EXCHANGE.app_id):
        return None
    return bearer if bearer.may(scope if bearer.user else role) else None


async def login(session: Session, arguments: list[Argument]) -> None:
    """Basic authentication has ended, except in a tenant that still allows it."""
    if session.mailbox is not None:
        raise Bad("Command received in Invalid state.")
    name, password = (word(argument).decode("utf-8", "replace") for argument in arguments[:2])
    user = by_password(session.world, name, password)
    mailbox = session.world.post.mailboxes.find(user.mailbox) if user else None
    if mailbox is None:
        raise No("LOGIN failed.")
    session.mailbox, session.connected = mailbox, mailbox.imap_enabled


async def identify(session: Session, _arguments: list[Argument]) -> None:
    session.send(b'* ID ("name" "Microsoft.Exchange.Imap4.Imap4Server" "version" "15.20")')


async def noop(_session: Session, _arguments: list[Argument]) -> None:
    """Nothing; what is new is told after every command."""


async def logout(session: Session, _arguments: list[Argument]) -> None:
    session.send(b"* BYE Microsoft Exchange Server IMAP4 server signing off.")
    session.leaving = True
