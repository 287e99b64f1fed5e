"""Deleting people with their personal data: nothing is left, nobody else is touched, no mail comes twice."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from postroom.drivers.base import RawMail
from postroom.intake.store import store
from postroom.models import (
    Article,
    Attachment,
    AuditEntry,
    Blob,
    Draft,
    Event,
    Follow,
    Inbound,
    Outbound,
    Removal,
    Role,
    SearchText,
    Ticket,
    User,
)
from postroom.people.addresses import add_address
from postroom.people.auditing import auditing, note_refused_sign_in
from postroom.people.importing.running import take_in
from postroom.people.refusals import LastAdministrator, RemovesOneself, UnderRemoval
from postroom.people.removing.asking import ask_to_remove, holdings_of
from postroom.people.removing.identity import identity_of
from postroom.people.removing.running import run_removal
from postroom.people.removing.scrubbing import scrub
from postroom.people.users import change_user, create_user
from postroom.search.index import index_waiting
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db

WORDS = ("zelda@quux.example", "zq@home.example", "Zelda Quux", "Quux, Zelda", "0171-2345678")
MAIL = {"from_": "Zelda Quux <Zelda@quux.example>", "subject": "Zelda Quux asks"}
BODY = "I am zelda Quux.\nCall me: 0171-2345678\n"


@pytest.fixture
def world() -> World:
    return make_world()


def chief() -> User:
    role = Role.objects.create(name="Administrator", is_administrator=True)
    return create_user([role], email="chief@desk.example", name="Chief")


def zelda() -> User:
    person = User.objects.create_user("zelda@quux.example", name="Zelda Quux", phone="0171-2345678")
    add_address(person, "zq@home.example")
    return person


def places(*words: str) -> set[tuple[str, str]]:
    """Return the tables and words of `words` that stand anywhere in the database, in text, mails and the index."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for word in words:
                cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text ILIKE %s', [f"%{word}%"])
                (count,) = cursor.fetchone()
                found |= {(table, word)} if count else set()
    for blob in Blob.objects.all():
        content = bytes(blob.content).decode("latin-1").lower()
        found |= {("content", word) for word in words if word.lower() in content}
    return found


def remove(by: User, person: User, *, keep_tickets: bool) -> None:
    removal = ask_to_remove(by, person, keep_tickets=keep_tickets)
    run_removal(removal.pk)
    removal_left = Removal.objects.filter(pk=removal.pk).first()
    assert removal_left is None, removal_left and removal_left.error


def written_about(world: World, person: User) -> tuple[Ticket, Ticket]:
    """Let the person write, be answered, be named in another's ticket, in drafts, notes, notices, audit and imports."""
    (own,) = arrive(world.channel, eml(**MAIL, body=BODY))
    (other,) = arrive(
        world.channel,
        eml(from_="Carl <carl@customer.example>", cc="Zelda Quux <zelda@quux.example>", body="For you"),
    )
    assert own.ticket is not None
    assert other.ticket is not None
    arrive(
        world.channel,
        eml(from_="zelda@quux.example", subject=f"[Ticket#{other.ticket.number}] me too", body="zq@home.example here"),
    )
    Follow.objects.create(user=person, ticket=other.ticket)
    Draft.objects.create(
        user=world.agent, ticket=own.ticket, kind="note", values={"body": "Zelda Quux"}, saved_at=timezone.now()
    )
    Event.objects.create(
        ticket=other.ticket, kind="changed", via="web", created_at=timezone.now(), reason="asked by zelda@quux.example"
    )
    Outbound.objects.create(message_id="1@x", recipients=["zelda@quux.example"], state="sent", body="Hello Zelda Quux")
    note_refused_sign_in("zelda@quux.example", "")
    with auditing(world.agent, "web"):
        change_user(person, [], note="likes tea")
    take_in(world.agent, "people.csv", b"email,name\nzelda@quux.example,Zelda Quux\n")
    index_waiting()
    return own.ticket, other.ticket


def test_person_and_tickets_are_gone_from_every_table_and_mail(world: World) -> None:
    person = zelda()
    own, other = written_about(world, person)
    assert len({table for table, _word in places(*WORDS)}) > 8
    remove(chief(), person, keep_tickets=False)
    assert places(*WORDS) == set()
    assert not User.objects.filter(pk=person.pk).exists()
    assert list(Ticket.objects.all()) == [other]
    assert SearchText.objects.filter(ticket=own.pk).count() == 0


def test_mail_of_somebody_deleted_is_not_imported_again(world: World) -> None:
    person = zelda()
    mail = RawMail(key="7:1", content=eml(**MAIL), size=100, received=None)
    store(world.channel, "INBOX", [mail])
    arrive(world.channel, eml(**MAIL))
    before = Inbound.objects.count()
    remove(chief(), person, keep_tickets=False)
    assert store(world.channel, "INBOX", [mail]) == []
    assert store(world.channel, "INBOX", [RawMail(key="7:9", content=mail.content, size=100, received=None)]) == []
    assert (Inbound.objects.count(), Ticket.objects.count()) == (before, 0)


