"""Sending by Graph: who gets it, what becomes of large mail, where the copy lies."""

from __future__ import annotations

import email
import email.header
from email.message import EmailMessage, Message
from email.policy import SMTP

import pytest

from postroom.drivers import codes
from postroom.drivers.errors import Refused, TooLarge, Uncertain
from postroom.drivers.graph import GraphSettings, GraphSink
from tests.drivers.graph.mailboxes import READ_AND_SEND, PracticeMailbox
from tests.practice.mails import INFO, JONAS, mail


@pytest.fixture
def somebody(mailbox: PracticeMailbox) -> str:
    """Somebody outside who has not got any mail yet."""
    return f"to-{mailbox.address.partition('@')[0]}@example.net"


def answer(mailbox: PracticeMailbox, to: str, *sizes: int) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = mailbox.address
    message["To"] = to
    message["Subject"] = "Antwort"
    message["Message-ID"] = "<antwort@desk.example>"
    message["In-Reply-To"] = "<frage@kunde.example>"
    message["References"] = "<erste@kunde.example> <frage@kunde.example>"
    message.set_content("Guten Tag\n")
    message.add_alternative("<p>Guten Tag</p>", subtype="html")
    for number, size in enumerate(sizes):
        content = bytes(range(256)) * (size // 256)
        message.add_attachment(content, maintype="application", subtype="pdf", filename=f"Größe {number}.pdf")
    return message


def received(mailbox: PracticeMailbox, address: str) -> list[Message]:
    return [email.message_from_bytes(held.content) for held in mailbox.tenant.control.held(address)]


def files(message: Message) -> dict[str, int]:
    attached = [part for part in message.walk() if part.get_filename()]
    decoded = {
        str(email.header.make_header(email.header.decode_header(part.get_filename() or ""))): part for part in attached
    }
    return {name: len(bytes(part.get_payload(decode=True))) for name, part in decoded.items()}


def test_recipients_outside_the_headers_get_it_unseen(mailbox: PracticeMailbox, somebody: str) -> None:
    hidden = f"bcc-{somebody}"
    with mailbox.sink() as sink:
        sink.send(mail("Antwort", sender=mailbox.address, to=somebody), mailbox.address, [somebody, hidden])
    assert [[one["To"], one["Bcc"]] for one in received(mailbox, hidden)] == [[somebody, None]]


def test_whoever_is_in_the_headers_only_gets_nothing(mailbox: PracticeMailbox, somebody: str) -> None:
    other = f"other-{somebody}"
    content = mail("Antwort", sender=mailbox.address, to=f"Eine <{somebody}>, Andere <{other}>")
    with mailbox.sink() as sink:
        sink.send(content, mailbox.address, [somebody])
    assert [one["To"] for one in received(mailbox, somebody)] == [f"Eine <{somebody}>"]
    with pytest.raises(LookupError):
        mailbox.tenant.control.held(other)


@pytest.mark.parametrize(
    "sizes",
    [(4_000_128,), (5_000_192, 3_500_032, 500_224), (2_500_096, 2_400_000, 100_096)],
    ids=["one large", "several", "none large alone"],
)
def test_large_mail_arrives_whole_with_its_thread(
    mailbox: PracticeMailbox, somebody: str, sizes: tuple[int, ...]
) -> None:
    message = answer(mailbox, somebody, *sizes)
    with mailbox.sink() as sink:
        sink.send(message.as_bytes(), mailbox.address, [somebody])
    [one] = received(mailbox, somebody)
    assert [one[name] for name in ("Message-ID", "In-Reply-To", "References")] == [
        "<antwort@desk.example>", "<frage@kunde.example>", "<erste@kunde.example> <frage@kunde.example>",
    ]  # fmt: skip
    assert files(one) == {f"Größe {number}.pdf": size // 256 * 256 for number, size in enumerate(sizes)}
    assert [len(mailbox.messages(name)) for name in ("sentitems", "drafts")] == [1, 0]


def test_draft_that_could_not_be_cleared_away_goes_with_the_next_try(mailbox: PracticeMailbox, somebody: str) -> None:
    content, other = answer(mailbox, somebody, 4_000_000).as_bytes(), mail("Begun by somebody")
    mailbox.deliver(content, folder="drafts")
    mailbox.deliver(other, folder="drafts")
    with mailbox.sink() as sink:
        sink.send(content, mailbox.address, [somebody])
    assert (mailbox.messages("drafts"), len(received(mailbox, somebody))) == ([other], 1)


def test_large_mail_with_a_hidden_recipient_keeps_it_hidden(mailbox: PracticeMailbox, somebody: str) -> None:
    hidden = f"bcc-{somebody}"
    with mailbox.sink() as sink:
        sink.send(answer(mailbox, somebody, 4_000_000).as_bytes(), mailbox.address, [somebody, hidden])
    assert [[one["To"], one["Bcc"]] for one in received(mailbox, hidden)] == [[somebody, None]]


def test_signed_mail_over_the_limit_is_not_taken_apart(mailbox: PracticeMailbox, somebody: str) -> None:
    content = b'Content-Type: multipart/signed; boundary="b"\r\n' + answer(mailbox, somebody, 4_000_000).as_bytes()
    with mailbox.sink() as sink, pytest.raises(TooLarge) as caught:
        sink.send(content, mailbox.address, [somebody])
    assert (caught.value.code, mailbox.messages("drafts")) == (codes.GRAPH_CANNOT_SPLIT, [])


def test_text_over_the_limit_is_too_large(mailbox: PracticeMailbox, somebody: str) -> None:
    content = mail(sender=mailbox.address, to=somebody, text="Guten Tag\n" * 400_000)
    with mailbox.sink() as sink, pytest.raises(TooLarge) as caught:
        sink.send(content, mailbox.address, [somebody])
    assert caught.value.code == codes.TOO_LARGE


@pytest.mark.slow
def test_message_over_the_mailbox_limit_is_too_large_and_leaves_no_draft(
    mailbox: PracticeMailbox, somebody: str
) -> None:
    with mailbox.sink() as sink, pytest.raises(TooLarge) as caught:
        sink.send(answer(mailbox, somebody, 30_000_000).as_bytes(), mailbox.address, [somebody])
    assert caught.value.server_text.startswith("ErrorMessageSizeExceeded: ")
    assert [mailbox.messages(name) for name in ("drafts", "sentitems", "deleteditems")] == [[], [], []]


def test_large_mail_cut_off_while_sending_is_uncertain(mailbox: PracticeMailbox, somebody: str) -> None:
    mailbox.tenant.control.break_("drop-after-send")
    with mailbox.sink() as sink, pytest.raises(Uncertain):
        sink.send(answer(mailbox, somebody, 4_000_000).as_bytes(), mailbox.address, [somebody])
    assert len(received(mailbox, somebody)) == 1


def delegate(mailbox: PracticeMailbox) -> GraphSink:
    control = mailbox.tenant.control
    settings = GraphSettings(INFO, base_url=mailbox.tenant.graph_url)
    return GraphSink(settings, lambda fresh: control.access_token(JONAS, READ_AND_SEND))


def test_delegate_sends_as_the_shared_mailbox_and_its_copy_lies_there(mailbox: PracticeMailbox, somebody: str) -> None:
    control = mailbox.tenant.control
    before = {name: len(control.held(name, "sentitems")) for name in (INFO, JONAS)}
    with delegate(mailbox) as sink:
        sink.send(mail("Von Info", sender=INFO, to=somebody), INFO, [somebody])
    after = {name: len(control.held(name, "sentitems")) for name in (INFO, JONAS)}
    assert after == {INFO: before[INFO] + 1, JONAS: before[JONAS]}
    assert [one["From"] for one in received(mailbox, somebody)] == [f"Info Nordlicht <{INFO}>"]


def test_address_that_is_none_is_refused_by_name(mailbox: PracticeMailbox) -> None:
    with mailbox.sink() as sink, pytest.raises(Refused) as caught:
        sink.send(mail(sender=mailbox.address, to="nobody"), mailbox.address, ["nobody"])
    assert caught.value.code == codes.RECIPIENTS_REFUSED
