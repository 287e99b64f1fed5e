"""Signed and encrypted mail on its way in. Keys are made for the run, by OpenSSL's and GnuPG's own rules."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from postroom.configuration import configure
from postroom.intake.reconsidering import open_waiting
from postroom.intake.rereading import NotReadable, read_again
from postroom.keys.verbs import add_keys
from postroom.mail.crypto import pgp, smime
from postroom.mail.crypto.values import PgpKey, SmimeKey
from postroom.models import Article, Event, Filter, Group, Inbound, MailKey, Outbound, Priority, Ticket
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.locking import locked
from postroom.tickets.noting import note
from tests.keys.made import Authority, pgp_pair, root, whole
from tests.mail.crypto.authority import NOW
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db(transaction=True)
ENTITY = (
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThe secret is 42.\r\n'
    b"--b\r\nContent-Type: application/pdf; name=plan.pdf\r\nContent-Disposition: attachment; filename=plan.pdf\r\n\r\n"
    b"%PDF\r\n--b--\r\n"
)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(scope="module")
def authority() -> Authority:
    return root()


@pytest.fixture(scope="module")
def carl(authority: Authority) -> SmimeKey:
    return authority.issue("carl@customer.example")


@pytest.fixture(scope="module")
def desk(authority: Authority) -> SmimeKey:
    return authority.issue("support@desk.example")


@pytest.fixture(scope="module")
def desk_pgp() -> tuple[bytes, bytes]:
    return pgp_pair("Desk <support@desk.example>")


def mail(entity: bytes, subject: bytes = b"Plan") -> bytes:
    head = b"From: Carl <carl@customer.example>\r\nTo: support@desk.example\r\nMessage-ID: <p@customer.example>\r\n"
    return head + b"Subject: " + subject + b"\r\nMIME-Version: 1.0\r\n" + entity


def article_of(world: World, raw: bytes) -> Article:
    (row,) = arrive(world.channel, raw, received=NOW)
    assert row.article is not None
    assert bytes(row.raw.content) == raw
    return Article.objects.get(pk=row.article.pk)


def seen(article: Article) -> tuple[str, list[str]]:
    return article.body_text.strip(), [file.filename for file in article.attachments.all()]


def test_signature_of_the_sender_by_a_trusted_authority_is_valid(
    world: World, authority: Authority, carl: SmimeKey
) -> None:
    add_keys(authority.pem)
    article = article_of(world, mail(smime.sign(ENTITY, carl)))
    assert seen(article) == ("The secret is 42.", ["plan.pdf"])
    assert [article.security[name] for name in ("signed", "signature_valid", "signature", "signers", "problem")] == [
        "smime",
        True,
        "good",
        ["carl@customer.example"],
        "",
    ]


def test_altered_mail_never_reads_as_good(world: World, authority: Authority, carl: SmimeKey) -> None:
    add_keys(authority.pem)
    article = article_of(world, mail(smime.sign(ENTITY, carl).replace(b"42", b"43")))
    assert (article.security["signature_valid"], article.security["signature"]) == (False, "altered")


def test_signature_without_trust_is_unchecked_until_the_authority_is_added(
    world: World, authority: Authority, carl: SmimeKey
) -> None:
    article = article_of(world, mail(smime.sign(ENTITY, carl)))
    assert (article.security["signature_valid"], article.security["signature"]) == (None, "unchecked")
    add_keys(authority.pem)
    with acting(world.agent, "test") as act:
        assert read_again(act, locked(article.ticket_id), article) is True
    article.refresh_from_db()
    assert article.security["signature_valid"] is True


def test_encrypted_mail_is_shown_decrypted_and_kept_as_it_came(world: World, desk: SmimeKey) -> None:
    add_keys(whole(desk))
    article = article_of(world, mail(smime.encrypt(ENTITY, desk.certificate)))
    assert seen(article) == ("The secret is 42.", ["plan.pdf"])
    assert article.raw is not None
    assert (
        article.security["encrypted"],
        article.security["problem"],
        b"The secret" in bytes(article.raw.content),
    ) == (
        "smime",
        "",
        False,
    )


def test_mail_without_its_key_says_so_and_is_opened_once_the_key_is_there(world: World, desk: SmimeKey) -> None:
    protected = b"Content-Type: text/plain\r\nSubject: The true subject\r\n\r\nThe secret is 42.\r\n"
    article = article_of(world, mail(smime.encrypt(protected, desk.certificate), b"..."))
    assert (article.security["problem"], seen(article)) == ("no-key", ("", ["smime.p7m"]))
    add_keys(whole(desk))
    with acting(world.agent, "test") as act:
        assert read_again(act, locked(article.ticket_id), article) is True
    article.refresh_from_db()
    assert (article.security["problem"], seen(article)) == ("", ("The secret is 42.", []))
    assert (article.subject, Ticket.objects.get().title) == ("The true subject", "The true subject")
    assert Event.objects.order_by("-pk")[0].changes["security"][0]["problem"] == "no-key"
    with acting(world.agent, "test") as act:
        assert read_again(act, locked(article.ticket_id), article) is False


def test_note_cannot_be_read_again(world: World) -> None:
    arrive(world.channel, eml())
    with acting(world.agent, "test") as act:
        ticket = locked(Ticket.objects.get().pk)
        note(act, ticket, "<p>x</p>")
        act.new.flush()
        with pytest.raises(NotReadable):
            read_again(act, ticket, Article.objects.order_by("-pk")[0])


def test_pgp_mail_is_decrypted_and_its_signature_checked(world: World, desk_pgp: tuple[bytes, bytes]) -> None:
    public, secret = pgp_pair("Carl <carl@customer.example>")
    add_keys(desk_pgp[1], "open sesame")
    add_keys(public)
    entity = pgp.encrypt(ENTITY, desk_pgp[0], ("support@desk.example",), PgpKey(secret, "open sesame"))
    article = article_of(world, mail(entity))
    assert seen(article) == ("The secret is 42.", ["plan.pdf"])
    assert [article.security[name] for name in ("encrypted", "signed", "signature_valid")] == ["pgp", "pgp", True]


def test_key_of_another_installation_does_not_stop_the_mail(world: World, desk: SmimeKey) -> None:
    add_keys(whole(desk))
    MailKey.objects.update(name="damaged")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE postroom_mailkey SET private = 'gAAAAAnot-ours'")
    article = article_of(world, mail(smime.encrypt(ENTITY, desk.certificate)))
    assert article.security["problem"] == "no-key"


def test_ordinary_mail_never_asks_for_keys(world: World) -> None:
    with CaptureQueriesContext(connection) as caught:
        arrive(world.channel, eml(body="nothing special"), eml(message_id="<2@x.example>"))
    assert [query["sql"] for query in caught if "mailkey" in query["sql"]] == []


@pytest.mark.parametrize(("trusted", "marked"), [(["mx.desk.example"], True), ([], False)])
def test_forged_sender_is_marked_where_a_trusted_server_says_so(world: World, trusted: list[str], marked: bool) -> None:
    configure(trusted_authserv_ids=trusted)
    article = article_of(world, b"Authentication-Results: mx.desk.example; dmarc=fail\r\n" + eml())
    forged = [defect for defect in article.defects if defect.startswith("The sender may be forged")]
    assert (article.security["dmarc"], len(forged)) == (("fail", 1) if marked else (None, 0))


def test_pgp_mail_that_exchange_rewrote_is_opened(world: World, desk_pgp: tuple[bytes, bytes]) -> None:
    add_keys(desk_pgp[1], "open sesame")
    entity = pgp.encrypt(ENTITY, desk_pgp[0], ("support@desk.example",))
    parts = entity.split(b"--=_")
    boundary = parts[1].splitlines()[0]
    empty = b"--=_" + boundary + b"\r\nContent-Type: text/plain\r\n\r\n\r\n"
    rewritten = entity.replace(b'multipart/encrypted; protocol="application/pgp-encrypted"', b"multipart/mixed", 1)
    article = article_of(world, mail(rewritten.replace(b"--=_" + boundary, empty + b"--=_" + boundary, 1)))
    assert (article.security["encrypted"], seen(article)) == ("pgp", ("The secret is 42.", ["plan.pdf"]))


def waiting_for(key: SmimeKey, inside: bytes) -> bytes:
    return mail(smime.encrypt(b"Content-Type: text/plain\r\n" + inside, key.certificate), b"...")


def test_mails_that_waited_for_a_key_are_opened_and_the_rules_asked_once_more(world: World, desk: SmimeKey) -> None:
    sales = Group.objects.create(name="Sales")
    condition = {"all": [{"field": "mail.body", "op": "contains", "value": "offer"}]}
    Filter.objects.create(
        name="Sales", active=True, conditions=condition, for_new={"group": sales.pk, "priority": 3, "tags": ["offer"]}
    )
    article = article_of(world, waiting_for(desk, b"Subject: Chairs\r\n\r\nAn offer, please.\r\n"))
    arrive(world.channel, eml(message_id="<other@customer.example>"))
    before = Outbound.objects.count()
    assert open_waiting(world.agent.pk) == 0
    add_keys(whole(desk))
    assert [open_waiting(world.agent.pk), open_waiting(world.agent.pk)] == [1, 0]
    ticket = Ticket.objects.get(articles=article)
    assert (ticket.title, ticket.group, ticket.priority, ticket.tags) == ("Chairs", sales, 3, ["offer"])
    assert (Ticket.objects.count(), Article.objects.count(), Outbound.objects.count()) == (2, 2, before)
    trace = Inbound.objects.get(article=article).trace
    assert (trace[0]["rule"], [line["rule"] for line in trace if line["hit"]][-1]) == ("read_again", "filter: Sales")


def test_what_somebody_changed_meanwhile_is_kept(world: World, desk: SmimeKey) -> None:
    condition = {"all": [{"field": "mail.body", "op": "contains", "value": "offer"}]}
    Filter.objects.create(name="Low", active=True, conditions=condition, for_new={"priority": 1, "state": "closed"})
    article = article_of(world, waiting_for(desk, b"Subject: Chairs\r\n\r\nAn offer, please.\r\n"))
    with acting(world.agent, "test") as act:
        change(act, locked(article.ticket_id), priority=Priority.HIGH, state="open")
    add_keys(whole(desk))
    assert open_waiting(world.agent.pk) == 1
    ticket = Ticket.objects.get(articles=article)
    assert (ticket.priority, ticket.state) == (Priority.HIGH, "open")


def test_answer_whose_ticket_stood_inside_joins_it(world: World, desk: SmimeKey) -> None:
    arrive(world.channel, eml(message_id="<first@customer.example>"))
    first = Ticket.objects.get()
    article = article_of(world, waiting_for(desk, b"Subject: Re: [Ticket#%s]\r\n\r\nYes.\r\n" % first.number.encode()))
    assert article.ticket_id != first.pk
    add_keys(whole(desk))
    assert open_waiting(world.agent.pk) == 1
    article.refresh_from_db()
    assert (article.ticket_id, Ticket.objects.get(pk=first.pk).article_count, Article.objects.count()) == (
        first.pk,
        2,
        2,
    )
