"""Every page in both languages, at a desk and on a telephone, light and dark, full and empty.

The pictures lie in `build/screenshots/<language>/<width>/`, those of the manual in `build/screenshots/manual/`;
`tools/keep_pictures.py` takes the latter into the manual. Those to look at are JPEG: encoding PNG of whole pages took
longer than loading them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from postroom.channels import probe as job
from postroom.channels.probing import probe_channel, probe_draft
from postroom.ground.first_visit import set_up_token
from postroom.models import ChannelDraft, Purpose, Tag, Trigger, User
from tests.channels.mailboxes import Mailbox, mailbox
from tests.web import chromium
from tests.web.axe import CHOOSE
from tests.web.showcase.installation import OURS, Showcase, founded, lived_in
from tests.web.showcase.keys import Sealed, sealed
from tests.web.showcase.mails import AWKWARD
from tests.web.showcase.people import Gathered, gathered

__all__ = ["mailbox"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.dovecot,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("language", ["en", "de"]),
]

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
SIZES = {1440: 900, 360: 740}
CROWD = 500
Themes = dict[Literal["light", "dark"], str]
LARGEST_PICTURE = 150_000
"""Bytes of one in the manual."""
TALLEST_PICTURE = 3000
"""Pixels: nobody looks at more of a mail of eighty kilobytes."""
LIGHT: Themes = {"light": ""}
BOTH: Themes = {"light": "", "dark": "-dark"}
"""Taken at a desk in English only: colours depend neither on the language nor on the width."""
FIRST: ViewportSize = {"width": 1440, "height": SIZES[1440]}
MISSING = "/no/such/page/"
MEASURE = """() => {
  const {clientWidth, scrollWidth, scrollHeight} = document.scrollingElement;
  return [document.documentElement.lang, clientWidth, scrollWidth, scrollHeight];
}"""
Pages = dict[str, str]


def empty_pages() -> Pages:
    """Return the pages that have nothing to show yet, by name."""
    names = [
        "tickets",
        "channels",
        "channel_connect",
        "groups",
        "signatures",
        "users",
        "organisations",
        "outbox",
        "overviews",
    ]
    names += ["macros", "text_modules", "overviews_shared", "ticket_templates", "tickets_done", "keys"]
    return {f"empty-{name}": reverse(name) for name in [*names, "quarantine", "first_steps"]}


def entrance_pages() -> Pages:
    """Return the pages before anybody has signed in."""
    names = {"sign-in": "account_login", "password-reset": "account_reset_password"}
    return {name: reverse(view) for name, view in names.items()}


def full_pages(shown: Showcase) -> Pages:
    """Return the pages of an installation at work."""
    first = shown.ticket.articles.earliest("pk")
    undelivered = shown.uncertain.article
    assert undelivered is not None
    tickets = reverse("tickets")
    return {
        "list": f"{tickets}?overview=open",
        "list-filtered": f"{tickets}?overview=all&q=refund",
        "list-no-match": f"{tickets}?overview=all&q=nothing-of-the-kind",
        "list-closed-today": f"{tickets}?overview=closed_today",
        "overview-new": reverse("overview_new"),
        "overview-shared-new": reverse("overview_new_shared"),
        "ticket-template-new": reverse("ticket_template_new"),
        "split": reverse("article_split", args=[shown.ticket.articles.latest("pk").pk]),
        "search": f"{reverse('search')}?q=order%20OR%20rechnung",
        "search-awkward": f"{reverse('search')}?q=the%20OR%20und&order=best",
        "search-none": f"{reverse('search')}?q=fron:nobody%20group:nowhere",
        "search-people": f"{reverse('search')}?q=a&kind=customers",
        "search-empty": reverse("search"),
        "ticket": reverse("ticket", args=[shown.ticket.pk]),
        **{f"ticket-awkward-{i}": reverse("ticket", args=[odd.pk]) for i, odd in enumerate(shown.awkward)},
        "ticket-undelivered": reverse("ticket", args=[undelivered.ticket_id]),
        "reply": reverse("ticket_mail", args=[shown.ticket.pk, "reply"]),
        "note": reverse("ticket_note", args=[shown.ticket.pk]),
        "reading": reverse("article_reading", args=[first.pk]),
        "ticket-new": reverse("ticket_new"),
        "macro-new": reverse("macro_new"),
        "text-module-new": reverse("text_module_new"),
        "channels": reverse("channels"),
        "channel": reverse("channel", args=[shown.channel.pk]),
        "channel-failing": reverse("channel", args=[shown.failing.pk]),
        "channel-doctor": reverse("channel_doctor", args=[shown.channel.pk]),
        "channel-disable": reverse("channel_disable", args=[shown.channel.pk]),
        "channel-delete": reverse("channel_delete", args=[shown.channel.pk]),
        "channel-group": reverse("channel_group", args=[shown.channel.pk]),
        "channel-address": reverse("channel_address_new", args=[shown.channel.pk]),
        "channel-kinds": reverse("channel_connect"),
        "channel-start": reverse("channel_start", args=["mail"]),
        "groups": reverse("groups"),
        "group": reverse("group", args=[shown.channel.group_id]),
        "signatures": reverse("signatures"),
        "signature": reverse("signature", args=[shown.channel.group.signature_id]),
        "users": reverse("users"),
        "user": reverse("user", args=[shown.administrator.pk]),
        "user-new": reverse("user_new"),
        "user-doubles": reverse("user_doubles"),
        "user-imports": reverse("user_imports"),
        "user-merge": reverse("user_merge", args=[shown.ticket.customer_id]),
        "user-remove": reverse("user_remove", args=[shown.ticket.customer_id]),
        "organisations": reverse("organisations"),
        "roles": reverse("roles"),
        "role": reverse("role", args=[shown.administrator.roles.earliest("pk").pk]),
        "tags": reverse("tags"),
        "tag": reverse("tag", args=[Tag.objects.earliest("name").pk]),
        "tag-remove": reverse("tag_remove", args=[Tag.objects.earliest("name").pk]),
        "sessions": reverse("sessions"),
        "user-sign-in": reverse("user_sign_in", args=[shown.administrator.pk]),
        "audit": reverse("audit"),
        "health": reverse("health"),
        "scheduled-jobs": reverse("scheduled_jobs"),
        "scheduled-job-new": reverse("scheduled_job_new"),
        "triggers": reverse("triggers"),
        "trigger": reverse("trigger", args=[Trigger.objects.earliest("position").pk]),
        "trigger-new": reverse("trigger_new"),
        "filters": reverse("filters"),
        "filter-new": reverse("filter_new"),
        "notifications": reverse("notifications"),
        "notification-settings": reverse("notification_settings"),
        "outbox": reverse("outbox"),
        "outbox-mail": reverse("outbox_mail", args=[shown.uncertain.pk]),
        "quarantine": reverse("quarantine"),
        "quarantine-mail": reverse("quarantine_mail", args=[shown.quarantined.pk]),
        "settings": reverse("settings"),
        "own-look": reverse("appearance_settings"),
        "first-steps": reverse("first_steps"),
        "not-found": MISSING,
    }


def people_pages(people: Gathered) -> Pages:
    """Return imports, doubles, merged and deleted people; they fill the audit log, too."""
    compared = f"{reverse('user_merge', args=[people.person.pk])}?other={people.double.pk}"
    return {
        "user-import-preview": reverse("user_import", args=[people.preview.pk]),
        "user-import-report": reverse("user_import", args=[people.report.pk]),
        "user-different": reverse("user_different"),
        "user-merge-compared": compared,
        "user-merged": reverse("user", args=[people.kept.pk]),
        "user-separate": reverse("user_separate", args=[people.merge.pk]),
        "user-deactivate": reverse("user_deactivate", args=[people.person.pk]),
        "user-removal": reverse("user_removal", args=[people.removal.person_id]),
        "organisation": reverse("organisation", args=[people.organisation.pk]),
        "organisation-delete": reverse("organisation_delete", args=[people.organisation.pk]),
    }


def sealed_pages(letters: Sealed) -> Pages:
    """Return the keys, and what is said about mail that was signed, encrypted or forged."""
    key = letters.key.pk
    return {
        "keys": reverse("keys"),
        "key": reverse("key", args=[key]),
        "key-new": reverse("key_new"),
        "key-remove": reverse("key_remove", args=[key]),
        **{f"ticket-sealed-{i}": reverse("ticket", args=[one.pk]) for i, one in enumerate(letters.tickets)},
    }


def wizard_pages(draft: ChannelDraft) -> Pages:
    """Return the steps of connecting a mailbox, each tried against a real one."""
    steps = ("settings", "connection", "folder", "import")
    return {f"connect-{step}": reverse(f"channel_draft_{step}", args=[draft.pk]) for step in steps}


def doctor_pages(mailbox: Mailbox) -> Pages:
    """Return what the doctor found of a channel that does not receive, on a real server."""
    channel = mailbox.channel(inbound_secret="wrong")
    job.run(probe_channel(channel, Purpose.DOCTOR).pk)
    return {"channel-doctor-found": reverse("channel_doctor", args=[channel.pk])}


def tried(mailbox: Mailbox, administrator: User) -> ChannelDraft:
    """Return the administrator's draft whose connection and folder were seen to work."""
    mailbox.dovecot.deliver(mailbox.user, b"From: a@b.example\r\nSubject: Old\r\n\r\nOld mail\r\n")
    draft = mailbox.draft(created_by=administrator)
    ChannelDraft.objects.filter(pk=draft.pk).update(group=None)
    draft.refresh_from_db()
    for purpose in (Purpose.CONNECT, Purpose.SURVEY):
        job.run(probe_draft(draft, purpose).pk)
        draft = ChannelDraft.objects.get(pk=draft.pk)
    return draft


