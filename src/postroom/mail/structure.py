"""Bytes to a tree of parts (RFC 2045, RFC 2046). Never raises; what was odd or cut is noted in the budget."""

from __future__ import annotations

import re
from dataclasses import replace

from postroom.mail import boundaries, charsets, limits, outlook_msg, tnef
from postroom.mail.boundaries import Span
from postroom.mail.containers import TNEF_TYPE, unfold_tnef
from postroom.mail.header_block import HeaderBlock
from postroom.mail.limits import Budget
from postroom.mail.part_head import PartHead, read_part_head
from postroom.mail.parts import Part
from postroom.mail.text_files import cut_out_files
from postroom.mail.transfer import is_encoded, undo_transfer_encoding
from postroom.sentences import sentence as _

MESSAGE_TYPES = frozenset(("message/rfc822", "message/global", "message/news"))
_TEXT_MESSAGES = frozenset(
    ("message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
     "message/feedback-report", "message/global-headers", "message/partial", "message/external-body")
)  # fmt: skip
_META_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?\b(?:charset|encoding)\s*=\s*["']?([\w.:-]{2,40})""", re.I)
_META_WINDOW = 4_096
_MBOX_FROM = re.compile(rb">?From [^\r\n]*\r?\n")


def read_tree(raw: bytes, budget: Budget) -> tuple[Part, HeaderBlock]:
    """Return the tree of a whole mail, and its undecoded header block."""
    source = _as_plain_bytes(raw, budget)
    start = len(source) - len(source.lstrip(b"\r\n"))
    mbox = _MBOX_FROM.match(source, start)
    head = read_part_head(source, mbox.end() if mbox else start, len(source), budget, "text/plain")
    return _read(head, source, mbox.end() if mbox else start, len(source), budget, 0), head.block


def _as_plain_bytes(raw: bytes, budget: Budget) -> bytes:
    """Bring what is no ordinary mail file into that form: byte order mark, UTF-16, carriage returns as line ends."""
    if outlook_msg.is_msg(raw) and (eml := outlook_msg.as_eml(raw)):
        budget.note(_("The mail is an Outlook .msg file."))
        return eml
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        budget.note(_("The whole mail is UTF-16."))
        return raw.decode("utf-16", "replace").encode("utf-8")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:]
    if b"\n" not in raw and b"\r" in raw:
        budget.note(_("The lines end with carriage returns only."))
        return raw.replace(b"\r", b"\n")
    return raw


def _read(head: PartHead, source: bytes, start: int, end: int, budget: Budget, depth: int) -> Part:
    part = head.part(source, start, end)
    is_multipart = head.content_type.startswith("multipart/")
    if depth >= limits.MAX_DEPTH and (is_multipart or head.content_type in MESSAGE_TYPES):
        budget.note(_("Parts nested deeper than %(most)s: what lies below was not read.", most=limits.MAX_DEPTH))
        return replace(part, content_type="application/octet-stream", content=source[head.body_start : end])
    if budget.late():
        return part
    if is_multipart:
        return _multipart(head, part, budget, depth)
    if head.content_type in MESSAGE_TYPES:
        return _message(part, head, budget, depth)
    return _leaf(part, _decoded(source, head.body_start, end, head.encoding, budget), budget)


def _decoded(source: bytes, start: int, end: int, encoding: str, budget: Budget) -> bytes:
    if not budget.take_bytes(end - start):
        return b""
    data = source[start:end]
    return undo_transfer_encoding(data, encoding, budget) if encoding else data


def _multipart(head: PartHead, part: Part, budget: Budget, depth: int) -> Part:
    """Read the children; where no boundary cuts the body, read it as the text it then is."""
    source, start = part.source, head.body_start
    boundary = head.boundary
    spans = boundaries.split(source, start, part.end, boundary, max(budget.parts, 0) + 1)
    if not spans:
        boundary = boundaries.guess_boundary(source, start, part.end)
        spans = boundaries.split(source, start, part.end, boundary, max(budget.parts, 0) + 1)
        if spans:
            budget.note(_("The boundary that a multipart names is missing or wrong: it was found in the body."))
    if spans:
        return replace(part, children=_children(part, spans, boundary, budget, depth))
    if head.encoding.lower() in ("base64", "quoted-printable") and (again := _encoded_whole(head, part, budget, depth)):
        return again
    if not source[start : part.end].strip():
        return part
    budget.note(_("A multipart without parts was read as text."))
    return _leaf(replace(part, content_type="text/plain"), source[start : part.end], budget)


