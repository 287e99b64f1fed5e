"""S/MIME (RFC 8551): sign, encrypt and decrypt MIME entities. Verifying stands in `smime_verify`."""

from __future__ import annotations

import secrets

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
    pkcs7,
)

from postroom.mail.crypto.certificates import read_certificates
from postroom.mail.crypto.entity import canonical
from postroom.mail.crypto.program import private_folder, run
from postroom.mail.crypto.values import CryptoError, SmimeKey
from postroom.mail.crypto.wrap import base64_lines, signed_multipart


def sign(entity: bytes, key: SmimeKey) -> bytes:
    """Return `entity` (MIME header fields and body) as multipart/signed with a detached signature over SHA-256.

    Raises CryptoError `unreadable` where key or certificate is not fit.
    """
    content = canonical(entity)
    certificate, private_key = _pair(key)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(certificate, private_key, hashes.SHA256())
    for intermediate in read_certificates(key.chain):
        builder = builder.add_certificate(intermediate)
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    signature = builder.sign(Encoding.DER, options)
    return signed_multipart(content, "application/pkcs7-signature", "sha-256", "smime.p7s", base64_lines(signature))


def encrypt(entity: bytes, certificates: bytes) -> bytes:
    """Return `entity` encrypted (AES-256) for every certificate of the PEM text `certificates`.

    To keys on elliptic curves as RFC 5753 says (dhSinglePass-stdDH-sha256kdf, AES-256 key wrap). Raises CryptoError
    `no-key` without certificates, `refused` where a certificate cannot encrypt, and what `run` raises.
    """
    recipients = read_certificates(certificates)
    if not recipients:
        raise CryptoError("no-key")
    keys = [recipient.public_key() for recipient in recipients]
    if not all(isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) for key in keys):
        raise CryptoError("refused", "Only certificates with an RSA or elliptic-curve key can be encrypted to.")
    content = canonical(entity)
    only_rsa = all(isinstance(key, rsa.RSAPublicKey) for key in keys)
    enveloped = _enveloped(content, recipients) if only_rsa else _enveloped_by_openssl(content, recipients)
    return _ENVELOPE_HEAD + base64_lines(enveloped)


def decrypt(enveloped: bytes, keys: tuple[SmimeKey, ...]) -> bytes:
    """Return the entity inside DER `enveloped`, opened with whichever key fits.

    Raises CryptoError `no-key` where none fits.
    """
    for key in keys:
        opened = _decrypt_with(enveloped, key)
        if opened is not None:
            return opened
    raise CryptoError("no-key")


_ENVELOPE_HEAD = (
    b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
    b"Content-Disposition: attachment; filename=smime.p7m\r\n"
    b"Content-Transfer-Encoding: base64\r\n"
    b"\r\n"
)


def _enveloped(content: bytes, recipients: tuple[x509.Certificate, ...]) -> bytes:
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content).set_content_encryption_algorithm(AES256)
    for recipient in recipients:
        builder = builder.add_recipient(recipient)
    return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def _enveloped_by_openssl(content: bytes, recipients: tuple[x509.Certificate, ...]) -> bytes:
    """The library has no KeyAgreeRecipientInfo (RFC 5652 section 6.2.2); `openssl cms` has."""
    with private_folder() as folder:
        (folder / "content").write_bytes(content)
        arguments = ["openssl", "cms", "-encrypt", "-binary", "-in", "content", "-outform", "DER", "-out", "enveloped"]
        arguments += ["-aes-256-cbc"]
        for number, recipient in enumerate(recipients):
            (folder / f"recipient-{number}").write_bytes(recipient.public_bytes(Encoding.PEM))
            arguments += ["-recip", f"recipient-{number}"]
            if isinstance(recipient.public_key(), ec.EllipticCurvePublicKey):
                # OpenSSL's own default is SHA-1 (RFC 5753 section 7.1.4 asks for SHA-256 at least to be there).
                arguments += ["-keyopt", "ecdh_kdf_md:sha256"]
        done = run(arguments, folder)
        if done.code:
            raise CryptoError("refused", done.errors)
        return (folder / "enveloped").read_bytes()


def _decrypt_with(enveloped: bytes, key: SmimeKey) -> bytes | None:
    """Open with `openssl cms`, which knows every cipher that mail programs use (3DES, GCM, OAEP, elliptic curves)."""
    passphrase = secrets.token_hex(32)
    with private_folder() as folder:
        (folder / "enveloped").write_bytes(enveloped)
        (folder / "certificate").write_bytes(key.certificate)
        (folder / "key").write_bytes(_locked(key, passphrase))
        arguments = ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", "enveloped", "-binary", "-out", "opened"]
        # Without the certificate OpenSSL tries every recipient and makes up a key where none fits, against
        # Bleichenbacher's attack; with it, a mail for somebody else is said to be so.
        arguments += ["-recip", "certificate", "-inkey", "key", "-passin", "stdin"]
        done = run(arguments, folder, passphrase.encode() + b"\n")
        opened = folder / "opened"
        return opened.read_bytes() if done.code == 0 and opened.exists() else None


def _locked(key: SmimeKey, passphrase: str) -> bytes:
    """The key reaches the disk only under a passphrase that lives as long as this call."""
    _, private_key = _pair(key)
    return private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))


def _pair(key: SmimeKey) -> tuple[x509.Certificate, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey]:
    certificates = read_certificates(key.certificate)
    try:
        private_key = load_pem_private_key(key.private_key, None)
    except (ValueError, TypeError) as broken:
        raise CryptoError("unreadable", "The private key cannot be read.") from broken
    if not certificates or not isinstance(private_key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise CryptoError("unreadable", "The certificate cannot be read, or its key is neither RSA nor elliptic.")
    return certificates[0], private_key
