"""The reader never fails: generated mails, and Postroom's own mails broken in every way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.mail.message import parse
from tests.mail.mails import FAILED, FOLDER

SECONDS = 5.0
MOST_SECONDS_A_MAIL = 2.0

_ADDRESS_NAMES = ["From", "To", "Cc", "Reply-To", "X-Failed-Recipients"]
_TYPE_NAMES = ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition"]
NAMES = st.sampled_from(
    [*_ADDRESS_NAMES, *_TYPE_NAMES, "Subject", "Date", "Message-ID", "References", "Auto-Submitted"]
)
VALUES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [
            b"multipart/mixed; boundary=b",
            b"multipart/alternative; boundary=b",
            b"multipart/report; report-type=delivery-status; boundary=b",
            b"message/rfc822",
            b"message/delivery-status",
            b"text/html; charset=utf-7",
            b"text/plain; charset=iso-2022-jp; format=flowed; delsp=yes",
            b"text/calendar",
            b"text/vcard",
            b"text/enriched",
            b"application/ms-tnef",
            b"base64",
            b"quoted-printable",
            b"x-uuencode",
            b"attachment; filename*0*=utf-8''%; filename*1=x",
            b"=?utf-8?q?=C3?= =?utf-8?q?=A4?= <a@example.org>",
            b'"a, b" <a@example.org>, group: b@example.org;',
        ]
    ),
)
FIELDS = st.tuples(NAMES, VALUES).map(lambda item: item[0].encode() + b": " + item[1])
BODIES = st.lists(
    st.one_of(
        st.binary(max_size=80),
        st.sampled_from(
            [b"--b", b"--b--", b"", b"begin 644 a", b"end", b"=ybegin line=1 size=1 name=a", b"=yend", b"> quoted"]
        ),
        FIELDS,
    ),
    max_size=30,
)


def _check(raw: bytes) -> None:
    began = time.process_time()
    mail = parse(raw)
    seconds = time.process_time() - began
    assert not any(defect.startswith(FAILED) for defect in mail.defects), (mail.defects, raw[:2000])
    assert seconds < MOST_SECONDS_A_MAIL, raw[:2000]
    assert mail.message_id
    assert all(item.filename and "/" not in item.filename for item in mail.attachments)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw: bytes) -> None:
    _check(raw)


@settings(max_examples=500, deadline=None)
@given(st.lists(FIELDS, max_size=12), BODIES)
def test_any_headers_and_parts_are_read(fields: list[bytes], body: list[bytes]) -> None:
    _check(b"\n".join(fields) + b"\n\n" + b"\n".join(body))


@settings(max_examples=200, deadline=None)
@given(st.lists(FIELDS, max_size=6), BODIES)
def test_reading_twice_gives_the_same(fields: list[bytes], body: list[bytes]) -> None:
    raw = b"\n".join(fields) + b"\n\n" + b"\n".join(body)
    assert parse(raw) == parse(raw)


def _flip(raw: bytearray, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 20)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)


def _cut(raw: bytearray, rng: random.Random) -> None:
    del raw[rng.randrange(len(raw)) :]


def _drop(raw: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(raw))
    del raw[start : start + rng.randint(1, 60)]


def _repeat(raw: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(raw))
    piece = raw[start : start + rng.randint(1, 200)]
    raw[start:start] = piece * rng.choice((1, 2, 50))


def _break_boundary(raw: bytearray, rng: random.Random) -> None:
    places = [index for index in range(len(raw) - 1) if raw[index : index + 2] == b"--"]
    if places:
        at = rng.choice(places)
        raw[at : at + rng.randint(1, 4)] = rng.choice((b"", b"-", b"----", b"\n--"))


def _repeat_header(raw: bytearray, rng: random.Random) -> None:
    end = raw.find(b"\n") + 1
    raw[:end] = raw[:end] * rng.choice((2, 200))


def _nest(raw: bytearray, rng: random.Random) -> None:
    raw[:0] = b"Content-Type: message/rfc822\n\n" * rng.choice((1, 5, 40))


def _strange_line_ends(raw: bytearray, rng: random.Random) -> None:
    raw[:] = raw.replace(b"\n", rng.choice((b"\r", b"\r\n", b"\r\r\n", b"\n\n")))


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip,
    _cut,
    _drop,
    _repeat,
    _break_boundary,
    _repeat_header,
    _nest,
    _strange_line_ends,
)


def test_own_mails_broken_in_every_way_are_read() -> None:
    mails = [path.read_bytes() for path in sorted(FOLDER.rglob("*.eml"))]
    assert len(mails) > 50
    rng = random.Random(20240304)
    until = time.monotonic() + SECONDS
    read = 0
    while time.monotonic() < until:
        raw = bytearray(rng.choice(mails))
        for _ in range(rng.randint(1, 4)):
            if raw:
                rng.choice(MUTATIONS)(raw, rng)
        _check(bytes(raw[:2_000_000]))
        read += 1
    assert read > 100
