"""From what an administrator hands over to keys: PEM, DER, PKCS #12 (.p12, .pfx) and PGP, armored or not."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from django.utils.translation import gettext as _

from postroom.keys.pgp import read_pgp
from postroom.keys.values import KeyDraft, KeyRefused
from postroom.mail.crypto.certificates import addresses_of, fingerprint_of, read_certificates
from postroom.models import KeyKind, KeyRole

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Certificates, the holder's first, and the private key where there was one."""

    certificates: tuple[x509.Certificate, ...]
    private_key: PrivateKey | None = field(default=None, repr=False)


def read_keys(content: bytes, passphrase: str) -> list[KeyDraft]:
    """Return the keys in `content`. Raises KeyRefused with a sentence that says what is wrong."""
    if b"-----BEGIN PGP " in content or (content[:1] and content[0] & 0x80):
        return read_pgp(content, passphrase)
    bundle = _pem(content, passphrase) if b"-----BEGIN" in content else _der(content, passphrase)
    if not bundle.certificates:
        raise KeyRefused(_("This is no certificate and no key that Postroom knows."))
    if bundle.private_key is not None:
        return [_own(bundle)]
    return [_public(certificate) for certificate in bundle.certificates]


def _pem(content: bytes, passphrase: str) -> _Bundle:
    certificates = read_certificates(content)
    if b"PRIVATE KEY-----" not in content:
        return _Bundle(certificates)
    try:
        key = load_pem_private_key(content, passphrase.encode() if b"ENCRYPTED" in content else None)
    except (ValueError, TypeError) as wrong:
        raise KeyRefused(_("The private key cannot be read. Is the passphrase right?")) from wrong
    if not certificates:
        raise KeyRefused(_("The certificate is missing. Put it into the same file as its private key."))
    return _Bundle(certificates, _fit(key))


def _der(content: bytes, passphrase: str) -> _Bundle:
    try:
        return _Bundle((x509.load_der_x509_certificate(content),))
    except ValueError:
        pass
    try:
        key, certificate, more = pkcs12.load_key_and_certificates(content, passphrase.encode() or None)
    except ValueError as wrong:
        raise KeyRefused(_("The file cannot be read. Is it a certificate, and is the passphrase right?")) from wrong
    if key is None or certificate is None:
        return _Bundle(tuple(more))
    return _Bundle((certificate, *more), _fit(key))


def _fit(key: object) -> PrivateKey:
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyRefused(_("Only RSA keys and keys on elliptic curves can sign mail."))
    return key


def _own(bundle: _Bundle) -> KeyDraft:
    private_key = bundle.private_key
    assert private_key is not None
    wanted = private_key.public_key()
    mine = [one for one in bundle.certificates if one.public_key() == wanted]
    if not mine:
        raise KeyRefused(_("The private key does not belong to the certificate."))
    draft = _certificate(mine[0], KeyRole.OWN)
    if not draft.addresses:
        raise KeyRefused(_("The certificate names no e-mail address."))
    chain = [one for one in bundle.certificates if one != mine[0]]
    pem = private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return draft.but(public=draft.public + "".join(_text(one) for one in chain), private={"key": pem, "passphrase": ""})


def _public(certificate: x509.Certificate) -> KeyDraft:
    role = KeyRole.AUTHORITY if _is_authority(certificate) else KeyRole.OTHER
    draft = _certificate(certificate, role)
    if role == KeyRole.OTHER and not draft.addresses:
        raise KeyRefused(_("The certificate names no e-mail address."))
    return draft


def _certificate(certificate: x509.Certificate, role: KeyRole) -> KeyDraft:
    return KeyDraft(
        kind=KeyKind.SMIME,
        role=role,
        name=certificate.subject.rfc4514_string(),
        addresses=() if role == KeyRole.AUTHORITY else addresses_of(certificate),
        fingerprint=fingerprint_of(certificate),
        public=_text(certificate),
        valid_from=certificate.not_valid_before_utc,
        expires_at=min(certificate.not_valid_after_utc, datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)),
    )


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return certificate.issuer == certificate.subject and not addresses_of(certificate)


def _text(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()
