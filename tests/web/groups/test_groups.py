"""The pages of groups and signatures, without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from postroom.models import Group, GroupAccess, Level, Signature, Ticket, User
from tests.web.cast import MOST_STATEMENTS, Cast, statements
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Sales",
    "follow_up": "new_ticket_after",
    "follow_up_days": "7",
    "keep_owner": "on",
    "encrypt_mail": "off",
    "note": "",
}


def test_group_is_created_with_its_values_and_the_only_agent_role(pages: Client, cast: Cast) -> None:
    answer = pages.post("/groups/new/", {**FORM, "email_address": cast.world.address.pk})
    group = Group.objects.get(name="Sales")
    assert answer.headers["Location"] == f"/groups/{group.pk}/"
    assert (group.follow_up, group.follow_up_days, group.email_address) == ("new_ticket_after", 7, cast.world.address)
    assert [row.levels for row in group.access.filter(role__name="Agent")] == [["full"]]


def test_name_that_is_taken_is_refused_with_a_sentence(pages: Client, cast: Cast) -> None:
    answer = pages.post("/groups/new/", {**FORM, "name": "Support"})
    assert answer.status_code == 422
    assert "There is one with the name “Support” already." in answer.content.decode()
    assert Group.objects.count() == 1


def test_members_are_set_by_role_and_by_person(pages: Client, cast: Cast) -> None:
    group, role = Group.objects.create(name="Sales"), cast.world.agent.roles.get()
    pages.post(
        f"/groups/{group.pk}/members/",
        {
            f"levels-role-{role.pk}": ["read", "overview"],
            "person": cast.world.agent.pk,
            "levels-new": ["change", "full", "nonsense"],
        },
    )
    assert levels(group) == {"Agent": ["read", "overview"], "Anna Agent": ["full"]}
    pages.post(f"/groups/{group.pk}/members/", {f"levels-user-{cast.world.agent.pk}": ["read"]})
    assert levels(group) == {"Anna Agent": ["read"]}


def levels(group: Group) -> dict[str, Any]:
    return {str(row.role or row.user): row.levels for row in GroupAccess.objects.filter(group=group)}


def test_deactivating_says_which_channels_and_tickets_it_touches(pages: Client, cast: Cast) -> None:
    arrive(cast.world.channel, eml())
    group = cast.world.group
    page = pages.get(f"/groups/{group.pk}/deactivate/").content.decode()
    assert ("It has 1 open ticket:" in page, "support@desk.example</a>" in page) == (True, True)
    pages.post(f"/groups/{group.pk}/deactivate/")
    group.refresh_from_db()
    assert (group.active, Ticket.objects.get().group) == (False, group)


def test_list_asks_as_often_for_sixty_groups_as_for_one(pages: Client, cast: Cast) -> None:
    few = statements(pages, "/groups/")
    Group.objects.bulk_create(Group(name=f"Group {number}", email_address=cast.world.address) for number in range(60))
    assert pages.get("/groups/").content.decode().count('class="row-link"') == 61
    assert statements(pages, "/groups/") == few <= MOST_STATEMENTS


def test_signature_is_made_safe_and_previewed_with_its_variables(pages: Client, cast: Cast) -> None:
    body = "<p>#{agent.name}<br>#{customer.name}</p><script>alert(1)</script>"
    answer = pages.post("/groups/signatures/new/", {"name": "Usual", "body": body})
    signature = Signature.objects.get()
    assert answer.headers["Location"] == f"/groups/signatures/{signature.pk}/"
    assert signature.body == "<p>#{agent.name}<br>#{customer.name}</p>"
    preview = pages.get(f"/groups/signatures/{signature.pk}/preview/")
    assert "<p>Chief<br>Erika Mustermann</p>" in preview.content.decode()
    assert "script-src" not in preview.headers["Content-Security-Policy"]
    assert preview.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_deleted_signature_leaves_its_groups(pages: Client, cast: Cast) -> None:
    signature = Signature.objects.create(name="Usual", body="x")
    Group.objects.update(signature=signature)
    assert "<li>Support</li>" in pages.get(f"/groups/signatures/{signature.pk}/remove/").content.decode()
    pages.post(f"/groups/signatures/{signature.pk}/remove/")
    cast.world.group.refresh_from_db()
    assert (Signature.objects.count(), cast.world.group.signature) == (0, None)


def test_person_without_an_agent_role_is_no_member(pages: Client, cast: Cast) -> None:
    answer = pages.post(
        f"/groups/{cast.world.group.pk}/members/", {"person": cast.world.customer.pk, "levels-new": ["full"]}
    )
    assert answer.status_code == 302
    assert not User.objects.get(pk=cast.world.customer.pk).access.exists()
    assert GroupAccess.objects.get().levels == [Level.FULL]
