"""S/MIME: what is good reads as good, and nothing else does."""

from __future__ import annotations

import base64
import datetime
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding

from postroom.mail.crypto import smime
from postroom.mail.crypto.opener import open_mail, security_of
from postroom.mail.crypto.values import CryptoError, Keys, SignatureState, SmimeKey, SmimeTrust
from postroom.mail.values import Security
from tests.mail.crypto.authority import NOW, Authority, root

ENTITY = b"Content-Type: text/plain; charset=utf-8\r\nX-Inside: yes\r\n\r\nPlease pay 100 EUR.\r\nAnna\r\n"
HEAD = b"From: Anna <anna@example.org>\r\nTo: desk@example.com\r\nSubject: Bill\r\nMIME-Version: 1.0\r\n"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return root()


@pytest.fixture(scope="module")
def anna(authority: Authority) -> SmimeKey:
    return authority.issue("anna@example.org")


def _keys(authority: Authority, *private: SmimeKey, sender: str = "anna@example.org") -> Keys:
    return Keys(sender, NOW, smime_keys=private, smime_trust=SmimeTrust(authority.pem))


def _states(raw: bytes, keys: Keys) -> list[SignatureState]:
    return [layer.check.state for layer in open_mail(raw, keys).layers if layer.check]


def _valid(raw: bytes, keys: Keys) -> bool | None:
    return security_of(open_mail(raw, keys), Security()).signature_valid


def test_signature_by_the_sender_is_good(authority: Authority, anna: SmimeKey) -> None:
    opened = open_mail(HEAD + smime.sign(ENTITY, anna), _keys(authority))
    assert opened.content == ENTITY
    assert [(one.kind, one.encrypted) for one in opened.layers] == [("smime", False)]
    check = opened.layers[0].check
    assert check is not None
    assert (check.state, check.signers) == (SignatureState.GOOD, ("anna@example.org",))
    assert len(check.fingerprint) == 64
    assert security_of(opened, Security(dmarc="pass")) == Security("smime", None, True, "pass")


def test_sender_in_other_case_is_the_signer(authority: Authority, anna: SmimeKey) -> None:
    assert _valid(HEAD + smime.sign(ENTITY, anna), _keys(authority, sender="Anna@Example.ORG")) is True


def test_line_ends_changed_on_the_way_are_no_change(authority: Authority, anna: SmimeKey) -> None:
    assert _valid((HEAD + smime.sign(ENTITY, anna)).replace(b"\r\n", b"\n"), _keys(authority)) is True


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"100 EUR", b"900 EUR"),
        (b"X-Inside: yes", b"X-Inside: not"),
        (b"charset=utf-8", b"charset=utf-7"),
        (b"Anna\r\n\r\n--", b"Anna\r\n\r\n\r\n--"),
    ],
)
def test_altered_part_is_never_good(authority: Authority, anna: SmimeKey, old: bytes, new: bytes) -> None:
    signed = smime.sign(ENTITY, anna)
    altered = signed.replace(old, new, 1)
    assert altered != signed
    assert _states(HEAD + altered, _keys(authority)) == [SignatureState.ALTERED]
    assert _valid(HEAD + altered, _keys(authority)) is False


def test_no_flipped_bit_of_the_signed_part_reads_as_good(authority: Authority, anna: SmimeKey) -> None:
    signed = bytearray(HEAD + smime.sign(ENTITY, anna))
    begin = bytes(signed).index(ENTITY)
    for position in range(begin, begin + len(ENTITY), 4):
        signed[position] ^= 1
        assert _valid(bytes(signed), _keys(authority)) is False
        signed[position] ^= 1
    assert _valid(bytes(signed), _keys(authority)) is True


def test_signature_of_another_mail_is_altered(authority: Authority, anna: SmimeKey) -> None:
    first, second = smime.sign(ENTITY, anna), smime.sign(ENTITY.replace(b"100", b"200"), anna)
    head, _, _ = first.rpartition(b"\r\n\r\nMII")
    _, _, tail = second.rpartition(b"\r\n\r\nMII")
    boundaries = [part.split(b'boundary="')[1].split(b'"')[0] for part in (first, second)]
    swapped = head + b"\r\n\r\nMII" + tail.replace(boundaries[1], boundaries[0])
    assert _states(HEAD + swapped, _keys(authority)) == [SignatureState.ALTERED]