@pytest.fixture
def address(live_server: LiveServer) -> str:
    return str(live_server.url)


@pytest.fixture(autouse=True)
def asked_between_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in the thread of the test, which asks the database only between its steps."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def signed_in(page: Page, address: str, user: User | None, language: str) -> None:
    """Let the browser be that of `user`, or of somebody who has not signed in."""
    kept = {"django_language": language}
    if user is not None:
        client = Client()
        client.force_login(user)
        kept["sessionid"] = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in kept.items()])


def look(browser: Browser, address: str, pages: Pages, user: User | None, language: str) -> list[str]:
    """Take every page in every size and theme; return those that scroll sideways.

    A page is loaded once and takes its other size as a window does that somebody makes narrow.
    """
    too_wide = []
    locale = {"en": "en-US", "de": "de-DE"}[language]
    with chromium.opened(browser, "404", locale=locale, color_scheme="light", reduced_motion="reduce") as page:
        signed_in(page, address, user, language)
        for name, path in pages.items():
            page.set_viewport_size(FIRST)
            answer = page.goto(address + path)
            assert answer is not None
            assert answer.status == (404 if path == MISSING else 200), path
            too_wide += [line for width in SIZES for line in _taken(page, language, width, name)]
    return too_wide


def _taken(page: Page, language: str, width: int, name: str) -> list[str]:
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    lang, room, needed, height = page.evaluate(MEASURE)
    assert lang == language, name
    whole: FloatRect = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST_PICTURE)}
    for theme, suffix in (BOTH if (language, width) == ("en", 1440) else LIGHT).items():
        if language == "en":
            page.evaluate(CHOOSE, theme)
        picture = PICTURES / language / str(width) / f"{name}{suffix}.jpg"
        page.screenshot(path=picture, type="jpeg", quality=85, full_page=height > SIZES[width], clip=whole)
    return [f"{name} needs {needed} of {room} pixels at {width}"] if needed > room else []


