"""Signing and encrypting what leaves, read back by OpenSSL and GnuPG."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from postroom.delivery.build import build
from postroom.delivery.deliver import deliver
from postroom.delivery.protect import Unprotectable
from postroom.keys.verbs import add_keys
from postroom.mail.crypto.opener import open_mail
from postroom.mail.crypto.values import Keys, PgpKey, SignatureState, SmimeKey, SmimeTrust
from postroom.mail.message import parse
from postroom.mail.values import Address
from postroom.models import Group, Outbound, OutboundState, Ticket
from postroom.models.groups import Encryption
from postroom.tickets.act import acting
from postroom.tickets.drafts import FileDraft
from postroom.tickets.locking import locked
from postroom.tickets.replying import MailDraft, reply
from tests.keys.made import Authority, pgp_pair, root, whole
from tests.servers.smtp import MailServer
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db(transaction=True)


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


def answer(world: World, **wishes: Any) -> Outbound:
    arrive(world.channel, eml())
    with acting(world.agent, "test") as act:
        outbound = reply(
            act,
            locked(Ticket.objects.get().pk),
            MailDraft(
                to=(Address("Carl", "carl@customer.example"),),
                subject="RE: Plan",
                text="The secret is 42.",
                files=(FileDraft("plan.pdf", "application/pdf", b"%PDF"),),
                **wishes,
            ),
        )
    return Outbound.objects.select_related("article__ticket", "email_address").get(pk=outbound.pk)


def connect(world: World, mail_server: MailServer) -> None:
    world.channel.outbound = {
        "protocol": "smtp",
        "host": mail_server.host,
        "port": mail_server.port,
        "security": "none",
        "verify_certificate": True,
        "user": "",
    }
    world.channel.save()


def opened(raw: bytes, **keys: Any) -> tuple[list[tuple[str, bool, str]], bytes]:
    found = open_mail(raw, Keys("support@desk.example", timezone.now(), **keys))
    layers = [(one.kind, one.encrypted, one.check.state.value if one.check else "") for one in found.layers]
    return layers, found.content or b""


def test_group_that_signs_signs_with_the_key_of_its_address(world: World, authority: Authority, desk: SmimeKey) -> None:
    add_keys(whole(desk))
    Group.objects.update(sign_mail=True)
    raw, _sender = build(answer(world))
    layers, content = opened(raw, smime_trust=SmimeTrust(authority.pem))
    assert layers == [("smime", False, SignatureState.GOOD)]
    read = parse(raw)
    assert (read.subject, read.to, b"The secret is 42." in content) == (
        "RE: Plan",
        (Address("Carl", "carl@customer.example"),),
        True,
    )


def test_group_that_signs_sends_unsigned_where_there_is_no_key(world: World) -> None:
    Group.objects.update(sign_mail=True)
    raw, _sender = build(answer(world))
    assert opened(raw) == ([], b"")


def test_mail_that_must_be_signed_is_not_sent_without_a_key(world: World) -> None:
    with pytest.raises(Unprotectable, match=r"support@desk\.example has no valid key"):
        build(answer(world, sign=True))


def test_encrypted_and_signed_by_smime_for_the_recipient_and_ourselves(
    world: World, authority: Authority, desk: SmimeKey, carl: SmimeKey
) -> None:
    add_keys(whole(desk))
    add_keys(carl.certificate)
    raw, _sender = build(answer(world, sign=True, encrypt=True))
    assert (b"The secret" in raw, b"plan.pdf" in raw) == (False, False)
    for reader in (carl, desk):
        layers, content = opened(raw, smime_keys=(reader,), smime_trust=SmimeTrust(authority.pem))
        assert layers == [("smime", True, ""), ("smime", False, SignatureState.GOOD)]
        assert [file.filename for file in parse(content).attachments] == ["plan.pdf"]


def test_encrypted_and_signed_by_pgp_where_there_is_no_certificate(world: World) -> None:
    desk, carl = pgp_pair("Desk <support@desk.example>"), pgp_pair("Carl <carl@customer.example>")
    add_keys(desk[1], "open sesame")
    add_keys(carl[0])
    raw, _sender = build(answer(world, sign=True, encrypt=True))
    secret = (PgpKey(carl[1], "open sesame"),)
    layers, content = opened(raw, pgp_keys=secret, pgp_public_keys=desk[0])
    assert (layers, b"The secret is 42." in content) == ([("pgp", True, SignatureState.GOOD)], True)


def test_group_that_encrypts_where_it_can_sends_in_clear_where_it_cannot(world: World, carl: SmimeKey) -> None:
    Group.objects.update(encrypt_mail=Encryption.POSSIBLE)
    outbound = answer(world)
    assert b"The secret is 42." in build(outbound)[0]
    add_keys(carl.certificate)
    assert b"The secret is 42." not in build(outbound)[0]


def test_choice_for_one_mail_overrides_the_group(world: World, carl: SmimeKey) -> None:
    add_keys(carl.certificate)
    Group.objects.update(encrypt_mail=Encryption.ALWAYS)
    assert b"The secret is 42." in build(answer(world, encrypt=False))[0]


def test_expired_certificate_is_no_key(world: World, authority: Authority) -> None:
    since = timezone.now() - datetime.timedelta(days=20)
    add_keys(authority.issue("carl@customer.example", since=since, until=timezone.now()).certificate)
    with pytest.raises(Unprotectable, match=r"no valid key of carl@customer\.example"):
        build(answer(world, encrypt=True))


def test_mail_that_must_be_encrypted_fails_with_a_sentence_and_never_reaches_the_server(
    world: World, mail_server: MailServer
) -> None:
    Group.objects.update(encrypt_mail=Encryption.ALWAYS)
    connect(world, mail_server)
    outbound = answer(world)
    deliver(world.channel.pk)
    outbound.refresh_from_db()
    assert (outbound.state, outbound.error_code, outbound.server_text, len(mail_server.taken)) == (
        OutboundState.FAILED,
        "not-protected",
        "It has to be encrypted, and there is no valid key of carl@customer.example.",
        0,
    )


def test_article_says_how_its_mail_left(world: World, mail_server: MailServer, desk: SmimeKey, carl: SmimeKey) -> None:
    connect(world, mail_server)
    add_keys(whole(desk))
    add_keys(carl.certificate)
    signed = answer(world, sign=True)
    with acting(world.agent, "test") as act:
        to = (Address("Carl", "carl@customer.example"),)
        encrypted = reply(act, locked(Ticket.objects.get().pk), MailDraft(to=to, subject="x", text="y", encrypt=True))
    deliver(world.channel.pk)
    articles = [Outbound.objects.select_related("article").get(pk=one.pk).article for one in (signed, encrypted)]
    assert [article.security if article else None for article in articles] == [
        {"signed": "smime", "signature_valid": True},
        {"encrypted": "smime"},
    ]
    assert [b"application/pkcs7-mime" in taken.content for taken in mail_server.taken] == [False, True]
