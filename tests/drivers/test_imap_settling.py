"""Delete, mark read and move, on servers with and without the extensions for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from postroom.drivers.base import AfterImport
from postroom.drivers.errors import NotFound, Refused, Unreachable
from postroom.drivers.imap.settling import SLICE
from tests.drivers.conftest import Account, mail

pytestmark = pytest.mark.dovecot

Without = Callable[..., None]


def test_mark_read_sets_the_flag_and_nothing_else(account: Account) -> None:
    account.deliver("one", "two")
    with account.source() as source:
        key = source.list()[0].key
        assert source.settle([key], AfterImport.MARK_READ).done == (key,)
        assert [one.seen for one in source.list()] == [True, False]
    assert account.maildir.flags() == ["S", ""]


def test_move_uses_move_where_offered(account: Account) -> None:
    account.deliver("one", "two")
    account.maildir.make_folder("Erledigt/Märkte")
    with account.source() as source:
        keys = [one.key for one in source.list()]
        source.settle(keys[:1], AfterImport.MOVE, "Erledigt/Märkte")
    assert account.maildir.messages("Erledigt/Märkte") == [mail("one")]
    assert account.maildir.messages() == [mail("two")]
    assert not [line for line in account.meddler.commands() if "COPY" in line or "EXPUNGE" in line]


def test_move_without_move_copies_and_expunges_by_uid(account: Account, without: Without) -> None:
    without("MOVE")
    account.deliver("one", "two")
    account.maildir.make_folder("Done")
    with account.source() as source:
        source.settle([source.list()[0].key], AfterImport.MOVE, "Done")
    assert account.maildir.messages("Done") == [mail("one")]
    assert account.maildir.messages() == [mail("two")]
    assert [line for line in account.meddler.commands() if "EXPUNGE" in line] == ["UID EXPUNGE 1"]


def test_move_without_move_again_copies_nothing_twice(account: Account, without: Without) -> None:
    without("MOVE")
    account.meddler.answer(rb"UID EXPUNGE", b"TAG NO [CANNOT] not today\r\n")
    account.deliver("one")
    account.maildir.make_folder("Done")
    with account.source() as source:
        key = source.list()[0].key
        source.settle([key], AfterImport.MOVE, "Done")
        source.settle([key], AfterImport.MOVE, "Done")
    assert account.maildir.messages("Done") == [mail("one")]


def test_move_to_a_missing_folder_moves_nothing(account: Account) -> None:
    account.deliver("one")
    with account.source() as source, pytest.raises(NotFound) as caught:
        source.settle([source.list()[0].key], AfterImport.MOVE, "Nowhere")
    assert (caught.value.code, caught.value.server_text) == ("folder-missing", "Nowhere")
    assert account.maildir.messages() == [mail("one")]


def test_refused_expunge_is_a_warning_and_the_message_is_gone_from_the_list(account: Account) -> None:
    account.meddler.answer(rb"UID EXPUNGE", b"TAG NO [CANNOT] EXPUNGE failed on this server\r\n")
    account.deliver("one", "two")
    with account.source() as source:
        keys = [one.key for one in source.list()]
        settled = source.settle(keys[:1], AfterImport.DELETE)
        assert settled.done == (keys[0],)
        assert ["EXPUNGE failed on this server" in warning for warning in settled.warnings] == [True]
        assert [one.key for one in source.list()] == [keys[1]]
        assert source.survey().count == 1


def test_what_is_only_marked_is_left_over_until_it_is_deleted_again(account: Account) -> None:
    account.meddler.answer(rb"UID EXPUNGE", b"TAG NO [CANNOT] EXPUNGE failed on this server\r\n")
    account.deliver("one", "two")
    with account.source() as source:
        keys = [one.key for one in source.list()]
        assert source.leftovers() == []
        source.settle(keys[:1], AfterImport.DELETE)
    account.meddler.answers.clear()
    with account.source() as source:
        assert [one.key for one in source.list()] == keys[1:]
        assert source.leftovers() == keys[:1]
        assert source.settle(source.leftovers(), AfterImport.DELETE).warnings == ()
        assert (len(source.list()), source.leftovers()) == (1, [])
    assert account.maildir.messages() == [mail("two")]


def test_many_without_uidplus_are_expunged_together(account: Account, without: Without) -> None:
    without("UIDPLUS")
    account.deliver(*(f"{number}" for number in range(SLICE + 1)))
    with account.source() as source:
        assert source.settle([one.key for one in source.list()], AfterImport.DELETE).warnings == ()
    assert account.maildir.messages() == []
    assert [line for line in account.meddler.commands() if "EXPUNGE" in line] == ["EXPUNGE"]


def test_delete_without_uidplus_expunges_when_only_ours_are_marked(account: Account, without: Without) -> None:
    without("UIDPLUS")
    account.deliver("one", "two")
    with account.source() as source:
        assert source.settle([source.list()[0].key], AfterImport.DELETE).warnings == ()
    assert account.maildir.messages() == [mail("two")]
    assert [line for line in account.meddler.commands() if "EXPUNGE" in line] == ["EXPUNGE"]


def test_delete_without_uidplus_spares_what_others_marked(account: Account, without: Without) -> None:
    without("UIDPLUS")
    account.deliver("ours", "theirs")
    with account.source() as theirs:
        theirs.list()
        theirs._session.client.add_flags([2], [rb"\Deleted"])
    with account.source() as source:
        settled = source.settle([source.list()[0].key], AfterImport.DELETE)
        assert settled.warnings == ("not expunged: 1 other messages are marked deleted and would go too",)
    assert account.maildir.messages() == [mail("ours"), mail("theirs")]
    assert account.maildir.flags() == ["T", "T"]


def test_settle_with_keys_of_a_folder_made_anew_touches_nothing(account: Account) -> None:
    account.deliver("one")
    with account.source() as source:
        source.list()
        with pytest.raises(NotFound) as caught:
            source.settle(["1:1"], AfterImport.DELETE)
    assert caught.value.code == "uidvalidity-changed"
    assert account.maildir.messages() == [mail("one")]


def test_uidvalidity_told_anew_in_mid_session_is_noticed(account: Account) -> None:
    account.deliver("one")
    with account.source() as source:
        keys = [one.key for one in source.list()]
        account.meddler.rewrite(rb"^(\S+ OK Idle completed.*)", rb"* OK [UIDVALIDITY 77] new\r\n\1")
        source.wait(0.1, lambda: False)
        with pytest.raises(NotFound) as caught:
            source.fetch(keys, 1000)
    assert caught.value.code == "uidvalidity-changed"


def test_goodbye_in_the_middle_is_unreachable_with_the_servers_words(account: Account) -> None:
    account.meddler.answer(rb"UID STORE", b"* BYE Server shutting down.\r\n")
    account.deliver("one")
    with account.source() as source:
        key = source.list()[0].key
        with pytest.raises(Unreachable) as caught:
            source.settle([key], AfterImport.DELETE)
    assert caught.value.code == "server-closing"
    assert "Server shutting down." in caught.value.server_text


def test_refused_store_is_an_error(account: Account) -> None:
    account.meddler.answer(rb"UID STORE", b"TAG NO [OVERQUOTA] Quota exceeded\r\n")
    account.deliver("one")
    with account.source() as source, pytest.raises(Refused) as caught:
        source.settle([source.list()[0].key], AfterImport.MARK_READ)
    assert (caught.value.code, caught.value.step) == ("mailbox-full", "settle")
