"""The administration in a browser: the main ways, in English and German, and what axe finds on every page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from postroom.drivers import codes
from postroom.jobs.housekeeping.running import keep_house
from postroom.models import (
    Blob,
    Event,
    Group,
    Inbound,
    InboundState,
    Organisation,
    Outbound,
    OutboundState,
    Role,
    Signature,
    Tag,
    Ticket,
    Trigger,
    User,
    WebhookCall,
)
from postroom.triggers.shipped import ship_triggers
from tests.web.axe import findings_in_both_themes
from tests.web.cast import Cast, desk
from tests.world import arrive, eml

__all__ = ["desk"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Desk = tuple[Page, Cast]
EMPTY_PAGES = ("/tags/", "/groups/signatures/", "/users/organisations/", "/triggers/", "/outbox/", "/quarantine/")


def german(sentence: str) -> str:
    """Return the sentence in German; the test ends here where there is none."""
    with override("de"):
        translated = gettext(sentence)
    assert translated != sentence
    return translated


def furnish(cast: Cast) -> list[str]:
    """Fill every page with something awkward; return the addresses of the pages."""
    arrive(cast.world.channel, eml())
    long = "Abteilung für außerordentlich lange Namen und deren Vermeidung in der Nordwestregion " * 2
    signature = Signature.objects.create(name="Usual", body="<p>#{agent.name}<br>Example Ltd</p>")
    group = Group.objects.create(name=long[:160], signature=signature, active=False)
    acme = Organisation.objects.create(name="Acme <b>GmbH</b>", domains=[f"d{number}.example" for number in range(9)])
    User.objects.create_user("x" * 60 + "@very-long-domain.example", name="שלום עולם", organisation=acme)
    carl = cast.world.customer
    User.objects.filter(pk=carl.pk).update(undeliverable_since=carl.created_at, undeliverable_reason="550 no such user")
    triggers = ship_triggers()
    hook = Trigger.objects.create(
        name="Webhook " + long[:100],
        conditions={"any": [{"field": "ticket.created_at", "op": "older_than", "value": 2880}, {"all": [{"any": []}]}]},
        actions=[
            {"action": "webhook", "url": "https://x.example/"},
            {"action": "change", "state": "open"},
            {"action": "tags", "add": ["a"]},
            {"action": "note", "text": "x"},
        ],
    )
    WebhookCall.objects.create(
        trigger=hook, event=Event.objects.all()[0], url="https://x.example/" + "y" * 200, payload={}, error="no\nanswer"
    )
    article = Ticket.objects.get().articles.get()
    for state in (OutboundState.WAITING, OutboundState.SENDING, OutboundState.FAILED, OutboundState.UNCERTAIN):
        mail = Outbound.objects.create(
            article=article,
            email_address=cast.world.address,
            message_id=f"{state}@desk.example",
            recipients=["carl@customer.example", "somebody.else@customer.example"],
            state=state,
            error_code="" if state in (OutboundState.WAITING, OutboundState.SENDING) else codes.SIGN_IN_REFUSED,
            server_text="535 5.7.139 Authentication unsuccessful",
        )
    (digest,) = Blob.objects.keep([eml(subject="Un" + "lesbar " * 30)])
    for number in range(3):
        row = Inbound.objects.create(
            channel=cast.world.channel,
            digest=f"{number}",
            raw_id=digest,
            size=2_000_000,
            state=InboundState.QUARANTINED,
            error='Traceback (most recent call last):\n  File "x.py", line 1, in read\nValueError: odd number',
        )
    role = Role.objects.get(is_agent=True)
    tag = Tag.objects.create(name="very" * 25)
    Trigger.objects.create(name="Mark", actions=[{"action": "tags", "add": [tag.name], "remove": []}])
    cast.client(cast.world.agent).get("/tickets/")
    keep_house()
    return [
        "/groups/",
        "/groups/new/",
        f"/groups/{cast.world.group.pk}/",
        f"/groups/{group.pk}/",
        f"/groups/{cast.world.group.pk}/deactivate/",
        "/groups/signatures/",
        f"/groups/signatures/{signature.pk}/",
        f"/groups/signatures/{signature.pk}/remove/",
        "/users/",
        "/users/?q=nobody-has-this",
        "/users/new/",
        f"/users/{carl.pk}/",
        f"/users/{cast.world.agent.pk}/deactivate/",
        "/users/organisations/",
        f"/users/organisations/{acme.pk}/",
        "/users/roles/",
        f"/users/roles/{role.pk}/",
        "/triggers/",
        "/triggers/new/",
        f"/triggers/{triggers[2].pk}/",
        f"/triggers/{hook.pk}/",
        f"/triggers/{hook.pk}/remove/",
        "/outbox/",
        f"/outbox/{mail.pk}/",
        "/quarantine/",
        f"/quarantine/{row.pk}/",
        f"/quarantine/{row.pk}/discard/",
        "/settings/",
        "/settings/appearance/",
        "/tags/",
        f"/tags/{tag.pk}/",
        f"/tags/{tag.pk}/remove/",
        f"/users/{cast.world.agent.pk}/sign-in/",
        "/account/sessions/",
        "/health/",
    ]


def test_axe_finds_nothing_on_any_page_in_either_theme(desk: Desk) -> None:
    page, cast = desk
    found = {}
    for url in EMPTY_PAGES:
        page.goto(url)
        found[f"empty {url}"] = findings_in_both_themes(page)
    for url in furnish(cast):
        page.goto(url)
        found[url] = findings_in_both_themes(page)
    assert {url: lines for url, lines in found.items() if lines} == {}


def test_no_page_is_wider_than_a_phone(desk: Desk) -> None:
    page, cast = desk
    page.set_viewport_size({"width": 360, "height": 740})
    wide = []
    for url in furnish(cast):
        page.goto(url)
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(url)
    assert wide == []


def test_group_signature_and_agent_in_an_administrators_first_hour(desk: Desk) -> None:
    page, _cast = desk
    page.goto("/groups/signatures/new/")
    page.get_by_label("Name").fill("Usual")
    page.get_by_label("Text").fill("<p>#{agent.name}</p>")
    page.get_by_role("button", name="Save").click()
    expect(page.frame_locator("iframe").get_by_text("Chief")).to_be_visible()
    page.goto("/groups/")
    page.get_by_role("link", name="New group").click()
    page.get_by_label("Name").fill("Sales")
    page.locator("[name=email_address]").select_option(label="Desk <support@desk.example>")
    page.get_by_label("Signature").select_option(label="Usual")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Sales")).to_be_visible()
    page.get_by_label("Agent: full").uncheck()
    page.get_by_label("Agent: read").check()
    page.get_by_role("button", name="Save who works here").click()
    expect(page.get_by_label("Agent: read")).to_be_checked()
    page.goto("/users/")
    page.get_by_role("link", name="New user").click()
    expect(page.get_by_role("heading", name="New user")).to_be_visible()
    page.get_by_label("Name").fill("Ben New")
    page.get_by_label("E-mail").fill("ben@desk.example")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("A mail with a link to choose the password is on its way.")).to_be_visible()
    assert Group.objects.get(name="Sales").access.get().levels == ["read"]
    assert Outbound.objects.get().recipients == ["ben@desk.example"]


def test_trigger_is_built_without_leaving_the_page_and_switched_on(desk: Desk) -> None:
    page, _cast = desk
    page.goto("/triggers/new/")
    page.evaluate("window.stayed = true")
    page.get_by_label("Name").fill("Fire")
    page.get_by_label("Value; several, one a line").fill("fire")
    page.get_by_role("button", name="Add a condition").click()
    page.locator("#c-1-field").select_option("event.kind")
    page.get_by_label("Opened").check()
    page.get_by_role("button", name="Tags").click()
    page.get_by_label("Add", exact=False).nth(0).wait_for()
    page.locator("#id_a-0-add").fill("hot")
    expect(page.locator("#c-0-value")).to_have_value("fire")
    assert page.evaluate("window.stayed") is True
    page.get_by_role("button", name="Save").last.click()
    page.get_by_role("button", name="Switch on: Fire").click()
    expect(page.get_by_role("button", name="Switch off: Fire")).to_be_visible()
    trigger = Trigger.objects.get()
    assert (trigger.active, trigger.actions) == (True, [{"action": "tags", "add": ["hot"], "remove": []}])
    assert [leaf["field"] for leaf in trigger.conditions["all"]] == ["ticket.title", "event.kind"]


def test_settings_are_found_as_one_types_and_saved(desk: Desk) -> None:
    page, _cast = desk
    page.goto("/settings/")
    page.get_by_label("Find a setting").fill("largest mail")
    expect(page.get_by_label("Largest mail (MB)")).to_be_visible()
    expect(page.get_by_label("Prefix of answers")).to_be_hidden()
    page.get_by_label("Find a setting").fill("zzz")
    expect(page.locator("[data-filter-none]")).to_be_visible()
    page.get_by_label("Find a setting").fill("")
    page.get_by_label("Largest mail (MB)").fill("0")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("Largest mail (MB)").fill("30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. The settings hold everywhere")).to_be_visible()


def test_mail_in_quarantine_becomes_a_ticket_and_failed_mail_is_sent_again_in_german(desk: Desk) -> None:
    page, cast = desk
    furnish(cast)
    User.objects.filter(pk=cast.administrator.pk).update(language="de")
    page.goto("/quarantine/")
    page.get_by_role("link", name=re.compile("Unlesbar")).first.click()
    page.get_by_role("button", name=german("Make a ticket")).click()
    made = german("Ticket %(number)s is there.") % {"number": r"\d+"}
    expect(page.get_by_text(re.compile(made))).to_be_visible()
    main = page.locator("main")
    page.get_by_role("link", name=re.compile("Unlesbar")).first.click()
    main.get_by_role("link", name=german("Discard"), exact=True).click()
    main.get_by_role("button", name=german("Discard"), exact=True).click()
    expect(page.get_by_text(german("Discarded."))).to_be_visible()
    page.goto("/outbox/?state=failed")
    page.get_by_role("link", name="Printer on fire").click()
    page.get_by_role("button", name=german("Send again"), exact=True).click()
    expect(page.get_by_text(german("The mail is sent again."))).to_be_visible()
    assert urlsplit(page.url).path.startswith("/outbox/")
    assert sorted(Inbound.objects.values_list("state", flat=True)) == [
        "discarded",
        "processed",
        "processed",
        "quarantined",
    ]
    assert Outbound.objects.filter(state=OutboundState.FAILED).count() == 0
