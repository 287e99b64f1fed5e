from __future__ import annotations

import base64
import datetime
import socket
import ssl
from collections.abc import Iterator

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from postroom.practice import PracticeTenant
from tests.practice.browser import IMAP
from tests.practice.mails import INFO, SUPPORT, mail, mail_with_attachment


def connect(tenant: PracticeTenant) -> IMAPClient:
    context = ssl.create_default_context(cafile=str(tenant.authority_file))
    return IMAPClient("127.0.0.1", tenant.imap_port, ssl=True, ssl_context=context, timeout=10)


@pytest.fixture
def imap(tenant: PracticeTenant) -> Iterator[IMAPClient]:
    client = connect(tenant)
    client.oauth2_login(SUPPORT, tenant.control.access_token(SUPPORT, IMAP))
    yield client
    client.shutdown()


class Wire:
    """The bare protocol, where a library would hide what is said."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._file = self._socket.makefile("rb")
        self.greeting = self.line()

    def line(self) -> bytes:
        return self._file.readline().rstrip(b"\r\n")

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def command(self, text: bytes) -> list[bytes]:
        self.send(b"t1 " + text + b"\r\n")
        lines = [self.line()]
        while not lines[-1].startswith((b"t1 ", b"+")):
            lines.append(self.line())
        return lines

    def close(self) -> None:
        self._file.close()
        self._socket.close()


@pytest.fixture
def wire(tenant: PracticeTenant) -> Iterator[Wire]:
    one = Wire(tenant.imap_plain_port)
    yield one
    one.close()


def test_greeting_and_capabilities_are_those_of_exchange(wire: Wire) -> None:
    assert wire.greeting.startswith(b"* OK The Microsoft Exchange IMAP4 service is ready. [")
    assert wire.command(b"CAPABILITY") == [
        b"* CAPABILITY IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE "
        b"NAMESPACE LITERAL+",
        b"t1 OK CAPABILITY completed.",
    ]


def test_passwords_and_bad_tokens_are_refused_in_exchanges_words(tenant: PracticeTenant, wire: Wire) -> None:
    assert wire.command(b'LOGIN support@nordlicht.example "Uebung-2026!"') == [b"t1 NO LOGIN failed."]
    assert wire.command(b"AUTHENTICATE XOAUTH2 dXNlcj1hQGIBYXV0aD1CZWFyZXIgeAEB") == [b"t1 NO AUTHENTICATE failed."]
    assert wire.command(b"SELECT INBOX") == [b"t1 BAD Command received in Invalid state."]
    graph = tenant.control.access_token(SUPPORT, "https://graph.microsoft.com/Mail.ReadWrite")
    with connect(tenant) as client, pytest.raises(LoginError, match="AUTHENTICATE failed"):
        client.oauth2_login(SUPPORT, graph)


def test_two_step_sign_in_gets_an_empty_challenge(tenant: PracticeTenant, wire: Wire) -> None:
    token = tenant.control.access_token(SUPPORT, IMAP)
    response = f"user={SUPPORT}\1auth=Bearer {token}\1\1".encode()
    assert wire.command(b"AUTHENTICATE XOAUTH2") == [b"+ "]
    wire.send(base64.b64encode(response) + b"\r\n")
    assert wire.line() == b"t1 OK AUTHENTICATE completed."


def test_mailbox_without_access_is_authenticated_but_not_connected(tenant: PracticeTenant) -> None:
    with connect(tenant) as client:
        client.oauth2_login(INFO, tenant.control.access_token(SUPPORT, IMAP))
        with pytest.raises(IMAPClientError, match="User is authenticated but not connected"):
            client.select_folder("INBOX")


def test_app_reads_a_mailbox_only_with_full_access_there(tenant: PracticeTenant) -> None:
    token = tenant.control.app_token("https://outlook.office365.com/.default")
    tenant.control.change_mailbox(INFO, app_access=[tenant.client_id])
    with connect(tenant) as client:
        client.oauth2_login(INFO, token)
        assert client.select_folder("INBOX")[b"EXISTS"] == 0
    with connect(tenant) as client:
        client.oauth2_login(SUPPORT, token)
        with pytest.raises(IMAPClientError, match="not connected"):
            client.select_folder("INBOX")


def test_folders_have_special_use_attributes_and_umlauts(tenant: PracticeTenant, imap: IMAPClient) -> None:
    tenant.control.put(SUPPORT, mail(), folder="Rücksendungen/Käufer & Co")
    listed = {name: flags for flags, _, name in imap.list_folders()}
    assert listed["Gelöschte Elemente"] == (b"\\HasNoChildren", b"\\Trash")
    assert listed["Rücksendungen"] == (b"\\HasChildren",)
    assert imap.select_folder("Rücksendungen/Käufer & Co")[b"EXISTS"] == 1
    assert [name for _, _, name in imap.list_folders(pattern="R%")] == ["Rücksendungen"]
    with pytest.raises(IMAPClientError, match="Nirgends doesn't exist"):
        imap.select_folder("Nirgends")
    assert imap.folder_status("Rücksendungen/Käufer & Co", ["MESSAGES", "UNSEEN"]) == {b"MESSAGES": 1, b"UNSEEN": 1}


def test_peeking_leaves_mail_unread_and_reading_does_not(tenant: PracticeTenant, imap: IMAPClient) -> None:
    tenant.control.put(SUPPORT, mail())
    imap.select_folder("INBOX")
    content = tenant.control.held(SUPPORT)[0].content
    peeked = imap.fetch([1], ["BODY.PEEK[]", "BODY.PEEK[HEADER]", "BODY.PEEK[]<5.10>", "RFC822.SIZE", "FLAGS"])[1]
    head, _, _ = content.partition(b"\r\n\r\n")
    assert peeked[b"BODY[]"] == content
    assert peeked[b"BODY[HEADER]"] == head + b"\r\n\r\n"
    assert peeked[b"BODY[]<5>"] == content[5:15]
    assert (peeked[b"RFC822.SIZE"], peeked[b"FLAGS"]) == (len(content), ())
    assert imap.search("UNSEEN") == [1]
    assert imap.fetch([1], ["BODY[TEXT]"])[1][b"FLAGS"] == (b"\\Seen",)
    assert imap.search("UNSEEN") == []


def test_structure_and_parts_of_a_mail_with_attachment(tenant: PracticeTenant, imap: IMAPClient) -> None:
    tenant.control.put(SUPPORT, mail_with_attachment())
    imap.select_folder("INBOX")
    answer = imap.fetch([1], ["BODYSTRUCTURE", "ENVELOPE", "BODY.PEEK[1.1]", "BODY.PEEK[2.MIME]", "BODY.PEEK[9]"])[1]
    structure = answer[b"BODYSTRUCTURE"]
    assert structure.is_multipart
    assert structure[1] == b"mixed"
    alternative, pdf = structure[0]
    assert [part[:2] for part in alternative[0]] == [(b"text", b"plain"), (b"text", b"html")]
    assert (pdf[0], pdf[1], pdf[8]) == (b"application", b"pdf", (b"attachment", (b"filename", b"Rechnung.pdf")))
    assert answer[b"BODY[1.1]"] == b"Siehe Anhang\r\n"
    assert b"Content-Type: application/pdf" in answer[b"BODY[2.MIME]"]
    assert answer[b"BODY[9]"] is None
    assert answer[b"ENVELOPE"].from_[0].name == b"Markus Brandt"


def test_thunderbirds_way_through_a_mailbox(tenant: PracticeTenant, wire: Wire) -> None:
    for subject in ("Eins", "Zwei"):
        tenant.control.put(SUPPORT, mail(subject))
    token = tenant.control.access_token(SUPPORT, IMAP)
    response = base64.b64encode(f"user={SUPPORT}\1auth=Bearer {token}\1\1".encode())
    said = [
        wire.command(line)[-1]
        for line in (
            b"AUTHENTICATE XOAUTH2 " + response,
            b'ID ("name" "Thunderbird" "version" "140")',
            b"NAMESPACE",
            b'LSUB "" "*"',
            b'LIST "" "INBOX"',
            b'LIST (SPECIAL-USE) "" "*" RETURN (SUBSCRIBED)',
            b'STATUS "Archiv" (UIDNEXT MESSAGES UNSEEN RECENT)',
            b'select "INBOX"',
            b"UID fetch 1:* (FLAGS)",
            b"UID store 2 +Flags.Silent (\\Flagged NonJunk)",
            b"noop",
        )
    ]
    assert said == [
        b"t1 OK AUTHENTICATE completed.", b"t1 OK ID completed.", b"t1 OK NAMESPACE completed.",
        b"t1 OK LSUB completed.", b"t1 OK LIST completed.", b"t1 OK LIST completed.", b"t1 OK STATUS completed.",
        b"t1 OK [READ-WRITE] SELECT completed.", b"t1 OK FETCH completed.", b"t1 OK STORE completed.",
        b"t1 OK NOOP completed.",
    ]  # fmt: skip
    fields = b"UID fetch 2 (UID RFC822.SIZE FLAGS BODY.PEEK[HEADER.FIELDS (From Subject X-Missing)])"
    size = len(tenant.control.held(SUPPORT)[1].content)
    expected = b"From: m.brandt@brandt-metallbau.example\r\nSubject: Zwei\r\n\r\n"
    assert b"\r\n".join(wire.command(fields)) == (
        b"* 2 FETCH (UID 2 RFC822.SIZE %d FLAGS (\\Flagged) BODY[HEADER.FIELDS (From Subject X-Missing)] {%d}\r\n"
        % (size, len(expected))
        + expected
        + b")\r\nt1 OK FETCH completed."
    )


def test_search_keys(tenant: PracticeTenant, imap: IMAPClient) -> None:
    for number, subject in enumerate(("Eins", "Zwei", "Drei")):
        tenant.control.put(SUPPORT, mail(subject), received=1_767_225_600 + number * 86400)
    imap.select_folder("INBOX")
    imap.add_flags([2], [b"\\Flagged"])
    assert imap.search(["SINCE", "02-Jan-2026"]) == [2, 3]
    assert imap.search(["BEFORE", "02-Jan-2026"]) == [1]
    assert imap.search(["OR", "SUBJECT", "eins", "FLAGGED"]) == [1, 2]
    assert imap.search(["NOT", "FLAGGED", "UID", "2:*"]) == [3]
    assert imap.search(["HEADER", "Message-ID", "<Drei@brandt-metallbau.example>"]) == [3]
    assert imap.search(["TEXT", "Guten", "SMALLER", "100000"]) == [1, 2, 3]


def test_uid_move_and_copy_name_the_new_uids(tenant: PracticeTenant, imap: IMAPClient) -> None:
    tenant.control.put(SUPPORT, mail("Vorher"), folder="archive")
    tenant.control.put(SUPPORT, mail("Eins"))
    imap.select_folder("INBOX")
    imap.copy([1], "Archiv")
    imap.move([1], "Archiv")
    assert [(held.uid, held.subject) for held in tenant.control.held(SUPPORT, "archive")] == [
        (1, "Vorher"), (2, "Eins"), (3, "Eins"),
    ]  # fmt: skip
    assert imap.search("ALL") == []


def test_copyuid_goes_before_the_expunge_of_a_move(tenant: PracticeTenant, wire: Wire) -> None:
    tenant.control.put(SUPPORT, mail())
    token = tenant.control.access_token(SUPPORT, IMAP)
    wire.command(b"AUTHENTICATE XOAUTH2 " + base64.b64encode(f"user={SUPPORT}\1auth=Bearer {token}\1\1".encode()))
    wire.command(b"SELECT INBOX")
    first, second, *rest = wire.command(b"UID MOVE 1 Archiv")
    assert first.startswith(b"* OK [COPYUID ")
    assert [second, *rest] == [b"* 1 EXPUNGE", b"t1 OK MOVE completed."]


def test_expunge_by_uid_takes_only_what_is_meant_and_keeps_it_recoverable(
    tenant: PracticeTenant, imap: IMAPClient
) -> None:
    for subject in ("Eins", "Zwei"):
        tenant.control.put(SUPPORT, mail(subject))
    imap.select_folder("INBOX")
    imap.delete_messages([1, 2])
    imap.uid_expunge([1])
    assert [held.subject for held in tenant.control.held(SUPPORT)] == ["Zwei"]
    assert [held.subject for held in tenant.control.held(SUPPORT, "recoverableitemsdeletions")] == ["Eins"]
    imap.expunge()
    assert tenant.control.held(SUPPORT) == []


def test_append_answers_the_uid_and_keeps_flags_and_date(tenant: PracticeTenant, imap: IMAPClient) -> None:
    moment = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.UTC)
    answer = imap.append("Gesendete Elemente", mail("Kopie"), flags=[b"\\Seen"], msg_time=moment)
    assert b"APPENDUID" in answer
    held = tenant.control.held(SUPPORT, "sentitems")[0]
    assert (held.subject, held.flags, held.received) == ("Kopie", frozenset({r"\Seen"}), moment.timestamp())


def test_idle_tells_of_new_and_vanished_mail(tenant: PracticeTenant, imap: IMAPClient) -> None:
    imap.select_folder("INBOX")
    imap.idle()
    tenant.control.put(SUPPORT, mail("Eins"))
    assert (1, b"EXISTS") in imap.idle_check(timeout=5)
    tenant.control.empty(SUPPORT)
    assert (1, b"EXPUNGE") in imap.idle_check(timeout=5)
    imap.idle_done()
    assert imap.search("ALL") == []


def test_expired_token_ends_the_session_even_in_idle(tenant: PracticeTenant, imap: IMAPClient, wire: Wire) -> None:
    token = tenant.control.access_token(SUPPORT, IMAP)
    wire.command(b"AUTHENTICATE XOAUTH2 " + base64.b64encode(f"user={SUPPORT}\1auth=Bearer {token}\1\1".encode()))
    imap.select_folder("INBOX")
    imap.idle()
    tenant.control.expire_access_tokens()
    assert imap.idle_check(timeout=5) == [(b"BYE", b"Session", b"invalidated", b"-", b"AccessTokenExpired")]
    wire.send(b"t1 NOOP\r\n")
    assert [wire.line(), wire.line()] == [b"* BYE Session invalidated - AccessTokenExpired", b""]


def test_broken_item_comes_as_exchanges_substitute_and_heals(tenant: PracticeTenant, imap: IMAPClient) -> None:
    uid = tenant.control.put(SUPPORT, mail("Vertrag"))
    tenant.control.break_item(SUPPORT, uid)
    imap.select_folder("INBOX")
    broken = imap.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]
    assert b"From: Microsoft Exchange Server 2010\r\n" in broken
    assert b"Subject: Retrieval using the IMAP4 protocol failed for the following\r\n message: 1\r\n" in broken
    tenant.control.break_item(SUPPORT, uid, broken=False)
    assert b"Subject: Vertrag" in imap.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]


def test_throttled_client_is_told_how_long_to_wait(tenant: PracticeTenant, imap: IMAPClient) -> None:
    tenant.control.break_("throttle-imap", times=1)
    with pytest.raises(IMAPClientError, match=r"Request is throttled\. Suggested Backoff Time: 30000 milliseconds"):
        imap.select_folder("INBOX")
    assert imap.select_folder("INBOX")[b"EXISTS"] == 0
