"""What S/MIME asks of a certificate."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID


def read_certificates(pem: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM text, none where it holds none."""
    if b"-----BEGIN" not in pem:
        return ()
    try:
        return tuple(x509.load_pem_x509_certificates(pem))
    except ValueError:
        return ()


def addresses_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the addresses that the certificate is for, lower case (RFC 8550 section 3)."""
    named = [str(one.value) for one in certificate.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS)]
    try:
        alternative = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (x509.ExtensionNotFound, ValueError):
        return tuple(dict.fromkeys(one.lower() for one in named))
    named.extend(alternative.value.get_values_for_type(x509.RFC822Name))
    return tuple(dict.fromkeys(one.lower() for one in named))


def fingerprint_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 fingerprint, hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()
