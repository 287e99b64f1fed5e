"""How an app proves who it is at the token endpoint: by a secret, or by a certificate.

Source: "Microsoft identity platform application authentication certificate credentials"
(learn.microsoft.com/entra/identity-platform/certificate-credentials) and RFC 7523.
"""

from __future__ import annotations

import base64
import datetime
import time
import uuid
from dataclasses import dataclass, field
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import RSAKey

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_SECONDS = 300
_KEY_BITS = 3072


class AppProof(Protocol):
    """Something that proves the app."""

    def fields(self, client_id: str, token_url: str) -> dict[str, str]:
        """Return the fields of the token request that carry the proof."""
        ...


@dataclass(frozen=True, slots=True)
class AppSecret:
    """A client secret: its value, not its id."""

    value: str = field(repr=False)

    def fields(self, client_id: str, token_url: str) -> dict[str, str]:
        """Return the secret as a field (`client_secret_post`)."""
        return {"client_secret": self.value}


@dataclass(frozen=True, slots=True)
class AppCertificate:
    """A private key and the certificate that is registered for the app, both PEM."""

    certificate: str
    private_key: str = field(repr=False)

    def fields(self, client_id: str, token_url: str) -> dict[str, str]:
        """Return an assertion signed by the key, good for five minutes."""
        now = int(time.time())
        claims = {
            "aud": token_url,
            "iss": client_id,
            "sub": client_id,
            "jti": str(uuid.uuid4()),
            "nbf": now,
            "iat": now,
            "exp": now + _ASSERTION_SECONDS,
        }
        header = {"alg": "PS256", "typ": "JWT", "x5t#S256": self._thumbprint()}
        assertion = jwt.encode(header, claims, RSAKey.import_key(self.private_key), algorithms=["PS256"])
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}

    def _thumbprint(self) -> str:
        certificate = x509.load_pem_x509_certificate(self.certificate.encode())
        digest = certificate.fingerprint(hashes.SHA256())
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def make_certificate(name: str, days: int) -> AppCertificate:
    """Make a key and a certificate signed by itself for `name`, valid from now for `days`."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Microsoft's clock may be a little behind ours.
        .not_valid_before(now - datetime.timedelta(minutes=10))
        .not_valid_after(now + datetime.timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return AppCertificate(certificate.public_bytes(pem).decode(), private.decode())
