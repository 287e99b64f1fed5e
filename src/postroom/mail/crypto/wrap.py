"""Put signatures and ciphertext into MIME (RFC 1847)."""

from __future__ import annotations

import base64
import secrets


def signed_multipart(content: bytes, protocol: str, micalg: str, filename: str, signature: bytes) -> bytes:
    """Return multipart/signed of `content` and its `signature`, which is already in lines of text."""
    boundary = _boundary()
    is_base64 = protocol != "application/pgp-signature"
    head = (
        f'Content-Type: multipart/signed; protocol="{protocol}"; micalg={micalg};\r\n boundary="{boundary}"\r\n\r\n'
        f"--{boundary}\r\n"
    )
    between = (
        f"\r\n--{boundary}\r\nContent-Type: {protocol}; name={filename}\r\n"
        f"Content-Disposition: attachment; filename={filename}\r\n"
        + ("Content-Transfer-Encoding: base64\r\n" if is_base64 else "")
        + "\r\n"
    )
    return head.encode() + content + between.encode() + signature + f"\r\n--{boundary}--\r\n".encode()


def encrypted_multipart(ciphertext: bytes) -> bytes:
    """Return multipart/encrypted of an armored PGP message (RFC 3156 section 4)."""
    boundary = _boundary()
    head = (
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";\r\n'
        f' boundary="{boundary}"\r\n\r\n'
        f"--{boundary}\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
        f"\r\n--{boundary}\r\nContent-Type: application/octet-stream; name=encrypted.asc\r\n"
        "Content-Disposition: inline; filename=encrypted.asc\r\n\r\n"
    )
    return head.encode() + ciphertext + f"\r\n--{boundary}--\r\n".encode()


def base64_lines(data: bytes) -> bytes:
    """Return `data` as base64 in lines of 76 characters, CRLF (RFC 2045 section 6.8)."""
    return base64.encodebytes(data).replace(b"\n", b"\r\n").rstrip(b"\r\n") + b"\r\n"


def _boundary() -> str:
    return f"=_{secrets.token_hex(16)}"
