"""The small JavaScript of the frame, driven as a person drives it, and the same page without any."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web import chromium

pytestmark = pytest.mark.browser


@pytest.fixture
def shown(page: Page, styleguide: str) -> Page:
    """The style guide, open."""
    page.goto(f"{styleguide}?bare")
    expect(page.locator("html")).to_have_attribute("data-js", "")
    return page


def test_question_mark_shows_the_keys_of_the_page(shown: Page) -> None:
    shown.keyboard.press("?")
    expect(shown.get_by_role("dialog", name="Shortcuts")).to_be_visible()
    shown.keyboard.press("Escape")
    expect(shown.get_by_role("dialog", name="Shortcuts")).to_be_hidden()


def test_single_letters_when_switched_off_do_nothing(shown: Page) -> None:
    shown.keyboard.press("?")
    shown.get_by_label("Use single-letter keys").uncheck()
    shown.keyboard.press("Escape")
    shown.keyboard.press("j")
    expect(shown.locator(".row-link:focus")).to_have_count(0)


def test_letters_j_and_k_walk_the_rows_and_x_selects(shown: Page) -> None:
    rows = shown.locator("[data-rows] tbody tr")
    shown.keyboard.press("j")
    shown.keyboard.press("j")
    expect(rows.nth(1).locator(".row-link")).to_be_focused()
    shown.keyboard.press("x")
    expect(rows.nth(1).locator("[data-row-select]")).to_be_checked()
    shown.keyboard.press("k")
    expect(rows.nth(0).locator(".row-link")).to_be_focused()


def test_letters_in_a_field_are_letters(shown: Page) -> None:
    field = shown.get_by_label("Answer", exact=True)
    field.press_sequentially("jk?")
    expect(field).to_have_value("jk?")
    expect(shown.get_by_role("dialog")).to_have_count(0)


def test_menu_by_keyboard_opens_walks_and_closes(shown: Page) -> None:
    opener = shown.locator("summary", has_text="Close as")
    opener.press("Enter")
    shown.keyboard.press("ArrowDown")
    expect(shown.get_by_role("link", name="Closed", exact=True)).to_be_focused()
    shown.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(shown.get_by_role("link", name="Closed", exact=True)).to_be_hidden()


def test_menu_by_mouse_closes_with_a_click_elsewhere(shown: Page) -> None:
    shown.locator("summary", has_text="Close as").click()
    expect(shown.get_by_role("link", name="Pending close")).to_be_visible()
    shown.get_by_role("heading", name="Buttons").click()
    expect(shown.get_by_role("link", name="Pending close")).to_be_hidden()


@pytest.mark.parametrize("path", ["?bare", "?bare&dir=rtl"])
def test_menu_at_the_edge_of_a_phone_stays_in_the_window(browser: Browser, styleguide: str, path: str) -> None:
    with chromium.opened(browser, viewport={"width": 360, "height": 740}) as page:
        page.goto(f"{styleguide}{path}")
        page.locator('summary[aria-label="More actions"]').click()
        expect(page.get_by_role("button", name="Try again")).to_be_in_viewport(ratio=1)


def test_dangerous_button_asks_first_and_cancel_gives_the_focus_back(shown: Page) -> None:
    delete = shown.get_by_role("button", name="Delete", exact=True).first
    delete.click()
    dialog = shown.get_by_role("dialog", name="Are you sure?")
    expect(dialog).to_contain_text("Delete the channel Support? Its 214 tickets stay.")
    expect(dialog.get_by_role("button", name="Delete channel")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(delete).to_be_focused()


def test_theme_when_chosen_holds_after_a_reload(shown: Page) -> None:
    shown.locator(".side summary").click()
    with shown.expect_response(re.compile("/appearance/")):
        shown.get_by_role("button", name="Dark").click()
    expect(shown.locator("html")).to_have_attribute("data-theme", "dark")
    shown.reload()
    expect(shown.locator("html")).to_have_attribute("data-theme", "dark")


def test_toast_of_good_news_leaves_by_itself(page: Page, styleguide: str) -> None:
    page.goto(styleguide)
    toast = page.locator("[data-toast]", has_text="Saved.")
    expect(toast).to_be_visible()
    expect(toast).to_have_count(0, timeout=15_000)


def test_link_of_the_frame_changes_the_page_without_loading_it_anew(shown: Page) -> None:
    shown.evaluate("window.same = true")
    shown.get_by_role("link", name="Unassigned").click()
    expect(shown).to_have_url(re.compile(r"overview=1$"))
    expect(shown.get_by_role("link", name="Unassigned")).to_have_attribute("aria-current", "page")
    expect(shown.locator("#main")).to_be_focused()
    assert shown.evaluate("window.same") is True
    assert shown.evaluate("scrollY") == 0


def test_scripts_after_such_a_change_still_work(shown: Page) -> None:
    shown.get_by_role("link", name="Unassigned").click()
    expect(shown.locator("#main")).to_be_focused()
    shown.keyboard.press("j")
    expect(shown.locator(".row-link").first).to_be_focused()
    shown.locator("summary", has_text="Close as").click()
    expect(shown.get_by_role("link", name="Pending close")).to_be_visible()
    shown.go_back()
    expect(shown).to_have_url(re.compile(r"\?bare$"))


@pytest.mark.parametrize(
    ("status", "words"),
    [(403, "You may not do this."), (404, "This does not exist any more."), (500, "The server could not do this.")],
)
def test_refusal_of_the_server_is_told_in_words(browser: Browser, styleguide: str, status: int, words: str) -> None:
    with chromium.opened(browser, harmless=f"status of {status}|Status Error Code {status}") as page:
        page.route("**/django-htmx.js", lambda route: route.fulfill(body=""))  # Django's own error pages, in DEBUG only
        page.goto(f"{styleguide}?bare")
        page.route(re.compile("overview=1"), lambda route: route.fulfill(status=status, body=""))
        page.get_by_role("link", name="Unassigned").click()
        expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()


def test_lost_connection_is_told_and_the_page_stays(browser: Browser, styleguide: str) -> None:
    with chromium.opened(browser, harmless="ERR_INTERNET_DISCONNECTED|htmx:sendError|htmx:afterRequest") as page:
        page.goto(f"{styleguide}?bare")
        page.get_by_label("Answer", exact=True).fill("Half a sentence")
        page.context.set_offline(True)
        page.get_by_role("link", name="Unassigned").click()
        expect(page.get_by_role("alert").filter(has_text="No connection to the server.")).to_be_visible()
        expect(page.get_by_label("Answer", exact=True)).to_have_value("Half a sentence")


def test_frame_of_a_mail_is_as_high_as_the_mail(shown: Page) -> None:
    frame = shown.locator("iframe[data-fit]")
    frame.scroll_into_view_if_needed()
    inside = shown.frame_locator("iframe[data-fit]").locator("html")
    expect(inside).to_be_visible()
    wanted = inside.evaluate("element => Math.ceil(element.getBoundingClientRect().height)")
    expect(frame).to_have_css("height", f"{wanted}px")


def test_navigation_on_a_phone_opens_and_closes_without_scripts(browser: Browser, styleguide: str) -> None:
    with chromium.opened(browser, viewport={"width": 360, "height": 740}, java_script_enabled=False) as page:
        page.goto(styleguide)
        expect(page.get_by_role("link", name="All open")).to_be_hidden()
        page.get_by_role("button", name="Open navigation").click()
        expect(page.get_by_role("link", name="All open")).to_be_visible()
        page.get_by_role("button", name="Close navigation").click()
        expect(page.get_by_role("link", name="All open")).to_be_hidden()


def test_page_without_scripts_shows_no_control_that_needs_them(browser: Browser, styleguide: str) -> None:
    with chromium.opened(browser, java_script_enabled=False) as page:
        page.goto(styleguide)
        expect(page.locator(".needs-js").first).to_be_hidden()
        assert page.locator(".needs-js:visible").count() == 0


def test_language_and_theme_without_scripts_are_chosen_by_form(browser: Browser, styleguide: str) -> None:
    with chromium.opened(browser, java_script_enabled=False) as page:
        page.goto(f"{styleguide}?bare")
        page.locator(".side summary").click()
        page.get_by_role("button", name="Deutsch").click()
        expect(page.locator("html")).to_have_attribute("lang", "de")
        assert page.url == f"{styleguide}?bare"
        page.locator(".side summary").click()
        page.locator("button[name=theme][value=dark]").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