def test_unknown_authority_is_untrusted(authority: Authority) -> None:
    stranger = root().issue("anna@example.org")
    assert _states(HEAD + smime.sign(ENTITY, stranger), _keys(authority)) == [SignatureState.UNTRUSTED]
    assert _valid(HEAD + smime.sign(ENTITY, stranger), _keys(authority)) is False


def test_empty_trust_store_says_nothing(anna: SmimeKey) -> None:
    keys = Keys("anna@example.org", NOW)
    assert _states(HEAD + smime.sign(ENTITY, anna), keys) == [SignatureState.UNCHECKED]
    assert _valid(HEAD + smime.sign(ENTITY, anna), keys) is None


def test_single_certificate_can_be_trusted(anna: SmimeKey) -> None:
    keys = Keys("anna@example.org", NOW, smime_trust=SmimeTrust(anna.certificate))
    assert _valid(HEAD + smime.sign(ENTITY, anna), keys) is True


def test_certificate_expired_when_the_mail_came(authority: Authority) -> None:
    old = authority.issue("anna@example.org", until=NOW - datetime.timedelta(days=1))
    assert _states(HEAD + smime.sign(ENTITY, old), _keys(authority)) == [SignatureState.EXPIRED]
    before = Keys("anna@example.org", NOW - datetime.timedelta(days=2), smime_trust=SmimeTrust(authority.pem))
    assert _states(HEAD + smime.sign(ENTITY, old), before) == [SignatureState.GOOD]


def test_certificate_not_yet_valid(authority: Authority) -> None:
    early = authority.issue("anna@example.org", since=NOW + datetime.timedelta(days=1))
    assert _states(HEAD + smime.sign(ENTITY, early), _keys(authority)) == [SignatureState.EXPIRED]


def test_signer_is_not_the_sender(authority: Authority) -> None:
    eve = authority.issue("eve@example.org")
    assert _states(HEAD + smime.sign(ENTITY, eve), _keys(authority)) == [SignatureState.WRONG_SENDER]
    assert _valid(HEAD + smime.sign(ENTITY, eve), _keys(authority)) is False


def test_mail_without_sender_has_no_good_signature(authority: Authority, anna: SmimeKey) -> None:
    assert _valid(HEAD + smime.sign(ENTITY, anna), _keys(authority, sender="")) is False


def test_chain_over_an_intermediate_that_came_along(authority: Authority) -> None:
    middle = authority.intermediate("Test Middle")
    anna = middle.issue("anna@example.org", chain=middle.pem)
    assert _valid(HEAD + smime.sign(ENTITY, anna), _keys(authority)) is True


def test_intermediate_that_is_trusted_itself(authority: Authority) -> None:
    middle = authority.intermediate("Test Middle")
    raw = HEAD + smime.sign(ENTITY, middle.issue("anna@example.org"))
    assert _states(raw, _keys(authority)) == [SignatureState.UNTRUSTED]
    keys = Keys("anna@example.org", NOW, smime_trust=SmimeTrust(middle.pem))
    assert _states(raw, keys) == [SignatureState.GOOD]


def test_elliptic_key_signs_and_is_verified(authority: Authority) -> None:
    anna = authority.issue("anna@example.org", elliptic=True)
    assert _valid(HEAD + smime.sign(ENTITY, anna), _keys(authority)) is True


def test_third_part_beside_the_signature_is_not_good(authority: Authority, anna: SmimeKey) -> None:
    signed = smime.sign(ENTITY, anna)
    boundary = signed.split(b'boundary="')[1].split(b'"')[0]
    extra = b"--" + boundary + b"\r\nContent-Type: text/plain\r\n\r\nPay Eve.\r\n"
    raw = HEAD + signed.replace(b"--" + boundary + b"\r\n", extra + b"--" + boundary + b"\r\n", 1)
    assert _states(raw, _keys(authority)) == [SignatureState.UNREADABLE]
    assert _valid(raw, _keys(authority)) is False


def test_signed_part_among_others_gets_no_verdict(authority: Authority, anna: SmimeKey) -> None:
    body = b"\r\n".join(
        [b"--x", smime.sign(ENTITY, anna), b"--x", b"Content-Type: text/plain\r\n\r\nFooter", b"--x--", b""]
    )
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + body
    assert open_mail(raw, _keys(authority)).layers == ()
    assert security_of(open_mail(raw, _keys(authority)), Security(signed="smime")).signature_valid is None


