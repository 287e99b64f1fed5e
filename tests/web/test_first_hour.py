"""An administrator's first hour in a real browser: by mouse and by keyboard alone, in English and in German.

Connecting a mailbox belongs to it, too; `test_first_day` and the tests of the Microsoft pages look at that.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from postroom.configuration import configuration, forget
from postroom.ground.first_visit import set_up_token
from postroom.models import AuditEntry, Filter, Group, Organisation, TextModule, Trigger, User
from tests.web import chromium
from tests.web.hands import Hands, Keyboard, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LANGUAGES = {"en": ("en-US", "English"), "de": ("de-DE", "Deutsch")}


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the language of the newcomer's browser; what the test looks for is said in it."""
    with translation.override(request.param):
        yield request.param


@pytest.fixture(params=[Mouse, Keyboard])
def hands(request: pytest.FixtureRequest, language: str, browser: Browser, live_server: LiveServer) -> Iterator[Hands]:
    """Yield the newcomer at their browser."""
    locale = LANGUAGES[language][0]
    size = {"width": 1440, "height": 900}
    with chromium.opened(browser, viewport=size, base_url=live_server.url, locale=locale) as page:
        yield request.param(page)


def heading(page: Page, words: str) -> None:
    """Wait for the page of this heading."""
    expect(page.get_by_role("heading", name=words, exact=True).first).to_be_visible()


def set_up(hands: Hands) -> None:
    forget()  # what the settings were in the test before
    hands.page.goto(reverse("set_up", args=[set_up_token()]))
    hands.write(_("Organisation"), "Nordlicht")
    hands.write(_("Your name"), "Mira Lang")
    hands.write(_("Your e-mail"), "mira@nordlicht.example")
    hands.write(_("Password"), "correct horse battery")
    hands.press("button", _("Set up"))
    heading(hands.page, _("First steps"))


def make_group(hands: Hands) -> None:
    hands.go(_("Groups"))
    heading(hands.page, _("Groups"))
    hands.press("link", _("New group"))
    heading(hands.page, _("New group"))
    hands.write(_("Name"), "Werkstatt")
    hands.press("button", _("Save"))
    heading(hands.page, "Werkstatt")


def invite(hands: Hands) -> None:
    hands.go(_("Users"))
    heading(hands.page, _("Users"))
    hands.press("link", _("New user"))
    heading(hands.page, _("New user"))
    hands.write(_("Name"), "Jonas Weber")
    hands.write(_("E-mail"), "jonas@nordlicht.example")
    hands.press("button", _("Create"))
    heading(hands.page, _("Invitation"))  # no channel can send yet, so the link is given to Jonas by hand


def write_text_module(hands: Hands) -> None:
    hands.go(_("Text modules"))
    heading(hands.page, _("Text modules"))
    hands.press("link", _("New text module"))
    heading(hands.page, _("New text module"))
    hands.page.locator(".ProseMirror").wait_for()
    hands.write(_("Name"), "Thanks")
    hands.write(_("Keyword"), "ty")
    hands.write(_("Text"), "Thank you.")
    hands.press("button", _("Save"))
    expect(hands.page.get_by_role("link", name="Thanks")).to_be_visible()


def filter_newsletters(hands: Hands) -> None:
    hands.go(_("Filters"))
    heading(hands.page, _("Filters"))
    hands.press("link", _("New filter"))
    heading(hands.page, _("New filter"))
    hands.write(_("Name"), "Newsletters")
    hands.write(_("Value; several, one a line"), "newsletter@")
    hands.tick(_("Discard the mail"))
    hands.press("button", _("Save"))
    expect(hands.page.get_by_text(_("Saved. Try it, then switch it on in the list."))).to_be_visible()
    hands.go(_("Filters"))
    heading(hands.page, _("Filters"))
    switch_on(hands, "Newsletters")


def switch_on(hands: Hands, name: str) -> None:
    hands.press("button", _("Switch on: %(name)s") % {"name": name})
    expect(hands.page.get_by_role("button", name=_("Switch off: %(name)s") % {"name": name})).to_be_visible()


def switch_trigger(hands: Hands) -> None:
    hands.go(_("Triggers"))
    heading(hands.page, _("Triggers"))
    switch_on(hands, Trigger.objects.filter(active=False).earliest("position").name)


def change_setting(hands: Hands) -> None:
    hands.go(_("Settings"))
    heading(hands.page, _("Settings"))
    hands.write(_("Prefix of answers"), "AW")
    hands.press("button", _("Save"))
    expect(hands.page.get_by_text(_("Saved. The settings hold everywhere within two seconds."))).to_be_visible()


def test_first_hour(hands: Hands, language: str) -> None:
    set_up(hands)
    make_group(hands)
    invite(hands)
    write_text_module(hands)
    filter_newsletters(hands)
    switch_trigger(hands)
    change_setting(hands)
    hands.go(_("Audit log"))
    heading(hands.page, _("Audit log"))
    expect(hands.page.locator("main").get_by_text("Werkstatt").first).to_be_visible()
    expect(hands.page.locator("main").get_by_text("Newsletters").first).to_be_visible()

    mira = User.objects.get(email="mira@nordlicht.example")
    assert (mira.language, Organisation.objects.exists()) == (language, False)
    assert Group.objects.filter(name="Werkstatt").exists()
    assert User.objects.get(name="Jonas Weber").roles.get().is_agent
    assert TextModule.objects.get().body == "<p>Thank you.</p>"
    assert Filter.objects.get(active=True).name == "Newsletters"
    assert not Trigger.objects.filter(active=False).exists()
    assert configuration().reply_prefix == "AW"
    assert {entry.actor for entry in AuditEntry.objects.all()} == {mira}
