"""The pages of Google in both languages, at a desk and on a telephone, light and dark."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from postroom.channels.drafts import new_draft, save_draft
from postroom.channels.kinds.google.config import fill_draft
from postroom.channels.oauth.apps import check_app
from postroom.configuration import configure
from postroom.models import User
from postroom.practice import PracticeTenant
from tests.servers.practice_google import KARI, SERVICE, make_app, make_channel, make_grant
from tests.web.google.test_pages import plain_channel
from tests.web.microsoft.test_pictures import keep_for_manual
from tests.web.showcase.installation import founded
from tests.web.test_screenshots import Pages, asked_between_steps, look

__all__ = ["asked_between_steps"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("language", ["en", "de"]),
]

IN_THE_MANUAL = ("google-app", "google-settings")


def pages_of(google: PracticeTenant, administrator: User) -> Pages:
    """Return the pages that are Google's own: the app, the wizard, a channel, and one that can be converted."""
    app = check_app(make_app(google))
    draft = new_draft("google", administrator)
    fill_draft(draft, make_grant(google, app, KARI))
    channel = make_channel(make_grant(google, app, SERVICE))
    plain = plain_channel(google, f"anfragen.{SERVICE}")
    return {
        "google-app": reverse("google_app", args=[app.pk]),
        "google-app-new": reverse("google_app_new"),
        "google-start": reverse("google_start"),
        "google-settings": reverse("channel_draft_settings", args=[save_draft(draft).pk]),
        "google-channel": reverse("channel", args=[channel.pk]),
        "google-convert": reverse("google_convert", args=[plain.pk]),
    }


def test_pages_of_google(language: str, browser: Browser, live_server: LiveServer, google: PracticeTenant) -> None:
    administrator = founded(language)
    configure(public_url=live_server.url)
    pages = pages_of(google, administrator)
    assert look(browser, live_server.url, pages, administrator, language) == []
    keep_for_manual(browser, live_server.url, {name: pages[name] for name in IN_THE_MANUAL}, administrator, language)