def test_broken_signature_is_unreadable(authority: Authority, anna: SmimeKey) -> None:
    head, _, _ = smime.sign(ENTITY, anna).rpartition(b"\r\n\r\nMII")
    boundary = head.split(b'boundary="')[1].split(b'"')[0]
    raw = HEAD + head + b"\r\n\r\nTm90IGEgc2lnbmF0dXJl\r\n--" + boundary + b"--\r\n"
    assert _states(raw, _keys(authority)) == [SignatureState.UNREADABLE]


def _openssl(folder: Path, key: SmimeKey, given: bytes, *arguments: str) -> bytes:
    for name, content in (("cert", key.certificate), ("key", key.private_key), ("given", given)):
        (folder / name).write_bytes(content)
    command = ["openssl", "cms", "-binary", "-in", "given", "-outform", "DER", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout


def _p7m(data: bytes, kind: str) -> bytes:
    head = f"Content-Type: application/pkcs7-mime; smime-type={kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return HEAD + head.encode() + base64.encodebytes(data)


def test_opaque_signature_gives_its_content(authority: Authority, anna: SmimeKey, tmp_path: Path) -> None:
    data = _openssl(tmp_path, anna, ENTITY, "-sign", "-nodetach", "-signer", "cert", "-inkey", "key")
    opened = open_mail(_p7m(data, "signed-data"), _keys(authority))
    assert opened.content == ENTITY
    assert security_of(opened, Security()) == Security("smime", None, True, None)


def test_opaque_signature_without_its_type_named(authority: Authority, anna: SmimeKey, tmp_path: Path) -> None:
    data = _openssl(tmp_path, anna, ENTITY, "-sign", "-nodetach", "-signer", "cert", "-inkey", "key")
    raw = _p7m(data, "signed-data").replace(b"; smime-type=signed-data", b"")
    assert _valid(raw, _keys(authority)) is True


def test_opaque_signature_altered(authority: Authority, anna: SmimeKey, tmp_path: Path) -> None:
    data = _openssl(tmp_path, anna, ENTITY, "-sign", "-nodetach", "-signer", "cert", "-inkey", "key")
    assert b"100 EUR" in data
    raw = _p7m(data.replace(b"100 EUR", b"900 EUR"), "signed-data")
    assert _states(raw, _keys(authority)) == [SignatureState.ALTERED]
    assert open_mail(raw, _keys(authority)).content is None


def test_sha1_signature_is_weak(authority: Authority, anna: SmimeKey, tmp_path: Path) -> None:
    data = _openssl(tmp_path, anna, ENTITY, "-sign", "-nodetach", "-md", "sha1", "-signer", "cert", "-inkey", "key")
    assert _states(_p7m(data, "signed-data"), _keys(authority)) == [SignatureState.WEAK]


def test_signed_data_without_any_signer_is_not_good(authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "cert").write_bytes(authority.pem)
    command = ["openssl", "crl2pkcs7", "-nocrl", "-certfile", "cert", "-outform", "DER"]
    data = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert _states(_p7m(data, "signed-data"), _keys(authority)) == [SignatureState.ALTERED]


def test_signed_then_encrypted_mail_opens_to_both(authority: Authority, anna: SmimeKey) -> None:
    desk = authority.issue("desk@example.com")
    raw = HEAD + smime.encrypt(smime.sign(ENTITY, anna), desk.certificate)
    assert b"100 EUR" not in raw
    opened = open_mail(raw, _keys(authority, desk))
    assert opened.content == ENTITY
    assert security_of(opened, Security()) == Security("smime", "smime", True, None)


def test_triple_wrapped_mail_opens(authority: Authority, anna: SmimeKey) -> None:
    desk = authority.issue("desk@example.com")
    raw = HEAD + smime.sign(smime.encrypt(smime.sign(ENTITY, anna), desk.certificate), anna)
    opened = open_mail(raw, _keys(authority, desk))
    assert [(one.encrypted, one.check and one.check.state) for one in opened.layers] == [
        (False, SignatureState.GOOD),
        (True, None),
        (False, SignatureState.GOOD),
    ]
    assert opened.content == ENTITY


def test_bad_inner_signature_spoils_a_good_outer_one(authority: Authority, anna: SmimeKey) -> None:
    inner = smime.sign(ENTITY, anna).replace(b"100 EUR", b"900 EUR")
    assert _valid(HEAD + smime.sign(inner, anna), _keys(authority)) is False


def test_mail_encrypted_for_somebody_else_has_no_key(authority: Authority, anna: SmimeKey) -> None:
    raw = HEAD + smime.encrypt(ENTITY, anna.certificate)
    opened = open_mail(raw, _keys(authority, authority.issue("desk@example.com")))
    assert (opened.content, opened.problem) == (None, "no-key")
    assert security_of(opened, Security()) == Security(None, "smime", None, None)


def test_mail_encrypted_for_several_opens_with_each(authority: Authority, anna: SmimeKey) -> None:
    desk = authority.issue("desk@example.com")
    raw = HEAD + smime.encrypt(ENTITY, anna.certificate + desk.certificate)
    assert open_mail(raw, _keys(authority, desk)).content == ENTITY
    assert open_mail(raw, _keys(authority, anna)).content == ENTITY


@pytest.mark.parametrize(
    "options",
    [["-des3"], ["-aes-256-gcm"], ["-aes-128-cbc", "-keyopt", "rsa_padding_mode:oaep"]],
)
def test_envelope_of_other_programs_opens(
    authority: Authority, anna: SmimeKey, tmp_path: Path, options: list[str]
) -> None:
    data = _openssl(tmp_path, anna, ENTITY, "-encrypt", options[0], "-recip", "cert", *options[1:])
    opened = open_mail(_p7m(data, "enveloped-data"), _keys(authority, anna))
    assert opened.content == ENTITY


def test_envelope_sent_as_a_plain_file_opens(authority: Authority, anna: SmimeKey) -> None:
    raw = HEAD + smime.encrypt(ENTITY, anna.certificate).replace(
        b"application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
        b"application/octet-stream; name=smime.p7m",
    )
    assert b"octet-stream" in raw
    assert open_mail(raw, _keys(authority, anna)).content == ENTITY


def test_encrypting_without_a_certificate_is_refused() -> None:
    with pytest.raises(CryptoError) as raised:
        smime.encrypt(ENTITY, b"no certificate")
    assert raised.value.code == "no-key"


KEY_AGREEMENT = (b"dhSinglePass-stdDH-sha256kdf-scheme", b"id-aes256-wrap")


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()], ids=lambda curve: curve.name)
def test_mail_to_an_elliptic_key_is_opened_by_openssl_and_by_us(
    authority: Authority, tmp_path: Path, curve: ec.EllipticCurve
) -> None:
    anna = authority.issue("anna@example.org", elliptic=curve)
    sealed = smime.encrypt(ENTITY, anna.certificate)
    enveloped = base64.b64decode(sealed.partition(b"\r\n\r\n")[2])
    opened = _openssl(tmp_path, anna, enveloped, "-decrypt", "-inform", "DER", "-recip", "cert", "-inkey", "key")
    shown = subprocess.run(
        ["openssl", "asn1parse", "-inform", "DER"], input=enveloped, capture_output=True, check=True
    ).stdout
    assert (opened, [name in shown for name in KEY_AGREEMENT]) == (ENTITY, [True, True])
    assert open_mail(HEAD + sealed, _keys(authority, anna)).content == ENTITY


