"""PGP: what is good reads as good, and nothing else does. The keys are made for the run."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest

from postroom.mail.crypto import pgp
from postroom.mail.crypto.gpg import throwaway_home
from postroom.mail.crypto.opener import open_mail, security_of
from postroom.mail.crypto.values import CryptoError, Keys, PgpKey, SignatureState
from postroom.mail.values import Security

ENTITY = b"Content-Type: text/plain; charset=utf-8\r\n\r\nPlease pay 100 EUR.  \r\nAnna\r\n"
HEAD = b"From: Anna <anna@example.org>\r\nTo: desk@example.com\r\nSubject: Bill\r\nMIME-Version: 1.0\r\n"
TEXT_HEAD = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"


@dataclass(frozen=True)
class Pair:
    public: bytes
    secret: PgpKey


def _make(user_id: str, *, faked: str = "", expires: str = "never") -> Pair:
    time = ["--faked-system-time", faked] if faked else []
    with throwaway_home() as gpg:
        made = gpg.do([*time, "--quick-generate-key", user_id, "ed25519", "sign", expires], passphrase="open sesame")
        fingerprint = made.all("KEY_CREATED")[0].split(" ")[1]
        gpg.do([*time, "--quick-add-key", fingerprint, "cv25519", "encr", "never"], passphrase="open sesame")
        public = gpg.do(["--armor", "--export", fingerprint]).output
        secret = gpg.do(["--armor", "--export-secret-keys", fingerprint], passphrase="open sesame").output
    return Pair(public, PgpKey(secret, "open sesame"))


@pytest.fixture(scope="module")
def anna() -> Pair:
    return _make("Anna <anna@example.org>")


@pytest.fixture(scope="module")
def desk() -> Pair:
    return _make("Desk <desk@example.com>")


def _keys(*public: Pair, secret: Pair | None = None, sender: str = "anna@example.org") -> Keys:
    return Keys(
        sender,
        datetime.datetime.now(datetime.UTC),
        pgp_keys=(secret.secret,) if secret else (),
        pgp_public_keys=b"\n".join(one.public for one in public),
    )


def _states(raw: bytes, keys: Keys) -> list[SignatureState]:
    return [layer.check.state for layer in open_mail(raw, keys).layers if layer.check]


def _valid(raw: bytes, keys: Keys) -> bool | None:
    return security_of(open_mail(raw, keys), Security()).signature_valid


def _clear_signed(pair: Pair, text: bytes, *options: str) -> bytes:
    with throwaway_home() as gpg:
        gpg.import_secret(pair.secret)
        return gpg.do([*options, "--clearsign"], text, pair.secret.passphrase).output


def test_signature_by_the_sender_is_good(anna: Pair) -> None:
    opened = open_mail(HEAD + pgp.sign(ENTITY, anna.secret), _keys(anna))
    assert opened.content == ENTITY
    check = opened.layers[0].check
    assert check is not None
    assert (check.state, check.signers, len(check.fingerprint)) == (SignatureState.GOOD, ("anna@example.org",), 40)
    assert security_of(opened, Security()) == Security("pgp", None, True, None)


def test_line_ends_changed_on_the_way_are_no_change(anna: Pair) -> None:
    assert _valid((HEAD + pgp.sign(ENTITY, anna.secret)).replace(b"\r\n", b"\n"), _keys(anna)) is True


@pytest.mark.parametrize(("old", "new"), [(b"100 EUR", b"900 EUR"), (b"charset=utf-8", b"charset=utf-7")])
def test_altered_part_is_never_good(anna: Pair, old: bytes, new: bytes) -> None:
    raw = HEAD + pgp.sign(ENTITY, anna.secret).replace(old, new, 1)
    assert _states(raw, _keys(anna)) == [SignatureState.ALTERED]
    assert _valid(raw, _keys(anna)) is False


def test_key_that_nobody_gave_says_nothing(anna: Pair, desk: Pair) -> None:
    raw = HEAD + pgp.sign(ENTITY, anna.secret)
    assert _states(raw, _keys(desk)) == [SignatureState.UNCHECKED]
    assert _valid(raw, _keys(desk)) is None


def test_signer_is_not_the_sender(anna: Pair, desk: Pair) -> None:
    raw = HEAD + pgp.sign(ENTITY, desk.secret)
    assert _states(raw, _keys(anna, desk)) == [SignatureState.WRONG_SENDER]
    assert _valid(raw, _keys(anna, desk)) is False


def test_key_that_has_expired() -> None:
    old = _make("Anna <anna@example.org>", faked="20200101T000000", expires="2020-06-01")
    with throwaway_home() as gpg:
        gpg.import_secret(old.secret)
        time = ["--faked-system-time", "20200201T000000"]
        signature = gpg.do([*time, "--armor", "--detach-sign"], ENTITY, old.secret.passphrase).output
    check = pgp.verify_detached(ENTITY, signature, "anna@example.org", old.public)
    assert check.state is SignatureState.EXPIRED


def test_sha1_signature_is_weak(anna: Pair) -> None:
    with throwaway_home() as gpg:
        gpg.import_secret(anna.secret)
        options = ["--armor", "--digest-algo", "SHA1", "--detach-sign"]
        signature = gpg.do(options, ENTITY, anna.secret.passphrase).output
    check = pgp.verify_detached(ENTITY, signature, "anna@example.org", anna.public)
    assert check.state is SignatureState.WEAK


def test_one_bad_signature_among_two_spoils_both(anna: Pair, desk: Pair) -> None:
    signatures = []
    for pair, text in ((desk, b"something else"), (anna, ENTITY)):
        with throwaway_home() as gpg:
            gpg.import_secret(pair.secret)
            signatures.append(gpg.do(["--detach-sign"], text, pair.secret.passphrase).output)
    for order in (signatures, signatures[::-1]):
        check = pgp.verify_detached(ENTITY, b"".join(order), "anna@example.org", anna.public + desk.public)
        assert check.state is not SignatureState.GOOD


def test_nonsense_for_a_signature_is_unreadable(anna: Pair) -> None:
    check = pgp.verify_detached(ENTITY, b"no signature", "anna@example.org", anna.public)
    assert check.state is SignatureState.UNREADABLE


def test_clear_signed_text_is_good_and_given_back(anna: Pair) -> None:
    opened = open_mail(TEXT_HEAD + _clear_signed(anna, b"Pay 100 EUR.\n-- \nAnna\n"), _keys(anna))
    assert opened.content is not None
    assert opened.content.endswith(b"\r\n\r\nPay 100 EUR.\n--\nAnna\n")
    assert security_of(opened, Security()).signature_valid is True


def test_text_around_a_clear_signed_block_is_not_covered(anna: Pair) -> None:
    raw = TEXT_HEAD + b"Pay Eve 900 EUR instead.\r\n\r\n" + _clear_signed(anna, b"Hello\n")
    opened = open_mail(raw, _keys(anna))
    assert _states(raw, _keys(anna)) == [SignatureState.PARTLY]
    assert b"Eve" not in (opened.content or b"")
    assert _valid(raw, _keys(anna)) is False


def test_clear_signed_text_altered(anna: Pair) -> None:
    raw = TEXT_HEAD + _clear_signed(anna, b"Pay 100 EUR.\n").replace(b"100", b"900")
    assert _states(raw, _keys(anna)) == [SignatureState.ALTERED]


def test_encrypted_and_signed_mail_opens(anna: Pair, desk: Pair) -> None:
    raw = HEAD + pgp.encrypt(ENTITY, desk.public, ("desk@example.com",), anna.secret)
    assert b"100 EUR" not in raw
    opened = open_mail(raw, _keys(anna, secret=desk))
    assert opened.content == ENTITY
    assert security_of(opened, Security()) == Security("pgp", "pgp", True, None)


def test_signed_mail_inside_an_encrypted_one_opens(anna: Pair, desk: Pair) -> None:
    raw = HEAD + pgp.encrypt(pgp.sign(ENTITY, anna.secret), desk.public, ("desk@example.com",))
    opened = open_mail(raw, _keys(anna, secret=desk))
    assert opened.content == ENTITY
    assert [layer.encrypted for layer in opened.layers] == [True, False]
    assert security_of(opened, Security()).signature_valid is True


def test_encrypted_block_in_plain_text_opens(desk: Pair) -> None:
    whole = pgp.encrypt(b"Pay 100 EUR.\r\n", desk.public, ("desk@example.com",))
    block = whole[whole.index(b"-----BEGIN PGP MESSAGE") : whole.index(b"-----END PGP MESSAGE-----") + 25]
    opened = open_mail(TEXT_HEAD + block, _keys(secret=desk))
    assert opened.content is not None
    assert opened.content.endswith(b"\r\n\r\nPay 100 EUR.\r\n")
    assert [(one.kind, one.encrypted, one.check) for one in opened.layers] == [("pgp", True, None)]


def test_mail_encrypted_for_somebody_else_has_no_key(anna: Pair, desk: Pair) -> None:
    opened = open_mail(HEAD + pgp.encrypt(ENTITY, anna.public, ("anna@example.org",)), _keys(secret=desk))
    assert (opened.content, opened.problem) == (None, "no-key")


def test_encrypting_leaves_nobody_out(anna: Pair) -> None:
    with pytest.raises(CryptoError) as raised:
        pgp.encrypt(ENTITY, anna.public, ("anna@example.org", "desk@example.com"))
    assert raised.value.code == "no-key"


def test_encrypting_takes_no_address_that_only_looks_alike(anna: Pair) -> None:
    with pytest.raises(CryptoError) as raised:
        pgp.encrypt(ENTITY, anna.public, ("nna@example.org",))
    assert raised.value.code == "no-key"


def test_signing_with_a_wrong_passphrase_is_refused(anna: Pair) -> None:
    with pytest.raises(CryptoError) as raised:
        pgp.sign(ENTITY, PgpKey(anna.secret.armored, "wrong"))
    assert raised.value.code == "refused"


def test_signing_with_no_key_is_unreadable() -> None:
    with pytest.raises(CryptoError) as raised:
        pgp.sign(ENTITY, PgpKey(b"no key"))
    assert raised.value.code == "unreadable"


def test_secret_key_shows_in_no_representation(anna: Pair) -> None:
    assert repr(anna.secret) == "PgpKey()"
