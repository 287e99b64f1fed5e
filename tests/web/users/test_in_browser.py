"""Merging, importing and deleting people in a browser, and what axe finds there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from postroom.jobs.user_import import run_import
from postroom.models import ImportState, Organisation, Removal, User, UserImport
from postroom.people.addresses import add_address
from postroom.people.importing.running import start, take_in
from tests.web.axe import findings_in_both_themes
from tests.web.cast import Cast, desk
from tests.world import arrive, eml

__all__ = ["desk"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Desk = tuple[Page, Cast]
FILE = (
    "E-Mail;Name;Firma;Telefon;Bemerkung;Schuhgröße\n"
    f"ada@x.example;{'Ada Gräfin von ' * 8}Lovelace;Acme;+44 1;{'trinkt Tee ' * 20};38\n"
    "carl@customer.example;Carl C.;Acme;;;\nwrong;=Nobody;;;;\n"
)


def furnish(cast: Cast) -> list[str]:
    """Fill the pages of people with something awkward; return their addresses."""
    carl, chief = cast.world.customer, cast.administrator
    acme = Organisation.objects.create(name="Acme", domains=["acme.example"])
    other = User.objects.create_user(
        "x" * 50 + "@customer.example", name="Customer, Carl", organisation=acme, phone="1"
    )
    add_address(carl, "y" * 50 + "@home.example")
    arrive(cast.world.channel, eml())
    looked_at, done, running = (take_in(chief, "people.csv", FILE.encode()) for _number in range(3))
    start(done)
    run_import(done.pk)
    UserImport.objects.filter(pk=running.pk).update(state=ImportState.WAITING, reached=1)
    Removal.objects.create(person=User.objects.create_user("gone@x.example"), keep_tickets=True, total=7, done=3)
    return [
        "/users/",
        "/users/doubles/",
        f"/users/{carl.pk}/",
        f"/users/{carl.pk}/merge/",
        f"/users/{carl.pk}/merge/?other=nobody",
        f"/users/{carl.pk}/merge/?other={other.pk}",
        f"/users/{carl.pk}/remove/",
        f"/users/{User.objects.get(email='gone@x.example').pk}/removal/",
        f"/users/{other.pk}/removal/",
        "/users/import/",
        f"/users/import/{looked_at.pk}/",
        f"/users/import/{done.pk}/",
        f"/users/import/{running.pk}/",
        f"/users/organisations/{acme.pk}/",
        f"/users/organisations/{acme.pk}/delete/",
    ]


def test_axe_finds_nothing_and_no_page_is_wider_than_a_phone(desk: Desk) -> None:
    page, cast = desk
    found: dict[str, object] = {}
    for url in furnish(cast):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(url)
        found[url] = findings_in_both_themes(page)
        page.set_viewport_size({"width": 360, "height": 740})
        found[f"{url} at 360 pixels"] = max(page.evaluate("document.documentElement.scrollWidth") - 360, 0)
    assert {url: lines for url, lines in found.items() if lines} == {}


def test_double_is_found_as_one_types_and_merged_by_keyboard(desk: Desk) -> None:
    page, cast = desk
    User.objects.create_user("carl@home.example", name="Carl at home")
    late: list[Route] = []
    page.route("**/addresses*.js", lambda route: late.append(route))
    page.goto(f"/users/{cast.world.customer.pk}/")
    with page.expect_request("**/addresses*.js"):
        page.get_by_role("link", name="Merge").press("Enter")
        expect(page.get_by_label("The other one")).to_be_focused()
        page.keyboard.type("carl at")
    for script in late:
        script.continue_()
    expect(page.locator(".popup [aria-selected=true]")).to_contain_text("carl@home.example")
    page.keyboard.press("Enter")
    expect(page.get_by_label("The other one")).to_have_value("Carl at home <carl@home.example>")
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Carl at home of carl@home.example").press("Space")
    expect(page.get_by_role("radio", name="Carl at home of carl@home.example")).to_be_checked()
    page.get_by_role("button", name="Merge").press("Enter")
    expect(page.get_by_text("The two are one person now.")).to_be_visible()
    expect(page.get_by_role("heading", name="Carl at home")).to_be_visible()
    expect(page.get_by_text("carl@home.example", exact=True)).to_be_visible()


def test_progress_of_an_import_ends_in_its_report_by_itself(desk: Desk) -> None:
    page, cast = desk
    batch = take_in(cast.administrator, "people.csv", FILE.encode())
    page.goto(f"/users/import/{batch.pk}/")
    page.get_by_role("button", name=re.compile("Import 2 rows")).click()
    expect(page.get_by_text("It goes on by itself")).to_be_visible()
    run_import(batch.pk)
    expect(page.get_by_role("heading", name="Rows that were not taken over")).to_be_visible()
    expect(page.get_by_text("wrong · =Nobody")).to_be_visible()
