"""Taking back that two people became one."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress as SignInAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from postroom.jobs.housekeeping.rows import forget_old_merges
from postroom.models import (
    Absence,
    Article,
    AuditEntry,
    DifferentPeople,
    Draft,
    Event,
    Follow,
    FurtherAddress,
    Group,
    GroupAccess,
    Mention,
    MergedPerson,
    Organisation,
    Removal,
    Role,
    StoredOverview,
    Ticket,
    Trigger,
    User,
)
from postroom.people.addresses import add_address
from postroom.people.auditing import auditing
from postroom.people.merging.merge import merge_people
from postroom.people.merging.undo import KEPT_FOR, undo_merge, undoable_merges
from postroom.people.refusals import (
    AddressInUse,
    AddressKnown,
    LastAdministrator,
    MergedSince,
    MergeOver,
    MergesOneself,
    UnderRemoval,
)
from postroom.people.removing.asking import ask_to_remove
from postroom.people.removing.running import run_removal
from postroom.people.users import change_user, create_user
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def chief() -> User:
    role, _new = Role.objects.get_or_create(name="Administrator", is_administrator=True)
    return create_user([role], email="chief@desk.example", name="Chief")


def person(email: str, **values: Any) -> User:
    return User.objects.create_user(email, **values)


def undo(by: User) -> User:
    return undo_merge(by, MergedPerson.objects.latest("pk").pk).other


def row_of(pk: int) -> dict[str, Any]:
    return dict(User.objects.filter(pk=pk).values().get())


def test_person_is_as_they_were_with_sign_in_roles_and_addresses(world: World) -> None:
    by, role, acme = chief(), Role.objects.create(name="Second"), Organisation.objects.create(name="Acme")
    kept = person("a@x.example", name="A", note="first")
    other = create_user([role], email="b@x.example", name="Bea", password="correct horse battery", organisation=acme)
    User.objects.filter(pk=other.pk).update(note="second", undeliverable_since=timezone.now(), theme="dark")
    SignInAddress.objects.create(user=other, email="b@x.example", primary=True)
    Authenticator.objects.create(user=other, type=Authenticator.Type.TOTP, data={"secret": "s"})
    add_address(other, "bea@home.example")
    before = [row_of(kept.pk), row_of(other.pk)]
    merge_people(by, kept.pk, other.pk, {"email", "name"})
    assert undo(by).pk == other.pk
    assert [row_of(kept.pk), row_of(other.pk)] == before
    again = User.objects.get(pk=other.pk)
    assert (again.check_password("correct horse battery"), list(again.roles.all())) == (True, [role])
    assert SignInAddress.objects.get().user == Authenticator.objects.get().user == again
    assert list(FurtherAddress.objects.values_list("user", "email")) == [(other.pk, "bea@home.example")]
    assert MergedPerson.objects.count() == 0


def test_what_moved_goes_back_and_what_came_since_stays(world: World) -> None:
    by, acme = chief(), Organisation.objects.create(name="Acme")
    other = person("carl@home.example", name="Carl C.", organisation=acme)
    first, _ = arrive(
        world.channel,
        eml(subject="one", from_="carl@home.example"),
        eml(subject="two", from_="carl@customer.example"),
    )
    merge_people(by, world.customer.pk, other.pk)
    arrive(world.channel, eml(subject="three", from_="carl@home.example"))
    assert undo_merge(by, MergedPerson.objects.get().pk).tickets == 1
    kept = world.customer
    assert {t.title: t.customer for t in Ticket.objects.all()} == {"one": other, "two": kept, "three": kept}
    assert Ticket.objects.get(title="one").organisation == acme
    wrote = dict(Article.objects.values_list("ticket__title", "created_by"))
    assert wrote == {"one": other.pk, "two": kept.pk, "three": kept.pk}
    event = Event.objects.filter(ticket=first.ticket).latest("pk")
    assert (event.reason, event.actor, event.search_pending) == (
        "Carl C. and Carl Customer are two people again.",
        by,
        True,
    )
    (row,) = arrive(world.channel, eml(subject="four", from_="carl@home.example"))
    assert (row.ticket and row.ticket.customer) == other


def test_what_both_had_both_have_again(world: World) -> None:
    by, kept, other, third = chief(), person("a@x.example"), person("b@x.example"), person("c@x.example")
    (row,) = arrive(world.channel, eml())
    article = Article.objects.get()
    assert row.ticket is not None
    group, role = Group.objects.create(name="Second"), Role.objects.create(name="R")
    for user, level in ((kept, "read"), (other, "change")):
        Follow.objects.create(user=user, ticket=row.ticket)
        Mention.objects.create(user=user, ticket=row.ticket, article=article, created_at=timezone.now())
        GroupAccess.objects.create(group=group, user=user, levels=[level])
        user.roles.add(role)
    Draft.objects.create(user=other, kind="new", saved_at=timezone.now())
    day = datetime.date(2026, 1, 1)
    Absence.objects.create(user=kept, substitute=other, first_day=day, last_day=day)
    Absence.objects.create(user=third, substitute=other, first_day=day, last_day=day)
    DifferentPeople.objects.create(first=kept, second=other, likenesses=["name"], created_at=timezone.now())
    tables = (Follow, Mention, Draft, GroupAccess, Absence, DifferentPeople, User.roles.through)
    before = [list(table._base_manager.order_by("pk").values()) for table in tables]
    merge_people(by, kept.pk, other.pk)
    assert before != [list(table._base_manager.order_by("pk").values()) for table in tables]
    undo(by)
    assert before == [list(table._base_manager.order_by("pk").values()) for table in tables]


def test_rules_and_history_name_who_they_named_unless_changed_since(world: World) -> None:
    (row,) = arrive(world.channel, eml())
    assert row.ticket is not None
    by, kept, other = chief(), person("a@x.example"), person("b@x.example")
    owner = {"all": [{"field": "ticket.owner", "op": "is", "value": [str(other.pk), str(kept.pk), "me"]}]}
    StoredOverview.objects.create(name="O", conditions=owner)
    Trigger.objects.create(name="T", conditions={"all": []}, actions=[{"action": "change", "owner": other.pk}])
    Trigger.objects.create(name="U", conditions={"all": []}, actions=[{"action": "change", "owner": other.pk}])
    changes = {"owner": [kept.pk, other.pk], "title": ["a", "b"]}
    Event.objects.create(ticket=row.ticket, kind="changed", via="web", changes=changes, created_at=timezone.now())
    merge_people(by, kept.pk, other.pk)
    assert Event.objects.get(changes__has_key="owner").changes["owner"] == [kept.pk, kept.pk]
    Trigger.objects.filter(name="U").update(actions=[{"action": "change", "owner": kept.pk, "state": "open"}])
    undo(by)
    assert StoredOverview.objects.get().conditions == owner
    assert Trigger.objects.get(name="T").actions[0]["owner"] == other.pk
    assert Trigger.objects.get(name="U").actions[0]["owner"] == kept.pk
    assert Event.objects.get(changes__has_key="owner").changes == changes


def test_what_somebody_changed_since_is_theirs_and_what_is_gone_stays_gone(world: World) -> None:
    by, acme = chief(), Organisation.objects.create(name="Acme")
    kept = person("a@x.example", name="A")
    other = person("b@x.example", name="B", organisation=acme)
    (row,) = arrive(world.channel, eml(from_="b@x.example"))
    assert row.ticket is not None
    for user in (kept, other):
        Follow.objects.create(user=user, ticket=row.ticket)
    merge_people(by, kept.pk, other.pk, {"name"})
    change_user(User.objects.get(pk=kept.pk), [], name="Anton")
    row.ticket.delete()
    acme.delete()
    undo(by)
    assert [(u.name, u.organisation) for u in User.objects.filter(pk__in=(kept.pk, other.pk)).order_by("pk")] == [
        ("Anton", None),
        ("B", None),
    ]
    assert Follow.objects.count() == 0


def test_last_merge_is_taken_back_first_also_where_the_kept_one_was_merged_on(world: World) -> None:
    by, a, b, c = chief(), person("a@x.example"), person("b@x.example"), person("c@x.example")
    merge_people(by, b.pk, a.pk)
    first = MergedPerson.objects.get()
    merge_people(by, c.pk, b.pk)
    assert list(undoable_merges(c)) == [MergedPerson.objects.latest("pk"), first]
    with pytest.raises(MergedSince):
        undo_merge(by, first.pk)
    undo(by)
    assert list(undoable_merges(c)) == []
    assert undo_merge(by, first.pk).kept == b
    assert set(User.objects.filter(email__endswith="@x.example")) == {a, b, c}
    assert FurtherAddress.objects.count() == 0


def test_undoing_that_would_lose_something_is_refused_with_nothing_changed(world: World) -> None:
    by, kept, other = chief(), person("a@x.example"), person("b@x.example")
    merge_people(by, kept.pk, other.pk)
    with pytest.raises(MergesOneself):
        undo(kept)
    removal = Removal.objects.create(person=kept, keep_tickets=True)
    with pytest.raises(UnderRemoval):
        undo(by)
    removal.delete()
    FurtherAddress.objects.all().delete()
    somebody = person("B@x.example")
    with pytest.raises(AddressKnown):
        undo(by)
    somebody.delete()
    change_user(User.objects.get(pk=kept.pk), [], email="b@x.example")
    with pytest.raises(AddressInUse):
        undo(by)
    change_user(User.objects.get(pk=kept.pk), [], email="a@x.example")
    assert User.objects.filter(email__endswith="@x.example").get() == kept
    with pytest.raises(MergedPerson.DoesNotExist):
        undo_merge(by, 0)
    assert undo(by).email == "b@x.example"


def test_administrators_do_not_end_with_an_undo(world: World) -> None:
    role = Role.objects.create(name="Administrator", is_administrator=True)
    kept, other = person("a@x.example"), create_user([role], email="b@x.example")
    User.objects.filter(pk=other.pk).update(active=False)
    by = chief()
    merge_people(by, kept.pk, other.pk)
    by.roles.clear()
    with pytest.raises(LastAdministrator):
        undo(by)
    assert list(User.objects.get(pk=kept.pk).roles.all()) == [role]


def test_after_its_time_a_merge_cannot_be_taken_back_and_its_record_goes(world: World) -> None:
    by, kept, other = chief(), person("a@x.example", name="A"), person("b@x.example", name="B")
    merge_people(by, kept.pk, other.pk)
    assert forget_old_merges() == 0
    MergedPerson.objects.update(created_at=timezone.now() - KEPT_FOR)
    assert list(undoable_merges(kept)) == []
    with pytest.raises(MergeOver):
        undo(by)
    assert (forget_old_merges(), forget_old_merges()) == (1, 0)
    merged = MergedPerson.objects.get()
    assert (bool(merged.record), merged.former, merged.names) == (False, other.pk, ["B"])


@pytest.mark.parametrize("keep_tickets", [True, False])
def test_nothing_remains_of_who_was_merged_into_somebody_who_is_deleted(world: World, keep_tickets: bool) -> None:
    by, other = chief(), person("b@x.example", name="Bea Beispiel", phone="0123 456789")
    arrive(
        world.channel,
        eml(subject="From Bea Beispiel", from_="b@x.example"),
        eml(subject="Two", from_="third@x.example"),
    )
    with auditing(by, "web"):
        merge_people(by, world.customer.pk, other.pk)
    kept = User.objects.get(pk=world.customer.pk)
    run_removal(ask_to_remove(by, kept, keep_tickets=keep_tickets).pk)
    assert (Removal.objects.count(), MergedPerson.objects.count()) == (0, 0)
    log = AuditEntry.objects.filter(subject="user", subject_id=str(other.pk)).values_list("label", flat=True)
    assert set(log) == {f"#{other.pk}"}
    texts = [*Ticket.objects.values_list("title", flat=True), *Event.objects.values_list("reason", flat=True)]
    texts += [str(entry) for entry in AuditEntry.objects.values()] + [str(made) for made in Event.objects.values()]
    assert [text for text in texts if "Beispiel" in text or "b@x.example" in text] == []


def test_audit_log_tells_of_the_merge_and_of_taking_it_back(world: World) -> None:
    by, kept, other = chief(), person("a@x.example"), person("b@x.example", name="Bea")
    with auditing(by, "web"):
        merge_people(by, kept.pk, other.pk)
        undo(by)
    told = AuditEntry.objects.filter(subject="mergedperson").order_by("pk")
    assert [(entry.kind, entry.changes["kept_id"], entry.actor) for entry in told] == [
        ("created", [None, kept.pk], by),
        ("deleted", [kept.pk, None], by),
    ]
    assert all("record" not in entry.changes and "names" not in entry.changes for entry in told)
    back = AuditEntry.objects.get(subject="user", kind="created")
    assert (back.label, back.changes["password"]) == ("Bea", None)