def _encoded_whole(head: PartHead, part: Part, budget: Budget, depth: int) -> Part | None:
    """RFC 2045 section 6.4 forbids to encode a multipart as a whole. Some gateways do."""
    data = _decoded(part.source, head.body_start, part.end, head.encoding, budget)
    spans = boundaries.split(data, 0, len(data), head.boundary, max(budget.parts, 0) + 1)
    if not spans:
        return None
    budget.note(_("A multipart was encoded as a whole."))
    inner = replace(part, source=data, start=0, end=len(data))
    return replace(part, children=_children(inner, spans, head.boundary, budget, depth))


def _children(part: Part, spans: list[Span], boundary: bytes, budget: Budget, depth: int) -> tuple[Part, ...]:
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    children: list[Part] = []
    waiting = list(reversed(spans))
    while waiting and budget.take_part() and not budget.late():
        span = waiting.pop()
        head = read_part_head(part.source, span.start, span.end, budget, default)
        if depth < limits.MAX_DEPTH and _shares_boundary(head, boundary, part.source, span):
            # A multipart inside another that uses the same boundary: what follows up to the closing one is its own.
            inner = _up_to_closing(waiting)
            budget.note(_("Two multiparts inside each other use the same boundary."))
            child = head.part(part.source, span.start, span.end)
            children.append(replace(child, children=_children(child, inner, boundary, budget, depth + 1)))
        else:
            children.append(_read(head, part.source, span.start, span.end, budget, depth + 1))
    return tuple(children)


def _shares_boundary(head: PartHead, boundary: bytes, source: bytes, span: Span) -> bool:
    return (
        head.content_type.startswith("multipart/")
        and head.boundary == boundary
        and not span.closed
        and not source[head.body_start : span.end].strip()
    )


def _up_to_closing(waiting: list[Span]) -> list[Span]:
    inner: list[Span] = []
    while waiting:
        inner.append(waiting.pop())
        if inner[-1].closed:
            break
    return inner


def _message(part: Part, head: PartHead, budget: Budget, depth: int) -> Part:
    """Read an attached mail: its source stays the bytes that it is made of."""
    source, start, end = part.source, head.body_start, part.end
    if is_encoded(head.encoding):
        # RFC 2046 section 5.2.1 forbids it; Outlook and some gateways do it.
        source = _decoded(source, start, end, head.encoding, budget)
        start, end = 0, len(source)
    if not budget.take_part():
        return part
    start += len(source[start : start + 2]) - len(source[start : start + 2].lstrip(b"\r\n"))
    mbox = _MBOX_FROM.match(source, start, end)
    start = mbox.end() if mbox else start
    inner = read_part_head(source, start, end, budget, "text/plain")
    return replace(part, children=(_read(inner, source, start, end, budget, depth + 1),))


def _leaf(part: Part, data: bytes, budget: Budget) -> Part:
    if part.content_type == "text/plain" and part.disposition != "attachment":
        rest, files = cut_out_files(data, budget)
        if files:
            text = _with_text(replace(part, content=rest), budget)
            return replace(part, content_type="multipart/mixed", disposition="", children=(text, *files))
    if data.startswith(tnef.SIGNATURE) or part.content_type == TNEF_TYPE:
        return unfold_tnef(replace(part, content=data), budget)
    return _with_text(replace(part, content=data), budget)


def _with_text(part: Part, budget: Budget) -> Part:
    """Add the decoded text to a part that is text."""
    if not (part.content_type.startswith("text/") or part.content_type in _TEXT_MESSAGES):
        return part
    content = part.content[: limits.MAX_TEXT_BYTES]
    inside = "" if part.content_type == "text/plain" or content.isascii() else _declared_inside(content)
    text, defect = charsets.decode(content, part.params.get("charset", "") or inside, inside)
    if defect:
        budget.note(defect)
    return replace(part, text=text.replace("\r\n", "\n").replace("\r", "\n"))


def _declared_inside(content: bytes) -> str:
    match = _META_CHARSET.search(content[:_META_WINDOW])
    return match[1].decode("ascii") if match else ""
