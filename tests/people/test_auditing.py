"""What the audit log says, and that no table of the installation is left out."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from postroom.configuration import configure
from postroom.models import AuditEntry, Channel, Group, GroupAccess, Level, Role, Trigger, User
from postroom.models.fields import SecretField
from postroom.people.auditing import auditing, forget_old_entries, note_refused_sign_in, note_sign_in
from postroom.people.levels import set_levels_of_group

pytestmark = pytest.mark.django_db

OF_TICKETS_AND_MACHINES = {
    "absence",
    "article",
    "attachment",
    "auditentry",
    "blob",
    "channeldraft",
    "channelhealth",
    "consentrequest",
    "draft",
    "draftfile",
    "event",
    "filetext",
    "foldermark",
    "follow",
    "formeraccount",
    "housekeeping",
    "inbound",
    "listchoice",
    "logo",  # which one it is stands in the settings, and they are audited
    "mention",
    "notice",
    "notification",
    "notificationchoice",
    "oauthaccesstoken",
    "outbound",
    "outsidereference",
    "presence",
    "probe",
    "probeline",
    "removal",
    "searchtext",
    "session",
    "sighting",
    "subscription",
    "ticket",
    "ticketlink",
    "undoable",
    "userimport",
    "webhookcall",
}
"""Tables whose rows are work, the choice of one person for themselves, or made by machines; all others are audited."""


def watched() -> dict[str, str]:
    """Return the definition of the audit trigger of every table that has one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substr(relname, 10), pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger "
            "JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname = 'postroom_audit'"
        )
        return dict(cursor.fetchall())


def chief() -> User:
    return User.objects.create_user("chief@desk.example", name="Chief")


def newest() -> tuple[Any, ...]:
    entry = AuditEntry.objects.latest("pk")
    return entry.actor_name, entry.ip, entry.kind, entry.subject, entry.label, entry.changes


def test_every_table_is_either_watched_or_none_of_the_installation() -> None:
    models = apps.get_app_config("postroom").get_models(include_auto_created=True)
    tables = {model._meta.db_table.removeprefix("postroom_") for model in models}
    assert set(watched()) == tables - OF_TICKETS_AND_MACHINES


def test_no_secret_column_is_ever_read() -> None:
    definitions = watched()
    for model in apps.get_app_config("postroom").get_models():
        table = model._meta.db_table.removeprefix("postroom_")
        for field in model._meta.get_fields():
            if table in definitions and (isinstance(field, SecretField) or field.name == "password"):
                assert field.name in definitions[table].rpartition("', '")[2], f"{table}.{field.name}"


def test_change_stands_with_before_and_after_and_who_made_it_from_where() -> None:
    group = Group.objects.create(name="Support")
    person = chief()
    with auditing(person, "web", "192.0.2.7"):
        Group.objects.filter(pk=group.pk).update(name="Help", active=False)
    changes = {"name": ["Support", "Help"], "active": [True, False]}
    assert newest() == ("Chief", "192.0.2.7", "changed", "group", "Help", changes)
    assert AuditEntry.objects.get().actor == person


def test_creating_and_deleting_stand_there_too() -> None:
    with auditing(chief(), "command"):
        trigger = Trigger.objects.create(name="Greet")
        trigger.delete()
    made, gone = AuditEntry.objects.order_by("pk")
    assert (made.kind, made.label, made.changes["name"], made.via, made.ip) == (
        "created", "Greet", [None, "Greet"], "command", None,
    )  # fmt: skip
    assert (gone.kind, gone.changes["name"]) == ("deleted", ["Greet", None])


def test_secrets_are_said_to_have_changed_and_nothing_more() -> None:
    person = chief()
    group = Group.objects.create(name="Support")
    with auditing(person, "web", "192.0.2.7"):
        channel = Channel.objects.create(kind="mail", name="a@b.example", group=group, inbound_secret="hunter2")
        Channel.objects.filter(pk=channel.pk).update(polled_at=timezone.now())
        person.set_password("correct horse battery")
        person.save(update_fields=["password"])
    made, password = AuditEntry.objects.order_by("pk")
    assert made.changes["inbound_secret"] is None
    assert password.changes == {"password": None}


def test_nothing_is_written_where_nobody_is_at_work_or_nothing_changed() -> None:
    group = Group.objects.create(name="Support")
    with auditing(chief(), "web"):
        Group.objects.filter(pk=group.pk).update(name="Support")
    group.delete()
    assert AuditEntry.objects.count() == 0


def test_change_that_is_rolled_back_is_not_said_to_have_happened() -> None:
    with auditing(chief(), "web"), connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        Group.objects.create(name="Never")
        cursor.execute("ROLLBACK TO SAVEPOINT before")
    assert AuditEntry.objects.count() == 0


def test_saving_permissions_anew_says_only_what_differs() -> None:
    group, first, second = Group.objects.create(name="G"), Role.objects.create(name="1"), Role.objects.create(name="2")
    set_levels_of_group(group, {first.pk: [Level.READ], second.pk: [Level.READ]}, {})
    with auditing(chief(), "web"):
        set_levels_of_group(group, {first.pk: [Level.READ], second.pk: [Level.FULL]}, {})
    changes = {"levels": [["read"], ["full"]], "group_id": [group.pk] * 2, "role_id": [second.pk] * 2}
    assert newest()[2:] == ("changed", "groupaccess", "", changes)
    assert AuditEntry.objects.count() == 1
    assert dict(GroupAccess.objects.values_list("role", "levels")) == {first.pk: ["read"], second.pk: ["full"]}


def test_settings_say_what_they_were_only_if_they_differ() -> None:
    with auditing(chief(), "web"):
        configure(undo_seconds=10, retry_hours=24)
    assert newest()[2:] == ("created", "setting", "retry_hours", {"key": [None, "retry_hours"], "value": [None, 24]})
    assert AuditEntry.objects.count() == 1


def test_sign_ins_and_refused_ones_stand_there() -> None:
    person = chief()
    note_sign_in(person, "2001:db8::1")
    assert newest() == ("Chief", "2001:db8::1", "signed_in", "", "", {})
    note_refused_sign_in("nobody@x.example", "unix:")
    assert newest() == ("nobody@x.example", None, "refused", "", "", {})
    note_refused_sign_in("CHIEF@desk.example", "192.0.2.7")
    assert AuditEntry.objects.latest("pk").actor == person


def test_old_entries_are_forgotten_after_the_time_in_the_settings() -> None:
    for days in (10, 40):
        AuditEntry.objects.create(at=timezone.now() - datetime.timedelta(days=days), via="web", kind="signed_in")
    configure(audit_days=0)
    forget_old_entries()
    assert AuditEntry.objects.count() == 2
    configure(audit_days=30)
    forget_old_entries()
    assert AuditEntry.objects.count() == 1