def test_tickets_stay_without_saying_whose_they_were(world: World) -> None:
    person = zelda()
    own, other = written_about(world, person)
    remove(chief(), person, keep_tickets=True)
    assert places(*WORDS) == set()
    own.refresh_from_db()
    article = own.articles.get()
    stand_in = f"removed-{person.pk}@anonymous.invalid"
    assert (own.customer, own.title, article.from_header) == (person, "… asks", f"<{stand_in}>")
    assert article.body_text.splitlines() == ["I am ….", "Call me: …"]
    person.refresh_from_db()
    assert (person.email, person.name, person.active) == (stand_in, f"Removed person {person.pk}", False)
    assert (person.phone, person.note, person.further_addresses.count()) == ("", "", 0)
    words = SearchText.objects.filter(ticket=own).values_list("document", flat=True)
    assert (len(words), [word for word in words if "zelda" in str(word) or "quux" in str(word)]) == (1, [])
    assert other.articles.count() == 2


def test_others_keep_what_is_theirs(world: World) -> None:
    person = zelda()
    User.objects.create_user("mezelda@quux.example", name="Zelda Quux")
    (row,) = arrive(
        world.channel, eml(from_="Zelda Quux <mezelda@quux.example>", subject="mine", body="zelda@quux.example.org")
    )
    arrive(world.channel, eml(**MAIL, body="x"))
    remove(chief(), person, keep_tickets=False)
    ticket = Ticket.objects.get()
    article = ticket.articles.get()
    assert (ticket, ticket.customer.name, article.from_header) == (
        row.ticket, "Zelda Quux", "Zelda Quux <mezelda@quux.example>",
    )  # fmt: skip
    assert article.body_text.strip() == "zelda@quux.example.org"


def test_file_that_two_have_stays_with_the_other(world: World) -> None:
    person = zelda()
    arrive(world.channel, eml(**MAIL), eml(from_="carl@customer.example"))
    same, own = Blob.objects.keep([b"the same", b"only zelda's"])
    for article in Article.objects.all():
        Attachment.objects.create(article=article, filename="f", content_type="text/plain", size=8, blob_id=same)
    article = Article.objects.get(ticket__customer=person)
    Attachment.objects.create(article=article, filename="g", content_type="text/plain", size=8, blob_id=own)
    remove(chief(), person, keep_tickets=False)
    assert set(Blob.objects.filter(pk__in=(same, own)).values_list("pk", flat=True)) == {same}
    assert Attachment.objects.count() == 1


def test_run_that_was_cut_off_anywhere_can_be_run_again(world: World) -> None:
    person = zelda()
    written_about(world, person)
    removal = ask_to_remove(chief(), person, keep_tickets=True)
    scrub(Article, person, identity_of(person))
    run_removal(removal.pk)
    assert places(*WORDS) == set()
    run_removal(removal.pk)


def test_audit_log_says_that_and_by_whom_and_not_who(world: World) -> None:
    person, by = zelda(), chief()
    with auditing(by, "web", "192.0.2.7"):
        removal = ask_to_remove(by, person, keep_tickets=False, ip="192.0.2.7")
    run_removal(removal.pk)
    entry = AuditEntry.objects.get(kind="deleted")
    assert (entry.actor, entry.subject, entry.label, entry.ip, entry.changes) == (
        by, "user", f"#{person.pk}", "192.0.2.7", {},
    )  # fmt: skip
    assert {row.label for row in AuditEntry.objects.all()} == {f"#{person.pk}"}


def test_waiting_mail_to_them_does_not_leave(world: World) -> None:
    person = zelda()
    (row,) = arrive(world.channel, eml(**MAIL))
    Outbound.objects.create(
        article=row.article, email_address=world.address, message_id="2@x", recipients=["zelda@quux.example"]
    )
    remove(chief(), person, keep_tickets=True)
    assert Outbound.objects.get(message_id="2@x").state == "cancelled"


def test_oneself_and_the_last_administrator_stay(world: World) -> None:
    by = chief()
    with pytest.raises(RemovesOneself):
        ask_to_remove(by, by, keep_tickets=False)
    with pytest.raises(LastAdministrator):
        ask_to_remove(world.agent, by, keep_tickets=False)
    by.refresh_from_db()
    assert (by.active, Removal.objects.count(), AuditEntry.objects.count()) == (True, 0, 0)
    person = zelda()
    ask_to_remove(by, person, keep_tickets=True)
    with pytest.raises(UnderRemoval):
        ask_to_remove(by, person, keep_tickets=False)


def test_agent_leaves_and_the_answers_stay(world: World) -> None:
    (row,) = arrive(world.channel, eml())
    assert row.ticket is not None
    Ticket.objects.update(owner=world.agent)
    Article.objects.create(
        ticket=row.ticket,
        kind="email",
        sender="agent",
        from_header="Anna Agent via Desk <support@desk.example>",
        body_text="Regards, Anna Agent",
        created_by=world.agent,
        created_at=timezone.now(),
    )
    remove(chief(), world.agent, keep_tickets=False)
    ticket = Ticket.objects.get()
    answer = ticket.articles.get(sender="agent")
    assert (ticket.owner, answer.from_header, answer.body_text) == (
        None, "… via Desk <support@desk.example>", "Regards, …",
    )  # fmt: skip
    assert places("anna agent", "anna@desk.example") == set()


def test_what_is_there_is_counted(world: World) -> None:
    person = zelda()
    written_about(world, person)
    there = holdings_of(person)
    assert (there.tickets, there.open_tickets, there.messages, there.written_elsewhere) == (1, 1, 1, 1)
