"""Mails of up to 10 MB made to hurt a reader: each shape by its name."""

from __future__ import annotations

import base64
import binascii
import random
from collections.abc import Callable

SIZE = 10 * 1024 * 1024
HEAD = b"From: a@example.org\nTo: d@example.com\nSubject: x\n"


def _fill(piece: bytes, before: bytes = HEAD, after: bytes = b"") -> Callable[[], bytes]:
    return lambda: before + piece * (SIZE // len(piece)) + after


def _typed(content_type: bytes, piece: bytes) -> Callable[[], bytes]:
    return _fill(piece, HEAD + b"Content-Type: " + content_type + b"\n\n")


def _header(name: bytes, piece: bytes) -> Callable[[], bytes]:
    return _fill(piece, name, b"\n\nx")


def _nested_multiparts() -> bytes:
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(200))
    return HEAD + levels + b"\n" + b"y" * SIZE


def _distinct_headers() -> bytes:
    return HEAD + b"".join(b"X-%d: v\n" % number for number in range(800_000)) + b"\nbody"


def _random_bytes() -> bytes:
    return random.Random(1).randbytes(SIZE)


def _sections() -> bytes:
    return HEAD + b"Content-Type: text/plain" + b"".join(b"; a*%d*=b" % number for number in range(500_000)) + b"\n\nx"


def _base64(content_type: bytes, content: bytes) -> bytes:
    head = HEAD + b"Content-Type: " + content_type + b"\nContent-Transfer-Encoding: base64\n\n"
    return head + base64.encodebytes(content)


def _nested_base64_mails() -> bytes:
    mail = HEAD + b"\n" + b"z" * 1_000_000
    for _ in range(8):
        mail = _base64(b"message/rfc822", mail)
    return mail


