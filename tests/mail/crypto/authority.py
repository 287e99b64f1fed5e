"""Certificates made for one test run."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from postroom.mail.crypto.values import SmimeKey

NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
"""Not a fixed day: a certificate of the tests would be out of date on another."""
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@dataclass(frozen=True)
class Authority:
    """A root (or, issued by one, an intermediate) that issues certificates for mail."""

    certificate: x509.Certificate
    key: PrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(
        self,
        email: str,
        *,
        since: datetime.datetime = NOW - datetime.timedelta(days=30),
        until: datetime.datetime = NOW + datetime.timedelta(days=300),
        elliptic: bool | ec.EllipticCurve = False,
        chain: bytes = b"",
    ) -> SmimeKey:
        curve = elliptic if isinstance(elliptic, ec.EllipticCurve) else ec.SECP256R1()
        key: PrivateKey = ec.generate_private_key(curve) if elliptic else _rsa()
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = (
            _builder(email, self.certificate.subject, key, since, until)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(email)]), critical=False)
            .add_extension(usage, critical=False)
        )
        certificate = builder.sign(self.key, hashes.SHA256())
        return SmimeKey(certificate.public_bytes(Encoding.PEM), _pem(key), chain)

    def intermediate(self, common: str) -> Authority:
        key = _rsa()
        return Authority(_authority(common, self.certificate.subject, key).sign(self.key, hashes.SHA256()), key)


def root(common: str = "Test Root") -> Authority:
    key = _rsa()
    return Authority(_authority(common, _name(common), key).sign(key, hashes.SHA256()), key)


def _rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _authority(common: str, issuer: x509.Name, key: PrivateKey) -> x509.CertificateBuilder:
    since, until = NOW - datetime.timedelta(days=3000), NOW + datetime.timedelta(days=3000)
    return _builder(common, issuer, key, since, until).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )


def _builder(
    common: str, issuer: x509.Name, key: PrivateKey, since: datetime.datetime, until: datetime.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(common))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )
