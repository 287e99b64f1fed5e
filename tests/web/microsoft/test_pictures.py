"""The pages of Microsoft 365 in both languages, at a desk and on a telephone, light and dark."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from postroom.channels.drafts import new_draft, save_draft
from postroom.channels.kinds.microsoft365.config import Ways, fill_draft
from postroom.channels.subscribing.keeping import keep
from postroom.configuration import configure
from postroom.intake.poll import poll
from postroom.models import Channel, Group, OAuthGrant, User
from postroom.practice import PracticeTenant
from tests.channels.converting.test_converting import WAYS, convert, plain_channel
from tests.channels.microsoft.test_channel import make_channel
from tests.practice.mails import INFO, JONAS, SUPPORT
from tests.servers.practice import make_app, make_grant
from tests.web.showcase.installation import founded
from tests.web.test_screenshots import Pages, asked_between_steps, look

__all__ = ["asked_between_steps"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("language", ["en", "de"]),
]


def wizard(grant: OAuthGrant, administrator: User) -> Pages:
    """Return the pages that are Microsoft's own on the way to a channel for a shared mailbox."""
    draft = new_draft("microsoft365", administrator)
    fill_draft(draft, grant, INFO, Ways.from_text("graph smtp"))
    settings = reverse("channel_draft_settings", args=[save_draft(draft).pk])
    return {"microsoft-start": reverse("microsoft_start"), "microsoft-settings": settings}


def channels(practice: PracticeTenant, grant: OAuthGrant) -> Pages:
    """Return a channel that can be converted, one that was, and one of a shared mailbox."""
    plain, shared = plain_channel(practice), make_channel(grant, INFO, Ways())
    Channel.objects.create(kind="mail", name="a" * 60, group=Group.objects.all()[0], inbound=plain.inbound)
    poll(shared.pk)
    keep(shared.pk)
    own = make_grant(practice, grant.app, SUPPORT, ("graph", "mail"))
    converted = convert(Channel.objects.create(kind="mail", name=SUPPORT, group=plain.group), own, WAYS[0])
    poll(converted.pk)
    keep(converted.pk)
    return {
        "channels-offered": reverse("channels"),
        "channel-offered": reverse("channel", args=[plain.pk]),
        "channel-convert": reverse("microsoft_convert", args=[plain.pk]),
        "channel-converted": reverse("channel", args=[converted.pk]),
        "channel-shared": reverse("channel", args=[shared.pk]),
    }


def test_pages_of_microsoft(language: str, browser: Browser, live_server: LiveServer, practice: PracticeTenant) -> None:
    administrator = founded(language)
    configure(public_url=live_server.url)
    grant = make_grant(practice, make_app(practice), JONAS, ("graph", "mail"))
    pages = {**wizard(grant, administrator), **channels(practice, grant)}
    assert look(browser, live_server.url, pages, administrator, language) == []
