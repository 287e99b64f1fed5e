"""Folders, listing, delta, fetching and settling of the Graph source."""

from __future__ import annotations

import datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from postroom.drivers import codes
from postroom.drivers.base import AfterImport, Folder, LeftOut, Step
from postroom.drivers.errors import NotFound, ProtocolBroken
from postroom.drivers.graph.gate import AT_ONCE
from postroom.practice import PracticeTenant
from tests.drivers.graph.mailboxes import PracticeMailbox, new_mailbox
from tests.practice.mails import mail, mail_with_attachment

MANY = 1_000_000
START = 1_700_000_000


@pytest.fixture
def german(practice: PracticeTenant) -> PracticeMailbox:
    practice.control.mend()
    return new_mailbox(practice, language="de")


def test_folders_are_the_whole_tree_without_hidden_ones(german: PracticeMailbox) -> None:
    german.deliver(mail(), folder="Anfragen/Tech-Support/Alt")
    german.deliver(mail(), folder="Posteingang/Wichtig")
    with german.source() as source:
        assert source.folders() == [
            Folder("Anfragen", "/"),
            Folder("Anfragen/Tech-Support", "/"),
            Folder("Anfragen/Tech-Support/Alt", "/"),
            Folder("Archiv", "/", special_use="Archive"),
            Folder("Entwürfe", "/", special_use="Drafts"),
            Folder("Gelöschte Elemente", "/", special_use="Trash"),
            Folder("Gesendete Elemente", "/", special_use="Sent"),
            Folder("INBOX", "/"),
            Folder("INBOX/Wichtig", "/"),
            Folder("Junk-E-Mail", "/", special_use="Junk"),
            Folder("Postausgang", "/"),
        ]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("Anfragen/Tech-Support", 1),
        ("anfragen/tech-support", 1),
        ("Anfragen\\Tech-Support", 1),
        ("/Anfragen/Tech-Support/", 1),
        ("Posteingang/Wichtig", 2),
        ("INBOX/Wichtig", 2),
        ("Wichtig", 2),
        ("Posteingang", 0),
        ("inbox", 0),
        ("", 0),
    ],
)
def test_folder_is_found_as_people_write_it(german: PracticeMailbox, wanted: str, found: int) -> None:
    german.deliver(mail(), folder="Anfragen/Tech-Support")
    for _ in range(2):
        german.deliver(mail(), folder="Posteingang/Wichtig")
    with german.source(wanted) as source:
        assert source.survey().count == found


def test_folder_that_is_missing_is_named(mailbox: PracticeMailbox) -> None:
    with pytest.raises(NotFound) as caught, mailbox.source("Anfragen/Teck-Support"):
        pass
    assert (caught.value.code, caught.value.step, caught.value.server_text) == (
        codes.FOLDER_MISSING, "folder", "Anfragen/Teck-Support",
    )  # fmt: skip


def test_survey_tells_oldest_and_newest(mailbox: PracticeMailbox) -> None:
    for number in range(3):
        mailbox.deliver(mail(), received=START + number)
    with mailbox.source() as source:
        source.settle([source.list()[0].key], AfterImport.MARK_READ)
        survey = source.survey()
    moments = [datetime.datetime.fromtimestamp(START + number, datetime.UTC) for number in (0, 2)]
    assert (survey.count, survey.unread, survey.oldest, survey.newest) == (3, 2, *moments)


def test_list_of_many_pages_is_whole_and_oldest_first(mailbox: PracticeMailbox) -> None:
    content = mail()
    for number in range(1203):
        mailbox.deliver(content, received=START + (number * 7) % 1203)
    with mailbox.source() as source:
        listed = source.list()
    assert [one.received and int(one.received.timestamp()) - START for one in listed] == list(range(1203))
    assert {one.size for one in listed} == {len(content)}
    assert len({one.key for one in listed}) == 1203


def test_steps_are_told_one_after_another(mailbox: PracticeMailbox) -> None:
    steps: list[Step] = []
    with mailbox.source(on_step=steps.append) as source:
        source.list()
    assert [step.name for step in steps] == ["sign-in", "resolve", "connect", "folder", "list"]
    assert [step.detail for step in steps[:1]] == [mailbox.address]


def test_changes_begin_with_everything_and_go_on_from_the_link(mailbox: PracticeMailbox) -> None:
    for subject in ("Eins", "Zwei"):
        mailbox.deliver(mail(subject))
    with mailbox.source() as source:
        first = source.list_changes(None)
        one, two = first.listed
        assert (first.full, first.removed, [(part.seen, part.size) for part in first.listed]) == (
            True, (), [(False, len(content)) for content in mailbox.messages()],
        )  # fmt: skip
        source.settle([one.key], AfterImport.DELETE)
        source.settle([two.key], AfterImport.MARK_READ)
        mailbox.deliver(mail("Drei"))
        second = source.list_changes(first.link)
        assert (second.full, second.removed) == (False, (one.key,))
        assert [(part.key == two.key, part.seen) for part in second.listed] == [(True, True), (False, False)]
        third = source.list_changes(second.link)
        assert (third.full, third.removed, third.listed) == (False, (), ())


