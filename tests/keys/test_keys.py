"""Keys as administrators hand them over."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12
from django.db import connection

from postroom.keys.ring import load_ring
from postroom.keys.values import KeyRefused
from postroom.keys.verbs import add_keys
from postroom.models import KeyKind, KeyRole, MailKey
from tests.keys.made import Authority, SmimeKey, pgp_pair, root, whole

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority() -> Authority:
    return root()


@pytest.fixture(scope="module")
def desk(authority: Authority) -> SmimeKey:
    return authority.issue("support@desk.example")


@pytest.fixture(scope="module")
def pair() -> tuple[bytes, bytes]:
    return pgp_pair("Desk <support@desk.example>")


def kinds(keys: list[MailKey]) -> list[tuple[str, str, list[str]]]:
    return [(key.kind, key.role, key.addresses) for key in keys]


def test_certificate_with_private_key_is_ours_and_its_secret_is_encrypted_at_rest(desk: SmimeKey) -> None:
    (key,) = add_keys(whole(desk))
    assert kinds([key]) == [(KeyKind.SMIME, KeyRole.OWN, ["support@desk.example"])]
    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM postroom_mailkey")
        stored = cursor.fetchone()[0]
    assert ("PRIVATE KEY" in stored, "PRIVATE KEY" in repr(key.private), "PRIVATE KEY" in key.public) == (
        False,
        False,
        False,
    )
    ring = load_ring().for_mail("carl@customer.example", ["support@desk.example"], key.created_at)
    assert ring.smime_keys[0].certificate == desk.certificate


def test_pkcs12_with_its_chain_is_ours(authority: Authority, desk: SmimeKey) -> None:
    certificate = x509.load_pem_x509_certificate(desk.certificate)
    private_key = load_pem_private_key(desk.private_key, None)
    assert isinstance(private_key, rsa.RSAPrivateKey)
    bundle = pkcs12.serialize_key_and_certificates(
        b"desk",
        private_key,
        certificate,
        [authority.certificate],
        BestAvailableEncryption(b"geheim"),
    )
    with pytest.raises(KeyRefused):
        add_keys(bundle, "falsch")
    (key,) = add_keys(bundle, "geheim")
    assert (key.role, key.public.count("BEGIN CERTIFICATE")) == (KeyRole.OWN, 2)


def test_certificates_of_authorities_and_of_people_are_told_apart(authority: Authority, desk: SmimeKey) -> None:
    keys = add_keys(authority.pem + desk.certificate)
    assert kinds(keys) == [
        (KeyKind.SMIME, KeyRole.AUTHORITY, []),
        (KeyKind.SMIME, KeyRole.OTHER, ["support@desk.example"]),
    ]


def test_same_key_again_takes_the_place_of_the_first(desk: SmimeKey) -> None:
    add_keys(whole(desk))
    add_keys(whole(desk))
    assert MailKey.objects.count() == 1


def test_private_key_of_another_certificate_is_refused(authority: Authority, desk: SmimeKey) -> None:
    other = authority.issue("other@desk.example")
    with pytest.raises(KeyRefused, match="does not belong"):
        add_keys(desk.certificate + other.private_key)


def test_public_pgp_key_is_a_correspondents(pair: tuple[bytes, bytes]) -> None:
    assert kinds(add_keys(pair[0])) == [(KeyKind.PGP, KeyRole.OTHER, ["support@desk.example"])]


def test_secret_pgp_key_is_ours_and_needs_its_passphrase(pair: tuple[bytes, bytes]) -> None:
    with pytest.raises(KeyRefused, match="passphrase"):
        add_keys(pair[1], "wrong")
    (key,) = add_keys(pair[1], "open sesame")
    assert kinds([key]) == [(KeyKind.PGP, KeyRole.OWN, ["support@desk.example"])]
    assert key.private.reveal()["passphrase"] == "open sesame"


@pytest.mark.parametrize("content", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_key_is_refused(content: bytes) -> None:
    with pytest.raises(KeyRefused):
        add_keys(content)
    assert MailKey.objects.count() == 0
