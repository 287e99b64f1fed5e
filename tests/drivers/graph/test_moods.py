"""Answers that Graph is known to give and the practice tenant does not."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable

import pytest

from postroom.drivers import codes
from postroom.drivers.base import AfterImport
from postroom.drivers.errors import (
    DriverError,
    NotFound,
    Refused,
    Retry,
    Throttled,
    TooLarge,
    Uncertain,
    Unreachable,
)
from postroom.drivers.graph import GraphSink, GraphSource
from tests.drivers.graph.mailboxes import PracticeMailbox
from tests.drivers.graph.meddler import Asked, Meddling, Said, meddling
from tests.practice.mails import mail

MANY = 1_000_000
Ask = Callable[[], Said]


def refused(status: int, code: str, **headers: str) -> Said:
    return Said(status, json.dumps({"error": {"code": code, "message": "words"}}).encode(), headers)


def through(address: str, mailbox: PracticeMailbox) -> GraphSource:
    settings = dataclasses.replace(mailbox.settings(), base_url=f"{address}/v1.0")
    return GraphSource(settings, mailbox.token)


def test_part_of_a_batch_that_is_throttled_is_asked_again(mailbox: PracticeMailbox) -> None:
    for number in range(4):
        mailbox.deliver(mail(f"Frage {number}"))
    sizes: list[int] = []

    def meddle(asked: Asked, ask: Ask) -> Said:
        if not asked.path.endswith("$batch"):
            return ask()
        requests = json.loads(asked.body)["requests"]
        sizes.append(len(requests))
        if len(sizes) > 1:
            return ask()
        told = json.loads(ask().body)
        for one in told["responses"][1:3]:
            one.update(status=429, headers={"Retry-After": "1"}, body={"error": {"code": "ApplicationThrottled"}})
        return Said(200, json.dumps({"responses": told["responses"][::-1]}).encode())

    with meddling(mailbox.tenant.base_url, meddle) as address, through(address, mailbox) as source:
        keys = [one.key for one in source.list()]
        begun = time.monotonic()
        assert [one.content for one in source.fetch(keys, MANY)] == mailbox.messages()
    assert sizes == [4, 2]
    assert time.monotonic() - begun >= 1


def test_part_of_a_batch_that_stays_throttled_is_told_with_its_time(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(mail())
    body = {"error": {"code": "ApplicationThrottled", "message": "words"}}

    def meddle(asked: Asked, ask: Ask) -> Said:
        if not asked.path.endswith("$batch"):
            return ask()
        one = {"id": "0", "status": 429, "headers": {"Retry-After": "120"}, "body": body}
        return Said(200, json.dumps({"responses": [one]}).encode())

    with meddling(mailbox.tenant.base_url, meddle) as address, through(address, mailbox) as source:
        keys = [one.key for one in source.list()]
        with pytest.raises(Throttled) as caught:
            source.settle(keys, AfterImport.DELETE)
    assert caught.value.retry_after is not None
    assert caught.value.retry_after.total_seconds() == 120


def test_message_that_cannot_be_handed_over_waits_for_the_others(mailbox: PracticeMailbox) -> None:
    for number in range(6):
        mailbox.deliver(mail(f"Frage {number}"))
    sick: list[str] = []

    def meddle(asked: Asked, ask: Ask) -> Said:
        if asked.path.endswith("$value") and sick[0] in asked.path:
            return refused(500, "ErrorMimeContentConversionFailed")
        return ask()

    got: list[bytes] = []
    with meddling(mailbox.tenant.base_url, meddle) as address, through(address, mailbox) as source:
        keys = [one.key for one in source.list()]
        sick.append(keys[2])
        with pytest.raises(Refused) as caught:
            got.extend(one.content for one in source.fetch(keys, MANY))
    contents = mailbox.messages()
    assert got == [*contents[:2], *contents[3:]]
    assert (caught.value.code, caught.value.retry) == (codes.MESSAGE_UNREADABLE, Retry.LATER)
    assert caught.value.server_text.startswith(f"{keys[2]}: ErrorMimeContentConversionFailed: words")


def test_message_that_vanishes_after_the_look_is_passed_over(mailbox: PracticeMailbox) -> None:
    for number in range(3):
        mailbox.deliver(mail(f"Frage {number}"))
    gone: list[str] = []

    def meddle(asked: Asked, ask: Ask) -> Said:
        lost = asked.path.endswith("$value") and gone[0] in asked.path
        return refused(404, "ErrorItemNotFound") if lost else ask()

    with meddling(mailbox.tenant.base_url, meddle) as address, through(address, mailbox) as source:
        keys = [one.key for one in source.list()]
        gone.append(keys[0])
        assert [one.key for one in source.fetch(keys, MANY)] == keys[1:]


def test_message_larger_as_mime_than_told_is_shortened(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(mail(text="Guten Tag\n" * 10_000))

    def meddle(asked: Asked, ask: Ask) -> Said:
        said = ask()
        size = str(len(mailbox.messages()[0])).encode()
        return dataclasses.replace(said, body=said.body.replace(b'"value": "' + size, b'"value": "4000'))

    with meddling(mailbox.tenant.base_url, meddle) as address, through(address, mailbox) as source:
        [listed] = source.list()
        [one] = source.fetch([listed.key], 5000)
    assert (listed.size, one.complete, one.size, one.content) == (4000, False, 5001, mailbox.messages()[0][:5000])


def test_single_message_that_may_not_be_changed_is_a_warning(mailbox: PracticeMailbox) -> None:
    for number in range(3):
        mailbox.deliver(mail(f"Frage {number}"))

    def meddle(asked: Asked, ask: Ask) -> Said:
        requests = json.loads(asked.body)["requests"] if asked.path.endswith("$batch") else []
        said = ask()
        if not requests or requests[0]["method"] != "POST":
            return said
        told = json.loads(said.body)
        told["responses"][1] |= {"status": 403, "body": {"error": {"code": "ErrorAccessDenied", "message": "held"}}}
        return Said(200, json.dumps(told).encode())

    with meddling(mailbox.tenant.base_url, meddle) as address, through(address, mailbox) as source:
        keys = [one.key for one in source.list()]
        settled = source.settle(keys, AfterImport.DELETE)
    assert (settled.done, settled.warnings) == ((keys[0], keys[2]), ("ErrorAccessDenied: held",))


def test_batch_whose_answer_is_lost_deletes_no_further_than_deleted_items(mailbox: PracticeMailbox) -> None:
    for number in range(3):
        mailbox.deliver(mail(f"Frage {number}"))
    batches: list[bytes] = []

    def meddle(asked: Asked, ask: Ask) -> Said:
        said = ask()
        if asked.path.endswith("$batch"):
            batches.append(asked.body)
            return Said(0) if b"/move" in asked.body and b"/move" not in b"".join(batches[:-1]) else said
        return said

    with meddling(mailbox.tenant.base_url, meddle) as address, through(address, mailbox) as source:
        keys = [one.key for one in source.list()]
        assert source.settle(keys, AfterImport.DELETE).done == tuple(keys)
    assert [b"/move" in body for body in batches] == [False, True, True]
    assert (mailbox.messages(), len(mailbox.messages("deleteditems"))) == ([], 3)


@pytest.mark.parametrize(
    ("said", "raised", "retry"),
    [
        (refused(500, "ErrorInternalServerError"), Uncertain, Retry.HUMAN),
        (refused(502, "BadGateway"), Uncertain, Retry.HUMAN),
        (Said(504), Uncertain, Retry.HUMAN),
        (Said(0), Uncertain, Retry.HUMAN),
        (refused(503, "ErrorServerBusy", **{"Retry-After": "100"}), Throttled, Retry.LATER),
        (refused(413, "ErrorMessageSizeExceeded"), TooLarge, Retry.NEVER),
        (refused(413, "ErrorQuotaExceeded"), Refused, Retry.NEVER),
        (refused(429, "ErrorExceededMessageLimit", **{"Retry-After": "3600"}), Refused, Retry.LATER),
        (refused(404, "MailboxNotEnabledForRESTAPI"), NotFound, Retry.NEVER),
    ],
)
def test_send_mail_refused_in_many_ways(
    mailbox: PracticeMailbox, said: Said, raised: type[DriverError], retry: Retry
) -> None:
    asked_for: list[str] = []

    def meddle(asked: Asked, ask: Ask) -> Said:
        if not asked.path.endswith("sendMail"):
            return ask()
        asked_for.append(asked.path)
        return said

    with pytest.raises(raised) as caught:
        send(mailbox, meddle, mail(sender=mailbox.address))
    assert (type(caught.value), caught.value.retry, len(asked_for)) == (raised, retry, 1)


def test_large_attachment_in_a_shared_mailbox_has_its_own_words(mailbox: PracticeMailbox) -> None:
    def meddle(asked: Asked, ask: Ask) -> Said:
        return refused(403, "ErrorAccessDenied") if asked.path.endswith("createUploadSession") else ask()

    with pytest.raises(Refused) as caught:
        send(mailbox, meddle, large(mailbox))
    assert (caught.value.code, mailbox.messages("drafts")) == (codes.GRAPH_ATTACHMENT_IN_SHARED, [])


def test_connection_lost_while_uploading_leaves_no_draft(mailbox: PracticeMailbox) -> None:
    def meddle(asked: Asked, ask: Ask) -> Said:
        if asked.path.endswith("createUploadSession"):
            # A port where nobody listens.
            return Said(201, b'{"uploadUrl": "http://127.0.0.1:1/upload/secret-right"}')
        return ask()

    with pytest.raises(Unreachable) as caught:
        send(mailbox, meddle, large(mailbox))
    assert (caught.value.retry, mailbox.messages("drafts")) == (Retry.LATER, [])
    assert "secret-right" not in f"{caught.value!r}{caught.value.__context__!r}"


def test_token_is_not_sent_to_the_upload_address(mailbox: PracticeMailbox) -> None:
    signed: dict[str, bool] = {}

    def meddle(asked: Asked, ask: Ask) -> Said:
        signed[asked.method] = "authorization" in asked.headers
        said = ask()
        moved = said.body.replace(mailbox.tenant.base_url.encode(), f"http://{asked.headers['host']}".encode())
        return dataclasses.replace(said, body=moved)

    send(mailbox, meddle, large(mailbox))
    assert signed == {"GET": True, "POST": True, "PUT": False}


def large(mailbox: PracticeMailbox) -> bytes:
    boundary = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nText\r\n--b\r\n'
    file = b'Content-Disposition: attachment; filename="a.bin"\r\n\r\n' + b"x" * 78 * 50_000
    return b"From: " + mailbox.address.encode() + b"\r\nSubject: x\r\n" + boundary + file + b"\r\n--b--\r\n"


def send(mailbox: PracticeMailbox, meddle: Meddling, content: bytes) -> None:
    with meddling(mailbox.tenant.base_url, meddle) as address:
        settings = dataclasses.replace(mailbox.settings(), base_url=f"{address}/v1.0")
        with GraphSink(settings, mailbox.token) as sink:
            sink.send(content, mailbox.address, ["somebody@example.net"])
