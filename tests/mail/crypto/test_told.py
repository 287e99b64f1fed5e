"""Which mails are worth opening, told from their bytes."""

from __future__ import annotations

import base64

import pytest

from postroom.mail.crypto.told import may_be_protected

PGP = b"-----BEGIN PGP MESSAGE-----\r\n\r\nAAAA\r\n-----END PGP MESSAGE-----\r\n"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"Subject: x\r\nContent-Type: multipart/signed; protocol=x\r\n\r\n", True),
        (b"Subject: x\r\nCONTENT-TYPE:\r\n Multipart/Encrypted; boundary=b\r\n\r\n", True),
        (b"Content-Type: application/x-pkcs7-mime; name=smime.p7m\n\nAAAA", True),
        (b'Content-Type: application/octet-stream; name="SMIME.P7M"\r\n\r\n', True),
        (b"Content-Type: application/octet-stream; name=a.bin\r\n\r\n", False),
        (b"Subject: x\r\n\r\n" + PGP, True),
        (b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(PGP), True),
        (b"Content-Type: text/plain\r\n\r\nHello", False),
        (b"Content-Type: text/html\r\n\r\nmultipart/signed", False),
        (b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHi\r\n--b--", False),
        (
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\n",
            True,
        ),
        (b"", False),
    ],
)
def test_mail_that_may_be_protected_is_told_by_its_bytes(raw: bytes, expected: bool) -> None:
    assert may_be_protected(raw) is expected