def test_pages_of_an_installation_at_work(language: str, browser: Browser, address: str, mailbox: Mailbox) -> None:
    shown = lived_in(language, AWKWARD, CROWD)
    pages = {
        **full_pages(shown),
        **sealed_pages(sealed(shown.channel, OURS)),
        **people_pages(gathered(shown.administrator)),
        **wizard_pages(tried(mailbox, shown.administrator)),
        **doctor_pages(mailbox),
    }
    assert look(browser, address, pages, shown.administrator, language) == []


def test_pages_where_nothing_is_yet(language: str, browser: Browser, address: str) -> None:
    set_up = {"set-up": reverse("set_up", args=[set_up_token()])}
    assert look(browser, address, set_up, None, language) == []
    administrator = founded(language)
    assert look(browser, address, entrance_pages(), None, language) == []
    assert look(browser, address, empty_pages(), administrator, language) == []


def test_pictures_of_the_manual(language: str, browser: Browser, address: str, mailbox: Mailbox) -> None:
    shown = lived_in(language)
    names = ["ticket", "list", "reply", "channel-failing", "outbox", "trigger", "group", "connect-connection"]
    pages = {**full_pages(shown), **wizard_pages(tried(mailbox, shown.administrator))}
    with chromium.opened(browser, viewport={"width": 1280, "height": 700}) as page:
        signed_in(page, address, shown.administrator, language)
        for name in [*names, "connect-import"]:
            page.goto(address + pages[name])
            picture = page.screenshot(path=PICTURES / "manual" / language / f"{name}.png")
            assert len(picture) < LARGEST_PICTURE, name
