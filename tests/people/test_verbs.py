"""What can be done to people, organisations, roles and groups, and what is refused."""

from __future__ import annotations

import threading

import pytest
from allauth.account.models import EmailAddress as SignInAddress
from django.db import connection
from django.utils import timezone

from postroom.models import Channel, EmailAddress, Group, GroupAccess, Level, Organisation, Role, User
from postroom.people.groups import change_group, consequences, create_group, deactivate_group
from postroom.people.levels import plain, set_levels_of_group
from postroom.people.organisations import OrganisationDraft, save_organisation
from postroom.people.refusals import AddressKnown, DomainTaken, LastAdministrator, NameTaken, OwnAddress, Refusal
from postroom.people.roles import RoleDraft, save_role
from postroom.people.users import activate, change_user, create_user, deactivate

pytestmark = pytest.mark.django_db


def administrator(email: str) -> User:
    role, _new = Role.objects.get_or_create(name="Administrator", is_administrator=True)
    return create_user([role], email=email)


def test_address_is_one_persons_whatever_its_case() -> None:
    create_user([], email="ben@x.example")
    with pytest.raises(AddressKnown):
        create_user([], email="BEN@x.example")
    other = create_user([], email="other@x.example")
    with pytest.raises(AddressKnown):
        change_user(other, [], email="Ben@X.example")
    change_user(other, [], email="OTHER@x.example", name="Other")
    other.refresh_from_db()
    assert (other.email, other.name) == ("OTHER@x.example", "Other")


def test_address_of_a_channel_is_no_persons() -> None:
    EmailAddress.objects.create(email="desk@x.example")
    with pytest.raises(OwnAddress):
        create_user([], email="Desk@x.example")


def test_new_address_closes_the_old_way_in_and_forgets_its_bounces() -> None:
    ben = create_user([], email="ben@x.example")
    SignInAddress.objects.create(user=ben, email="ben@x.example", primary=True)
    User.objects.filter(pk=ben.pk).update(undeliverable_since=timezone.now())
    ben.refresh_from_db()
    change_user(ben, [], email="benjamin@x.example")
    ben.refresh_from_db()
    assert (SignInAddress.objects.count(), ben.undeliverable_since) == (0, None)


def test_person_without_a_password_cannot_sign_in() -> None:
    assert create_user([], email="ben@x.example").has_usable_password() is False


def test_last_administrator_is_kept_by_every_verb_with_nothing_changed() -> None:
    chief, second = administrator("chief@x.example"), administrator("second@x.example")
    deactivate(second)
    role = Role.objects.get()
    with pytest.raises(LastAdministrator):
        deactivate(chief)
    with pytest.raises(LastAdministrator):
        change_user(chief, [], name="Renamed")
    with pytest.raises(LastAdministrator):
        save_role(RoleDraft("Administrator", is_administrator=True, active=False), {}, Role.objects.get())
    chief.refresh_from_db()
    role.refresh_from_db()
    assert (chief.active, chief.name, list(chief.roles.all()), role.active) == (True, "", [role], True)
    activate(second)
    deactivate(chief)
    assert list(User.objects.filter(active=True)) == [second]


def test_installation_without_an_administrator_is_not_held_up() -> None:
    ben = create_user([], email="ben@x.example")
    deactivate(ben)
    ben.refresh_from_db()
    assert ben.active is False


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_switch_each_other_off_in_the_same_moment() -> None:
    users = [administrator("one@x.example"), administrator("two@x.example")]
    refused: list[Refusal] = []
    together = threading.Barrier(2)

    def work(user: User) -> None:
        together.wait()
        try:
            deactivate(user)
        except LastAdministrator as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), User.objects.filter(active=True).count()) == (1, 1)


def test_domain_belongs_to_one_active_organisation() -> None:
    first = save_organisation(OrganisationDraft("A", ["A.example", "@b.example "]))
    assert first.domains == ["a.example", "b.example"]
    with pytest.raises(DomainTaken, match=r"b\.example"):
        save_organisation(OrganisationDraft("B", ["c.example", "b.example"]))
    with pytest.raises(NameTaken):
        save_organisation(OrganisationDraft("A"))
    save_organisation(OrganisationDraft("A", ["a.example", "b.example"], active=False), first)
    assert save_organisation(OrganisationDraft("B", ["b.example"])).domains == ["b.example"]
    assert Organisation.objects.count() == 2


def test_full_stands_for_all_levels_and_none_for_no_row() -> None:
    group, role, ben = create_group(name="G"), Role.objects.create(name="R"), create_user([], email="b@x.example")
    assert plain([Level.CHANGE, Level.FULL, Level.READ]) == ["full"]
    assert plain([Level.CHANGE, Level.READ, Level.READ]) == ["read", "change"]
    set_levels_of_group(group, {role.pk: [Level.READ]}, {ben.pk: []})
    assert [(row.role, row.user, row.levels) for row in GroupAccess.objects.all()] == [(role, None, ["read"])]


def test_new_group_is_open_to_the_only_agent_role_and_to_none_of_several() -> None:
    role = Role.objects.create(name="R", is_agent=True)
    assert [row.role for row in create_group(name="G").access.all()] == [role]
    Role.objects.create(name="S", is_agent=True)
    assert create_group(name="H").access.count() == 0


def test_group_keeps_its_name_for_itself_and_its_channels_when_switched_off() -> None:
    group = create_group(name="G")
    channel = Channel.objects.create(kind="mail", name="c", group=group)
    Channel.objects.create(kind="mail", name="off", group=group, active=False)
    with pytest.raises(NameTaken):
        change_group(create_group(name="H"), name="G")
    change_group(group, name="G", note="x")
    deactivate_group(group)
    group = Group.objects.get(pk=group.pk)
    assert (group.active, group.note, consequences(group).channels) == (False, "x", [channel])
