"""What a TLS connection tells of itself, for the doctor."""

from __future__ import annotations

import ssl

from cryptography import x509
from cryptography.x509.oid import NameOID


def tls_facts(sock: ssl.SSLSocket) -> dict[str, str]:
    """Return protocol, and issuer and end (ISO 8601) of the server's certificate, which need not have been checked."""
    # Python reads a certificate only where it checks it, so it is read here.
    certificate = sock.getpeercert(binary_form=True)
    facts = {"protocol": sock.version() or ""}
    return {**facts, **_certificate_facts(certificate)} if certificate else facts


def _certificate_facts(content: bytes) -> dict[str, str]:
    try:
        certificate = x509.load_der_x509_certificate(content)
        return {"issuer": _name(certificate.issuer), "valid_until": certificate.not_valid_after_utc.isoformat()}
    except ValueError:
        # OpenSSL is more patient with odd certificates than this reader: that must not end a connection.
        return {}


def _name(issuer: x509.Name) -> str:
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in issuer.get_attributes_for_oid(kind):
            return str(attribute.value)
    return ""
