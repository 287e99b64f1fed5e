"""The pages of Microsoft 365 in both languages, at a desk and on a telephone, light and dark."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from postroom.channels.drafts import new_draft, save_draft
from postroom.channels.kinds.microsoft365.config import Ways, fill_draft, use_app
from postroom.channels.oauth.access import Access
from postroom.channels.oauth.consent import request_consent
from postroom.channels.subscribing.keeping import keep
from postroom.configuration import configure
from postroom.intake.poll import poll
from postroom.models import Channel, Group, OAuthApp, OAuthGrant, User
from postroom.practice import PracticeTenant
from tests.channels.converting.test_converting import WAYS, convert, plain_channel
from tests.channels.microsoft.test_channel import make_channel
from tests.practice.mails import INFO, JONAS, SUPPORT
from tests.servers.practice import make_app, make_grant
from tests.web import chromium
from tests.web.showcase.installation import founded
from tests.web.test_screenshots import LARGEST_PICTURE, PICTURES, Pages, asked_between_steps, look, signed_in

__all__ = ["asked_between_steps"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("language", ["en", "de"]),
]

IN_THE_MANUAL = ("microsoft-app-new", "microsoft-start", "microsoft-settings", "microsoft-consent", "channel-convert")


def wizard(grant: OAuthGrant, administrator: User) -> Pages:
    """Return the pages that are Microsoft's own on the way to a channel for a shared mailbox."""
    draft = new_draft("microsoft365", administrator)
    fill_draft(draft, grant, INFO, Ways.from_text("graph smtp"))
    settings = reverse("channel_draft_settings", args=[save_draft(draft).pk])
    return {
        "microsoft-start": reverse("microsoft_start"),
        "microsoft-settings": settings,
        "microsoft-as-app": reverse("channel_draft_settings", args=[_as_app(grant.app, administrator)]),
    }


def _as_app(app: OAuthApp, administrator: User) -> int:
    Access(app).token("graph")
    draft = new_draft("microsoft365", administrator)
    draft.email = draft.name = INFO
    use_app(draft, app, INFO, Ways.from_text("graph smtp"))
    return save_draft(draft).pk


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
        "channel-opener": reverse("microsoft_opener", args=[shared.pk]),
    }


def asking(grant: OAuthGrant, administrator: User) -> Pages:
    """Return the app, its registration, and the wait for an administrator's consent."""
    asked = request_consent(grant.app, administrator)
    return {
        "microsoft-app": reverse("microsoft_app", args=[grant.app_id]),
        "microsoft-app-new": reverse("microsoft_app_new"),
        "microsoft-consent": reverse("microsoft_consent", args=[asked.pk]),
    }


def keep_for_manual(browser: Browser, address: str, pages: Pages, user: User, language: str) -> None:
    """Take the pictures that `tools/keep_pictures.py` takes into the manual."""
    with chromium.opened(browser, viewport={"width": 1280, "height": 760}) as page:
        signed_in(page, address, user, language)
        for name, path in pages.items():
            page.goto(address + path)
            picture = page.screenshot(path=PICTURES / "manual" / language / f"{name}.png")
            assert len(picture) < LARGEST_PICTURE, name


def test_pages_of_microsoft(language: str, browser: Browser, live_server: LiveServer, practice: PracticeTenant) -> None:
    administrator = founded(language)
    configure(public_url=live_server.url)
    grant = make_grant(practice, make_app(practice), JONAS, ("graph", "mail"))
    pages = {**wizard(grant, administrator), **channels(practice, grant), **asking(grant, administrator)}
    assert look(browser, live_server.url, pages, administrator, language) == []
    keep_for_manual(browser, live_server.url, {name: pages[name] for name in IN_THE_MANUAL}, administrator, language)
