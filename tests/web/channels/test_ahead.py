"""What will stop a channel some day stands on the pages of channels."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from postroom.channels.notices_ahead import look_ahead
from postroom.models import Channel, Group, OAuthApp, OAuthGrant
from tests.web.cast import statements

pytestmark = pytest.mark.django_db(transaction=True)


def make_channel(number: int) -> Channel:
    """Return a channel with an app of its own whose secret ends next week."""
    ends, now = timezone.localdate() + datetime.timedelta(days=7), timezone.now()
    app = OAuthApp.objects.create(
        provider="microsoft", cloud="worldwide", tenant="t", client_id=f"{number}", expires_on=ends
    )
    grant = OAuthGrant.objects.create(app=app, user_name="u", email="u@x.example", granted_at=now, refreshed_at=now)
    group, _new = Group.objects.get_or_create(name="Support")
    inbound = {"way": "imap", "grant": grant.pk, "mailbox": "u@x.example"}
    kind = {"kind": "microsoft365", "inbound": inbound, "outbound": {**inbound, "way": "smtp"}}
    return Channel.objects.create(name=f"Desk {number}", group=group, **kind)


def test_end_of_a_secret_stands_on_the_page_of_its_channel_and_on_the_list(pages: Client) -> None:
    first, second = make_channel(1), make_channel(2)
    OAuthApp.objects.filter(client_id="2").update(expires_on=None)
    look_ahead()

    for address, stands in (
        (reverse("channel", args=[first.pk]), True),
        (reverse("channel", args=[second.pk]), False),
        (reverse("channels"), True),
    ):
        page = pages.get(address).content.decode()
        assert ("The secret or certificate of the app ends soon." in page) is stands
        assert ("Channels: Desk 1" in page) is stands


def test_list_asks_no_more_for_more_that_ends(pages: Client) -> None:
    make_channel(1)
    look_ahead()
    one = statements(pages, reverse("channels"))
    make_channel(2)
    make_channel(3)
    look_ahead()
    assert statements(pages, reverse("channels")) == one
