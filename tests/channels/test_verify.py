"""The mark on test mails."""

from __future__ import annotations

from email import message_from_bytes

import pytest
from django.core.signing import TimestampSigner
from django.test import override_settings

from postroom.channels.verify import is_verify, sign
from postroom.channels.verify_mail import VerifyMail, mark_of


def test_own_mark_is_recognised_also_when_folded() -> None:
    mark = sign(17)

    assert is_verify(mark)
    assert is_verify(f" {mark[:20]}\r\n {mark[20:]}")


@pytest.mark.parametrize("value", ["", "17", "17:abc:def", "x" * 5000])
def test_other_text_is_no_mark(value: str) -> None:
    assert not is_verify(value)


def test_mark_signed_for_another_purpose_is_none() -> None:
    assert not is_verify(TimestampSigner(salt="something else").sign("17"))


def test_mark_of_another_installation_is_none() -> None:
    mark = sign(17)
    with override_settings(SECRET_KEY="another one"):
        assert not is_verify(mark)


def test_mark_older_than_half_an_hour_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.signing.time.time", lambda: 1_000_000.0)
    mark = sign(17)
    monkeypatch.setattr("django.core.signing.time.time", lambda: 1_000_000.0 + 30 * 60 - 1)
    assert is_verify(mark)
    monkeypatch.setattr("django.core.signing.time.time", lambda: 1_000_000.0 + 30 * 60 + 2)
    assert not is_verify(mark)


def test_test_mail_carries_the_mark_and_asks_for_no_answer() -> None:
    content = VerifyMail.of(17, "desk@example.org").compose()

    mail = message_from_bytes(content)
    assert is_verify(mark_of(content))
    assert (mail["From"], mail["To"]) == ("desk@example.org", "desk@example.org")
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")


def test_mail_without_mark_has_none() -> None:
    assert mark_of(b"Subject: hello\r\n\r\nX-Postroom-Verify: in the body\r\n") == ""
