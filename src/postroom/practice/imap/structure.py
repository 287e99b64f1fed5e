"""ENVELOPE, BODY and BODYSTRUCTURE (RFC 3501 section 7.4.2)."""

from __future__ import annotations

from email.message import Message
from email.utils import getaddresses

from postroom.practice.imap.grammar import string
from postroom.practice.imap.mime_tree import Part


def envelope(headers: Message) -> bytes:
    sender = _addresses(headers, "From")
    fields = [
        _header(headers, "Date"),
        _header(headers, "Subject"),
        sender,
        # RFC 3501: where Sender or Reply-To is missing, the server puts From there.
        _addresses(headers, "Sender", sender),
        _addresses(headers, "Reply-To", sender),
        _addresses(headers, "To"),
        _addresses(headers, "Cc"),
        _addresses(headers, "Bcc"),
        _header(headers, "In-Reply-To"),
        _header(headers, "Message-ID"),
    ]
    return b"(" + b" ".join(fields) + b")"


def _raw(value: object) -> bytes:
    return " ".join(str(value).split()).encode("utf-8", "surrogateescape")


def _header(headers: Message, name: str) -> bytes:
    value = headers.get(name)
    return string(None if value is None else _raw(value))


def _addresses(headers: Message, name: str, default: bytes = b"NIL") -> bytes:
    pairs = [pair for pair in getaddresses([str(value) for value in headers.get_all(name, [])]) if pair[1]]
    return b"(" + b"".join(_address(*pair) for pair in pairs) + b")" if pairs else default


def _address(name: str, address: str) -> bytes:
    local, _, domain = address.rpartition("@")
    fields = [string(_raw(name) or None), b"NIL", string(_raw(local)), string(_raw(domain))]
    return b"(" + b" ".join(fields) + b")"


def body_structure(part: Part, *, extended: bool) -> bytes:
    if part.is_multipart:
        inside = b"".join(body_structure(child, extended=extended) for child in part.children)
        subtype = string(part.type.partition("/")[2])
        extra = b" " + _parameters(part.headers) + b" " + _disposition(part.headers) + b" NIL NIL" if extended else b""
        return b"(" + inside + b" " + subtype + extra + b")"
    return b"(" + b" ".join(_leaf(part, extended=extended)) + b")"


def _leaf(part: Part, *, extended: bool) -> list[bytes]:
    main, _, subtype = part.type.partition("/")
    fields = [
        string(main),
        string(subtype),
        _parameters(part.headers),
        _header(part.headers, "Content-ID"),
        _header(part.headers, "Content-Description"),
        string(str(part.headers.get("Content-Transfer-Encoding", "7bit")).strip().lower()),
        b"%d" % len(part.body),
    ]
    if part.is_message:
        inner = part.children[0]
        fields += [envelope(inner.headers), body_structure(inner, extended=extended)]
    if part.is_message or main == "text":
        fields.append(b"%d" % part.body.count(b"\n"))
    return fields + ([b"NIL", _disposition(part.headers), b"NIL", b"NIL"] if extended else [])


def _parameters(headers: Message, header: str = "content-type") -> bytes:
    pairs = headers.get_params([], header=header, unquote=True) or []
    inside = [string(_plain(piece)) for name, value in pairs[1:] for piece in (name, value)]
    return b"(" + b" ".join(inside) + b")" if inside else b"NIL"


def _plain(value: str | tuple[str | None, str | None, str]) -> bytes:
    text = value[2] if isinstance(value, tuple) else value
    return text.encode("utf-8", "surrogateescape")


def _disposition(headers: Message) -> bytes:
    word = headers.get_content_disposition()
    if word is None:
        return b"NIL"
    return b"(" + string(word) + b" " + _parameters(headers, "content-disposition") + b")"