def test_changes_of_many_pages_tell_every_size(mailbox: PracticeMailbox) -> None:
    content = mail()
    for _ in range(1003):
        mailbox.deliver(content)
    with mailbox.source() as source:
        assert [one.size for one in source.list_changes(None).listed] == [len(content)] * 1003


def test_delta_link_that_is_lost_leads_to_everything_again(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(mail())
    with mailbox.source() as source:
        link = source.list_changes(None).link
        mailbox.tenant.control.break_("delta-lost", times=1)
        again = source.list_changes(link)
    assert (again.full, len(again.listed)) == (True, 1)


def test_link_to_another_server_is_not_followed(mailbox: PracticeMailbox) -> None:
    with mailbox.source() as source, pytest.raises(ProtocolBroken, match=r"leads to elsewhere\.example"):
        source.list_changes("https://elsewhere.example/v1.0/users/x/delta")


def test_fetch_keeps_the_order_over_many_batches(mailbox: PracticeMailbox) -> None:
    for number in range(53):
        mailbox.deliver(mail(f"Frage {number}", text="x" * (number % 7) * 5000))
    with mailbox.source() as source:
        keys = [one.key for one in source.list()][::-1]
        fetched = list(source.fetch(keys, MANY))
    assert [one.content for one in fetched] == mailbox.messages()[::-1]
    assert [one.key for one in fetched] == keys


def test_fetch_passes_over_what_is_deleted_meanwhile(mailbox: PracticeMailbox) -> None:
    for number in range(30):
        mailbox.deliver(mail(f"Frage {number}"))
    whole = mailbox.messages()
    with mailbox.source() as source:
        coming = source.fetch([one.key for one in source.list()], MANY)
        first = next(coming).content
        mailbox.tenant.control.empty(mailbox.address)
        rest = [one.content for one in coming]
    assert first == whole[0]
    assert [content in whole for content in rest] == [True] * len(rest)
    assert len(rest) < AT_ONCE


def test_message_over_the_limit_comes_as_text_with_names_of_the_rest(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(large_mail())
    with mailbox.source() as source:
        [fetched] = source.fetch([source.list()[0].key], 50_000)
    assert (fetched.complete, fetched.size) == (False, len(mailbox.messages()[0]))
    assert fetched.left_out == (LeftOut("Größe.bin", "application/octet-stream", 300_000),)
    assert fetched.content.startswith(b"From: kunde@example.net\r\n")
    assert b"\r\n\r\nSiehe Anhang\r\n" in fetched.content
    assert b"application/octet-stream" not in fetched.content
    assert len(fetched.content) < 2000


def large_mail() -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "kunde@example.net"
    message["Subject"] = "Gross"
    message.set_content("Siehe Anhang\n")
    message.add_attachment(bytes(300_000), maintype="application", subtype="octet-stream", filename="Größe.bin")
    return message.as_bytes()


def test_text_over_the_limit_is_cut(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(mail(text="Guten Tag\n" * 10_000))
    with mailbox.source() as source:
        [fetched] = source.fetch([source.list()[0].key], 5000)
    assert (fetched.complete, fetched.content) == (False, mailbox.messages()[0][:5000])


def test_settle_deletes_into_deleted_items_and_never_further(mailbox: PracticeMailbox) -> None:
    for number in range(25):
        mailbox.deliver(mail_with_attachment(f"Frage {number}"))
    with mailbox.source() as source:
        keys = [one.key for one in source.list()]
        for _ in range(2):
            assert source.settle(keys[:24], AfterImport.DELETE).done == tuple(keys[:24])
    assert (len(mailbox.messages()), len(mailbox.messages("deleteditems"))) == (1, 24)


def test_settle_marks_read(mailbox: PracticeMailbox) -> None:
    for subject in ("Eins", "Zwei"):
        mailbox.deliver(mail(subject))
    with mailbox.source() as source:
        keys = [one.key for one in source.list()]
        source.settle(keys[1:], AfterImport.MARK_READ)
        assert [one.seen for one in source.fetch(keys, MANY)] == [False, True]
    assert mailbox.flags() == ["", "S"]


def test_settle_moves_and_leaves_alone_what_was_moved_on(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(mail("Eins"))
    mailbox.deliver(mail("Alt"), folder="Erledigt/2026")
    mailbox.deliver(mail("Anders"), folder="Anders")
    with mailbox.source() as source:
        keys = [one.key for one in source.list()]
        source.settle(keys, AfterImport.MOVE, "Erledigt/2026")
        source.settle(keys, AfterImport.MOVE, "Anders")
    assert [len(mailbox.messages(name)) for name in ("inbox", "Erledigt/2026", "Anders")] == [0, 2, 1]


def test_settle_into_a_missing_folder_moves_nothing(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(mail())
    with mailbox.source() as source, pytest.raises(NotFound) as caught:
        source.settle([one.key for one in source.list()], AfterImport.MOVE, "Erledigt")
    assert (caught.value.code, len(mailbox.messages())) == (codes.FOLDER_MISSING, 1)


def test_wait_hears_nothing_by_itself(mailbox: PracticeMailbox) -> None:
    with mailbox.source() as source:
        assert (source.can_wait, source.wait(0.01, lambda: False), source.wait(5, lambda: True)) == (False, True, False)
