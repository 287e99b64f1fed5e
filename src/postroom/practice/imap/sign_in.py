"""CAPABILITY, AUTHENTICATE XOAUTH2, LOGIN, ID, NOOP, LOGOUT."""

from __future__ import annotations

import base64
import binascii

from postroom.practice.imap.grammar import Argument, word
from postroom.practice.imap.session import Bad, No, Session


async def capability(session: Session, _arguments: list[Argument]) -> None:
    signed_in = session.mailbox is not None
    speech = session.speech
    session.send(b"* CAPABILITY " + (speech.after_sign_in if signed_in else speech.before_sign_in(session.world)))


async def authenticate(session: Session, arguments: list[Argument]) -> None:
    if session.mailbox is not None:
        raise Bad("Command received in Invalid state.")
    mechanism = word(arguments[0]).upper() if arguments else b""
    if mechanism not in session.speech.mechanisms:
        raise No("AUTHENTICATE failed.")
    response = word(arguments[1]) if len(arguments) > 1 else await _challenge(session)
    if mechanism == b"PLAIN":
        session.speech.by_password(session, *read_plain(response))
    else:
        await session.speech.by_token(session, *read_xoauth2(response))


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


def read_plain(response: bytes) -> tuple[str, str]:
    """Name and password of a SASL PLAIN response (RFC 4616); two empty strings where it is none."""
    try:
        _, name, password = base64.b64decode(response, validate=True).decode().split("\0")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", ""
    return name, password


async def login(session: Session, arguments: list[Argument]) -> None:
    if session.mailbox is not None:
        raise Bad("Command received in Invalid state.")
    name, password = (word(argument).decode("utf-8", "replace") for argument in arguments[:2])
    session.speech.by_password(session, name, password)


async def identify(session: Session, _arguments: list[Argument]) -> None:
    session.send(b"* ID " + session.speech.name)


async def noop(_session: Session, _arguments: list[Argument]) -> None:
    """Nothing; what is new is told after every command."""


async def logout(session: Session, _arguments: list[Argument]) -> None:
    session.send(b"* BYE " + session.speech.goodbye)
    session.leaving = True
