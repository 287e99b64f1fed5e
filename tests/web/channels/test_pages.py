"""The pages of channels without JavaScript: who may see them, what they say, what they never say."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from postroom.channels import health
from postroom.channels import probe as job
from postroom.drivers.errors import SignInRefused
from postroom.models import (
    Blob,
    Channel,
    ChannelDraft,
    Direction,
    EmailAddress,
    Group,
    Inbound,
    InboundState,
    Probe,
    Purpose,
    User,
)
from tests.channels.mailboxes import Mailbox
from tests.servers import smtp
from tests.web.cast import statements

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def channel() -> Channel:
    """Return a channel whose servers nobody runs."""
    group = Group.objects.create(name="Support")
    server = {"host": "mail.firma.example", "port": 993, "security": "tls", "user": "desk"}
    channel = Channel.objects.create(
        kind="mail",
        name="Desk",
        group=group,
        inbound={"protocol": "imap", **server},
        outbound={"protocol": "smtp", **server, "port": 465},
        inbound_secret="stored-inbound",
        outbound_secret="stored-outbound",
    )
    EmailAddress.objects.create(email="desk@firma.example", channel=channel)
    return Channel.objects.get(pk=channel.pk)


def _settings(draft: ChannelDraft, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {}
    for direction, stored in (("inbound", draft.inbound), ("outbound", draft.outbound)):
        values |= {f"{direction}_{name}": stored[name] for name in ("protocol", "host", "port", "security", "user")}
        values[f"{direction}_verify_certificate"] = "on"
    return {**values, "same_credentials": "on", **changes}


def _edited(pages: Client, channel: Channel, part: str = "settings") -> ChannelDraft:
    pages.post(reverse("channel_edit", args=[channel.pk, part]))
    return ChannelDraft.objects.get(channel=channel)


@pytest.mark.parametrize("name", ["channels", "channel_connect"])
def test_page_sends_strangers_to_sign_in_and_refuses_everybody_but_administrators(client: Client, name: str) -> None:
    assert client.get(reverse(name)).headers["Location"].startswith("/account/login/")

    client.force_login(User.objects.create_user("agent@example.org", "correct horse battery"))
    assert client.get(reverse(name)).status_code == 403


def test_draft_is_seen_only_by_who_began_it(pages: Client, channel: Channel) -> None:
    other = User.objects.create_user("other@example.org")
    draft = ChannelDraft.objects.create(kind="mail", email="x@firma.example", created_by=other)

    assert pages.get(reverse("channel_draft_settings", args=[draft.pk])).status_code == 404


def test_stored_password_never_reaches_the_browser(pages: Client, channel: Channel) -> None:
    draft = _edited(pages, channel)

    for address in (reverse("channel_draft_settings", args=[draft.pk]), reverse("channel", args=[channel.pk])):
        page = pages.get(address).content.decode()
        assert "mail.firma.example" in page
        assert "stored-" not in page


def test_password_is_asked_again_where_the_server_changes(pages: Client, channel: Channel) -> None:
    draft = _edited(pages, channel)
    address = reverse("channel_draft_settings", args=[draft.pk])

    refused = pages.post(address, _settings(draft, outbound_host="thief.example"))
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["inbound_password"]

    accepted = pages.post(address, _settings(draft, outbound_host="new.example", inbound_password="new-password"))
    assert accepted.status_code == 302
    draft.refresh_from_db()
    assert (draft.inbound_secret.reveal(), draft.outbound_secret.reveal()) == ("new-password", "new-password")
    channel.refresh_from_db()
    assert channel.inbound_secret.reveal() == "stored-inbound"


def test_clear_text_has_to_be_accepted(pages: Client, channel: Channel) -> None:
    draft = _edited(pages, channel)
    values = _settings(draft, inbound_security="none", inbound_password="again")

    refused = pages.post(reverse("channel_draft_settings", args=[draft.pk]), values)

    assert list(refused.context["form"].errors) == ["accept_clear_text"]


def test_failing_channel_says_since_when_why_and_what_to_do(pages: Client, channel: Channel) -> None:
    health.failed(channel, Direction.IN, SignInRefused("[AUTHENTICATIONFAILED] no", step="sign-in"))

    for address in (reverse("channels"), reverse("channel", args=[channel.pk])):
        page = pages.get(address).content.decode()
        assert "The server did not accept user name or password." in page
        assert "Check both." in page
        assert "[AUTHENTICATIONFAILED] no" in page


def test_list_asks_the_same_number_of_statements_for_one_channel_and_for_three(pages: Client, channel: Channel) -> None:
    one = statements(pages, reverse("channels"))
    for number in range(2):
        other = Channel.objects.create(kind="mail", name=f"Other {number}", group=channel.group)
        EmailAddress.objects.create(email=f"other{number}@firma.example", channel=other)

    assert statements(pages, reverse("channels")) == one


def test_channel_is_deleted_only_when_its_name_was_typed(pages: Client, channel: Channel) -> None:
    address = reverse("channel_delete", args=[channel.pk])

    assert pages.post(address, {"name": "another"}).status_code == 422
    assert Channel.objects.count() == 1

    assert pages.post(address, {"name": "desk"}).headers["Location"] == reverse("channels")
    assert Channel.objects.count() == 0


def test_channel_with_mail_in_no_ticket_is_not_deleted(pages: Client, channel: Channel) -> None:
    [digest] = Blob.objects.keep([b"Subject: odd\r\n\r\n"])
    Inbound.objects.create(channel=channel, digest=digest, raw_id=digest, size=1, state=InboundState.QUARANTINED)

    answer = pages.post(reverse("channel_delete", args=[channel.pk]), {"name": "Desk"})

    assert "1 mail of this channel is in no ticket yet" in answer.content.decode()
    assert Channel.objects.count() == 1


def test_disabling_says_that_it_stops_sending_too(pages: Client, channel: Channel) -> None:
    group = channel.group
    group.email_address = channel.addresses.get()
    group.save()

    page = pages.get(reverse("channel_disable", args=[channel.pk])).content.decode()
    assert "does not send any either" in page
    assert "Support" in page

    pages.post(reverse("channel_disable", args=[channel.pk]))
    channel.refresh_from_db()
    assert not channel.active


def test_enabling_starts_a_check_and_enables_at_once_only_when_confirmed(pages: Client, channel: Channel) -> None:
    Channel.objects.update(active=False)
    address = reverse("channel_enable", args=[channel.pk])

    pages.post(address)
    assert [probe.purpose for probe in channel.probes.all()] == [Purpose.ENABLE]
    assert not Channel.objects.get().active

    pages.post(address, {"confirm": "1"})
    assert Channel.objects.get().active


def test_only_active_groups_are_offered(pages: Client, channel: Channel) -> None:
    Group.objects.create(name="Abolished", active=False)

    page = pages.get(reverse("channel_group", args=[channel.pk])).content.decode()

    assert ">choose a group</option>" in page
    assert "Support" in page
    assert "Abolished" not in page


def test_address_of_another_channel_is_refused_with_its_name(pages: Client, channel: Channel) -> None:
    other = Channel.objects.create(kind="mail", name="Other", group=channel.group)

    answer = pages.post(reverse("channel_address_new", args=[other.pk]), {"email": "DESK@firma.example"})

    assert answer.status_code == 422
    assert "This address already belongs to the channel “Desk”." in answer.content.decode()


@pytest.mark.dovecot
def test_channel_is_edited_without_javascript_and_changes_only_when_it_works(pages: Client, mailbox: Mailbox) -> None:
    channel = mailbox.channel()
    draft = _edited(pages, channel, "import")
    address = reverse("channel_draft_import", args=[draft.pk])
    pages.get(address)
    job.run(Probe.objects.get().pk)
    values = {"after_import": "mark_read", "group": channel.group.pk, "archive_state": "closed"}
    mailbox.server.at_auth = ["535 5.7.8 no"]

    pages.post(address, values)
    job.run(Probe.objects.filter(purpose=Purpose.ROUND_TRIP).latest("id").pk)
    channel.refresh_from_db()
    assert channel.after_import == "delete"

    pages.post(address, values)
    job.run(Probe.objects.filter(purpose=Purpose.ROUND_TRIP).latest("id").pk)
    assert pages.get(reverse("channel_draft_test", args=[draft.pk])).headers["Location"] == f"/channels/{channel.pk}/"
    channel.refresh_from_db()
    assert (channel.after_import, channel.outbound_secret.reveal()) == ("mark_read", smtp.PASSWORD)
