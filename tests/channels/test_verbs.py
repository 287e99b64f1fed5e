"""Enabling, disabling, deleting, regrouping, addresses."""

from __future__ import annotations

import pytest

from postroom.channels.addresses import add_address, change_address, remove_address
from postroom.channels.connecting import finish, finish_anyway
from postroom.channels.deleting import Consequences, consequences, delete
from postroom.channels.drafts import draft_of
from postroom.channels.refusals import AddressTaken, GroupInactive, LastAddress, NotTried, StillHoldsMail
from postroom.channels.regrouping import change_group
from postroom.channels.switching import disable, enable
from postroom.models import (
    Blob,
    Channel,
    ChannelDraft,
    EmailAddress,
    Group,
    Inbound,
    InboundState,
    Outbound,
    OutboundState,
    User,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    return Group.objects.create(name="Support")


@pytest.fixture
def channel(group: Group) -> Channel:
    inbound = {"protocol": "imap", "host": "mail.example.org", "port": 993, "user": "desk"}
    channel = Channel.objects.create(kind="mail", name="Desk", group=group, inbound=inbound, inbound_secret="hidden")
    EmailAddress.objects.create(email="desk@example.org", channel=channel)
    return Channel.objects.get(pk=channel.pk)


def _draft(group: Group, **changes: object) -> ChannelDraft:
    values = {"kind": "mail", "email": "new@example.org", "name": "new@example.org", "group": group, **changes}
    inbound = {"protocol": "imap", "host": "other.example.org", "port": 993, "user": "new"}
    return ChannelDraft.objects.create(inbound=inbound, **values)


def _ledger_row(channel: Channel, state: InboundState) -> Inbound:
    [digest] = Blob.objects.keep([f"Subject: {state}\r\n\r\n".encode()])
    return Inbound.objects.create(channel=channel, digest=digest, raw_id=digest, size=1, state=state)


def test_disabled_channel_keeps_its_settings_and_is_enabled_again(channel: Channel) -> None:
    disable(channel)
    assert list(Channel.objects.values_list("active", "inbound__host")) == [(False, "mail.example.org")]

    enable(channel)
    assert list(Channel.objects.values_list("active", "inbound__host")) == [(True, "mail.example.org")]


def test_delete_takes_sending_address_and_ledger_and_fails_waiting_mail(channel: Channel, group: Group) -> None:
    address = channel.addresses.get()
    group.email_address = address
    group.save()
    _ledger_row(channel, InboundState.PROCESSED)
    waiting = Outbound.objects.create(email_address=address, message_id="1@example.org", recipients=["a@b.example"])
    assert consequences(channel) == Consequences(groups=[group], ledger=1, waiting=1, unfinished=0)

    delete(channel)

    waiting.refresh_from_db()
    address.refresh_from_db()
    assert list(Group.objects.filter(email_address=None)) == [group]
    assert (waiting.state, waiting.error_code) == (OutboundState.FAILED, "channel-deleted")
    assert address.channel is None
    assert (Channel.objects.count(), Inbound.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", [InboundState.STORED, InboundState.QUARANTINED])
def test_delete_refuses_while_mail_is_in_no_ticket(channel: Channel, state: InboundState) -> None:
    _ledger_row(channel, state)

    with pytest.raises(StillHoldsMail):
        delete(channel)

    assert (Channel.objects.count(), Inbound.objects.count()) == (1, 1)


def test_address_without_channel_is_taken_over(channel: Channel) -> None:
    free = EmailAddress.objects.create(email="Alias@example.org")

    added = add_address(channel, "alias@example.org", "Alias", "")

    assert added.pk == free.pk
    assert sorted(address.email for address in channel.addresses.all()) == ["alias@example.org", "desk@example.org"]


def test_address_of_another_channel_is_refused(channel: Channel, group: Group) -> None:
    other = Channel.objects.create(kind="mail", name="Other", group=group)

    with pytest.raises(AddressTaken):
        add_address(other, "DESK@example.org", "", "")
    mine = add_address(other, "other@example.org", "", "")
    with pytest.raises(AddressTaken):
        change_address(mine, "desk@EXAMPLE.org", "", "")


def test_last_address_stays(channel: Channel) -> None:
    with pytest.raises(LastAddress):
        remove_address(channel.addresses.get())


def test_removed_address_leaves_its_groups_without_one(channel: Channel, group: Group) -> None:
    alias = add_address(channel, "alias@example.org", "", "")
    group.email_address = alias
    group.save()

    remove_address(alias)

    assert list(Group.objects.filter(email_address=None)) == [group]
    assert not EmailAddress.objects.filter(email="alias@example.org").exists()


def test_removed_address_that_mail_was_sent_from_stays_ours(channel: Channel) -> None:
    alias = add_address(channel, "alias@example.org", "", "")
    Outbound.objects.create(email_address=alias, message_id="1@example.org", recipients=["a@b.example"])

    remove_address(alias)

    alias.refresh_from_db()
    assert alias.channel is None


def test_group_changes_with_its_sending_address_only_if_wanted(channel: Channel) -> None:
    sales = Group.objects.create(name="Sales")

    change_group(channel, sales, None)
    sales.refresh_from_db()
    channel.refresh_from_db()
    assert (channel.group, sales.email_address) == (sales, None)

    change_group(channel, sales, channel.addresses.get())
    sales.refresh_from_db()
    assert sales.email_address == channel.addresses.get()


def test_inactive_group_is_refused(channel: Channel) -> None:
    with pytest.raises(GroupInactive):
        change_group(channel, Group.objects.create(name="Old", active=False), None)


def test_finish_into_an_inactive_group_saves_nothing(group: Group) -> None:
    group.active = False
    group.save()

    with pytest.raises(GroupInactive):
        finish(_draft(group))

    assert Channel.objects.count() == 0


def test_finish_takes_over_an_address_without_channel_and_sets_the_groups_address(group: Group) -> None:
    free = EmailAddress.objects.create(email="New@example.org", name="Old name")

    channel = finish(_draft(group, display_name="Support"))

    group.refresh_from_db()
    assert list(channel.addresses.all()) == [free]
    assert group.email_address == free


def test_finish_leaves_the_groups_address_where_that_was_chosen(group: Group) -> None:
    finish(_draft(group, for_group_mail=False))

    group.refresh_from_db()
    assert group.email_address is None


def test_finish_twice_is_the_same_channel(group: Group) -> None:
    draft = _draft(group)

    assert finish(draft) == finish(draft)
    assert Channel.objects.count() == 1


def test_draft_that_was_never_tried_is_not_saved_anyway(group: Group) -> None:
    with pytest.raises(NotTried):
        finish_anyway(_draft(group))


def test_changes_reach_the_channel_only_when_finished(channel: Channel) -> None:
    draft = draft_of(channel, User.objects.create_user("admin@example.org"))
    draft.inbound = {**draft.inbound, "host": "new.example.org"}
    draft.save()
    channel.refresh_from_db()
    assert channel.inbound["host"] == "mail.example.org"

    assert finish(draft) == channel

    channel.refresh_from_db()
    assert (channel.inbound["host"], channel.inbound_secret.reveal()) == ("new.example.org", "hidden")


def test_changes_of_a_disabled_channel_do_not_enable_it(channel: Channel) -> None:
    disable(channel)

    finish(draft_of(Channel.objects.get(), User.objects.create_user("admin@example.org")))

    assert [row.active for row in Channel.objects.all()] == [False]