def _uuencoded() -> bytes:
    line = binascii.b2a_uu(b"a" * 45)
    return HEAD + b"\n" + (b"begin 644 a\n" + line * 1000 + b"`\nend\n") * (SIZE // 62_000)


SHAPES: dict[str, Callable[[], bytes]] = {
    "line_ends": _fill(b"\n"),
    "zero_bytes": _fill(b"\0", HEAD + b"\n"),
    "one_line": _fill(b"a", HEAD + b"\n"),
    "header_repeated": _fill(b"X-A: hello world this is a test\n", HEAD, b"\nbody"),
    "headers_distinct": _distinct_headers,
    "header_folded": _fill(b" a\n", HEAD + b"X-Long: x\n", b"\nbody"),
    "header_lines_without_colon": _fill(b"abc\n"),
    "header_lines_lost_folds": _fill(b"abc\nX-A: b\n", HEAD, b"\nbody"),
    "nested_multiparts": _nested_multiparts,
    "nested_mails": _fill(b"y", HEAD + b"Content-Type: message/rfc822\n\n" * 200),
    "nested_base64_mails": _nested_base64_mails,
    "parts": _typed(b"multipart/mixed; boundary=b", b"--b\n\nhello\n"),
    "parts_html": _typed(b"multipart/mixed; boundary=b", b"--b\nContent-Type: text/html\n\n<p>hi\n"),
    "parts_same_boundary": _typed(
        b"multipart/mixed; boundary=b", b"--b\nContent-Type: multipart/mixed; boundary=b\n\n"
    ),
    "parts_unknown_boundary": _typed(b"multipart/mixed", b"--bx\n"),
    "parts_almost_boundary": _typed(b"multipart/mixed; boundary=b", b"--bx"),
    "to_many": _header(b"To: ", b"a@b.c,"),
    "to_open_comments": _header(b"To: ", b"("),
    "to_open_quotes": _header(b"To: ", b'"\\'),
    "to_open_brackets": _header(b"To: ", b"<"),
    "to_words": _header(b"To: ", b"a "),
    "from_ats": _header(b"From: ", b"a@"),
    "subject_encoded_words": _header(b"Subject: ", b"=?utf-8?q?a?="),
    "subject_encoded_words_odd": _header(b"Subject: ", b"=?a?q?x?=y"),
    "subject_encoded_words_open": _header(b"Subject: ", b"=?a?q?x"),
    "subject_raw_bytes": _header(b"Subject: ", b"\xe4\xf6"),
    "references": _header(b"References: ", b"<a@b> "),
    "references_open": _header(b"References: ", b"< "),
    "parameters": _header(HEAD + b"Content-Type: text/plain", b"; a=b"),
    "parameters_open_quote": _header(HEAD + b'Content-Type: text/plain; a="', b'\\"'),
    "parameters_blank": _header(HEAD + b"Content-Type: text/plain;", b" "),
    "parameter_sections": _sections,
    "random_bytes": lambda: HEAD + b"\n" + _random_bytes(),
    "random_gb2312": lambda: HEAD + b"Content-Type: text/plain; charset=gb2312\n\n" + _random_bytes(),
    "random_utf8": lambda: HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + _random_bytes(),
    "iso_2022_jp_escapes": _typed(b"text/plain; charset=iso-2022-jp", b"\x1b$B!!\x1b(B"),
    "utf_7_shifts": _typed(b"text/plain; charset=utf-7", b"+AOQ-"),
    "base64_file": lambda: _base64(b"application/pdf", _random_bytes()[:7_000_000]),
    "base64_html": lambda: _base64(b"text/html", b"<b>hello</b> " * 560_000),
    "base64_one_broken_line": lambda: _fill(b"AAAA", _base64(b"application/pdf", b"") + b"!")(),
    "quoted_printable": _typed(b"text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", b"=C3=A4"),
    "quoted_printable_blanks": _typed(b"text/plain\nContent-Transfer-Encoding: quoted-printable", b"= "),
    "uuencode_begins": _fill(b"begin 644 a\n", HEAD + b"\n"),
    "uuencode_files": _uuencoded,
    "yenc_begins": _fill(b"=ybegin line=128 size=3 name=a\n", HEAD + b"\n"),
    "yenc_escapes": _fill(b"=a", HEAD + b"\n=ybegin line=128 size=3 name=a\n", b"\n=yend\n"),
    "flowed": _typed(b"text/plain; format=flowed", b"a \n"),
    "enriched": _typed(b"text/enriched", b"<param>"),
    "richtext": _typed(b"text/richtext", b"<comment>"),
    "calendar": _typed(b"text/calendar", b"BEGIN:VEVENT\nATTENDEE:mailto:a@b.c\n"),
    "calendar_nested": _typed(b"text/calendar", b"BEGIN:A\n"),
    "calendar_parameters": _typed(b"text/calendar", b"A;B=;"),
    "card": _typed(b"text/vcard", b"BEGIN:VCARD\nFN:x\n"),
    "tnef_attributes": _typed(
        b"application/ms-tnef", b"\x78\x9f\x3e\x22\x01\x00" + b"\x02\x02\x90\0\0\0\0\0\0\0\0" * 90
    ),
    "quote_marks": _fill(b">", HEAD + b"\n"),
    "quoted_lines": _fill(b"> a\n", HEAD + b"\n"),
    "quote_headers": _fill(b"On Monday Anna wrote:\n", HEAD + b"\n"),
    "carriage_returns": lambda: HEAD.replace(b"\n", b"\r") + b"a\r" * (SIZE // 2),
    "html_open_tags": _typed(b"text/html", b"<div>"),
    "html_tables": _typed(b"text/html", b"<table><tr><td>"),
    "html_links": _typed(b"text/html", b'<a href="http://x/">y</a>'),
    "html_angle_brackets": _typed(b"text/html", b"<"),
    "html_open_meta": _typed(b"text/html", b"<meta "),
    "html_styles": _typed(b"text/html", b'<p style="a:b;'),
    "html_blockquotes": _typed(b"text/html", b"<blockquote>"),
    "html_entities": _typed(b"text/html", b"&amp;&#60;"),
    "bounce_text": _fill(b"<a@b.c>: 550 user unknown\n", b"From: MAILER-DAEMON@x\nSubject: Undelivered Mail\n\n"),
    "bounce_status": _typed(
        b"message/delivery-status", b"Final-Recipient: rfc822; a@b.c\nAction: failed\nStatus: 5.1.1\n\n"
    ),
}