def test_mail_to_keys_of_both_kinds_opens_with_each(authority: Authority, anna: SmimeKey) -> None:
    desk = authority.issue("desk@example.com", elliptic=True)
    raw = HEAD + smime.encrypt(ENTITY, anna.certificate + desk.certificate)
    assert [open_mail(raw, _keys(authority, key)).content for key in (anna, desk)] == [ENTITY, ENTITY]


@pytest.mark.parametrize(
    "options",
    [
        ("-aes-128-cbc", "-keyopt", "ecdh_kdf_md:sha256"),
        ("-aes-256-gcm", "-keyopt", "ecdh_kdf_md:sha384"),
        ("-des3", "-keyopt", "ecdh_kdf_md:sha1"),
    ],
    ids=lambda options: options[0],
)
def test_mail_that_openssl_encrypts_to_an_elliptic_key_is_opened(
    authority: Authority, tmp_path: Path, options: tuple[str, ...]
) -> None:
    anna = authority.issue("anna@example.org", elliptic=True)
    data = _openssl(tmp_path, anna, ENTITY, "-encrypt", options[0], "-recip", "cert", *options[1:], "-outform", "DER")
    assert smime.decrypt(data, (anna,)) == ENTITY


def test_encrypting_to_a_key_that_only_signs_is_refused(authority: Authority) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "signs")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW, NOW + datetime.timedelta(days=1))
    with pytest.raises(CryptoError) as raised:
        smime.encrypt(ENTITY, builder.sign(key, None).public_bytes(Encoding.PEM))
    assert raised.value.code == "refused"


def test_private_key_shows_in_no_representation(anna: SmimeKey) -> None:
    assert "PRIVATE" not in repr(anna)
