"""Folders as people name them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from postroom.drivers.base import Folder
from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.credentials import Password
from postroom.drivers.errors import NotFound, Refused, Retry
from postroom.drivers.imap import ImapSource
from postroom.drivers.imap.folders import find_folder
from tests.drivers.conftest import Account, mail
from tests.servers.dovecot import PASSWORD, Dovecot, running_dovecot

pytestmark = pytest.mark.dovecot


def test_folders_come_sorted_with_decoded_names_and_special_use(account: Account) -> None:
    account.maildir.make_folder("Ablage/Größe & mehr")
    account.maildir.make_folder("Sent")
    with account.source() as source:
        found = source.folders()
    assert found == [
        Folder("Ablage", ".", selectable=False),
        Folder("Ablage.Größe & mehr", "."),
        Folder("INBOX", "."),
        Folder("Junk", ".", special_use="Junk"),
        Folder("Sent", ".", special_use="Sent"),
    ]


@pytest.mark.parametrize("wanted", ["Ablage.Größe", "Ablage/Größe", "ablage/größe", "Ablage\\Größe"])
def test_folder_opens_by_any_spelling_of_its_path(account: Account, wanted: str) -> None:
    account.maildir.deliver(mail("inside"), "Ablage/Größe")
    account.deliver("outside")
    with account.source(wanted) as source:
        [listed] = source.list()
        [found] = source.fetch([listed.key], 1000)
    assert found.content == mail("inside")


@pytest.mark.parametrize("wanted", ["Nowhere", "Ablage", "Ablage/Größe/Tiefer"])
def test_folder_that_holds_no_mail_is_not_found(account: Account, wanted: str) -> None:
    account.maildir.make_folder("Ablage/Größe")
    with pytest.raises(NotFound) as caught, account.source(wanted):
        pass
    assert (caught.value.code, caught.value.server_text, caught.value.step) == ("folder-missing", wanted, "folder")


def test_exact_name_wins_over_other_readings() -> None:
    folders = [Folder("a/b", "."), Folder("a.b", "."), Folder("A.B", ".")]
    assert [find_folder(wanted, folders).path for wanted in ("a/b", "a.b", "A.B")] == ["a/b", "a.b", "A.B"]


def test_namespace_prefix_may_be_left_out() -> None:
    folders = [Folder("INBOX", "."), Folder("INBOX.Done.2026", ".")]
    assert find_folder("Done/2026", folders).path == "INBOX.Done.2026"


def test_authenticated_but_not_connected_has_its_own_code(account: Account) -> None:
    account.meddler.answer(rb"SELECT", b"TAG BAD User is authenticated but not connected.\r\n")
    with pytest.raises(Refused) as caught, account.source():
        pass
    assert (caught.value.code, caught.value.step) == ("mailbox-not-connected", "folder")
    assert caught.value.retry is Retry.LATER


def test_read_only_folder_is_refused(account: Account) -> None:
    account.meddler.rewrite(rb"OK \[READ-WRITE\]", b"OK [READ-ONLY]")
    with pytest.raises(Refused) as caught, account.source():
        pass
    assert (caught.value.code, caught.value.step) == ("folder-read-only", "folder")


@pytest.fixture(scope="module")
def slashed() -> Iterator[Dovecot]:
    with running_dovecot(
        "mail_location = maildir:~/Maildir:LAYOUT=fs\nnamespace inbox {\n  separator = /\n}\n"
    ) as server:
        yield server


@pytest.mark.parametrize("wanted", ["Ablage/v1.2", "ABLAGE/V1.2", "Ablage\\v1.2"])
def test_dots_within_a_level_stay_where_the_delimiter_is_a_slash(slashed: Dovecot, wanted: str) -> None:
    maildir = slashed.mailbox("slash")
    for part in ("cur", "new", "tmp"):
        (maildir.root / "Ablage" / "v1.2" / part).mkdir(parents=True, exist_ok=True)
    maildir.make_folder("INBOX")
    maildir.own_everything()
    settings = ConnectionSettings("127.0.0.1", slashed.imap, Security.NONE)
    with ImapSource(settings, Password("slash", PASSWORD), wanted) as source:
        assert source.survey().count == 0
        assert "Ablage/v1.2" in [folder.path for folder in source.folders()]
