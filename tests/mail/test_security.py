"""Signature, encryption and the word of the receiving server, as the mail shows them."""

from __future__ import annotations

import pytest

from postroom.mail.message import parse
from postroom.mail.sender_checks import authentication_results, looks_forged, sender_checks
from postroom.mail.values import Security, SenderCheck

OURS = frozenset({"mx.desk.example.com"})


def _security(*headers: str, body: str = "Hello") -> Security:
    head = "\n".join(
        [*headers, "From: anna@example.org", "Subject: x", "Message-ID: <1@example.org>", "MIME-Version: 1.0"]
    )
    return parse(f"{head}\n\n{body}\n".encode(), trusted_authserv_ids=OURS).security


@pytest.mark.parametrize(
    ("header", "dmarc"),
    [
        (
            "Authentication-Results: mx.desk.example.com; spf=pass; dmarc=fail (p=reject) header.from=example.org",
            "fail",
        ),
        ("Authentication-Results: MX.Desk.Example.COM 1; dmarc=pass", "pass"),
        ("Authentication-Results: mx.desk.example.com (a ; comment); dkim=none;\n dmarc = None", "none"),
        ("Authentication-Results: mx.desk.example.com; none", None),
        ("Authentication-Results: mx.evil.example; dmarc=pass", None),
        ("Authentication-Results: mx.desk.example.com.evil.example; dmarc=pass", None),
        ("Authentication-Results: mx.evil.example; x=mx.desk.example.com; dmarc=pass", None),
        ("Authentication-Results: ; dmarc=pass", None),
        ("ARC-Authentication-Results: i=1; mx.desk.example.com; dmarc=pass", None),
    ],
)
def test_only_a_trusted_server_is_believed(header: str, dmarc: str | None) -> None:
    assert _security(header) == Security(dmarc=dmarc)


def test_topmost_word_of_the_trusted_server_counts() -> None:
    headers = (
        "Authentication-Results: mx.desk.example.com; dmarc=fail",
        "Authentication-Results: mx.desk.example.com; dmarc=pass",
    )
    assert _security(*headers) == Security(dmarc="fail")


def test_several_headers_of_one_server_are_taken_together() -> None:
    headers = (
        ("Authentication-Results", "mx.desk.example.com; spf=pass smtp.mailfrom=example.org"),
        ("Authentication-Results", "mx.desk.example.com; dmarc=pass header.from=example.org"),
        ("Received", "from mx.example.org by mx.desk.example.com"),
        ("Authentication-Results", "mx.desk.example.com; dkim=pass"),
    )
    assert authentication_results(headers, OURS) == {"spf": "pass", "dmarc": "pass"}


EXCHANGE = (
    "Authentication-Results",
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.org; dkim=pass (signature was verified)"
    " header.d=example.org;dmarc=pass action=none header.from=example.org;compauth=pass reason=100",
)


def test_exchange_online_leaves_its_name_out() -> None:
    trusted = frozenset({"exchange-online"})
    assert authentication_results((EXCHANGE,), trusted) == {
        "spf": "pass",
        "dkim": "pass",
        "dmarc": "pass",
        "compauth": "pass",
    }
    assert authentication_results((EXCHANGE,), OURS) == {}


def test_header_below_that_of_exchange_online_came_with_the_mail() -> None:
    forged = ("Authentication-Results", "mx.desk.example.com; dmarc=pass")
    assert authentication_results((EXCHANGE, forged), OURS) == {}


def test_nobody_can_write_the_name_that_stands_for_exchange_online() -> None:
    forged = ("Authentication-Results", "exchange-online; dmarc=pass")
    assert authentication_results((forged,), frozenset({"exchange-online"})) == {}


def test_nothing_is_believed_where_nobody_is_trusted() -> None:
    headers = (("Authentication-Results", "mx.desk.example.com; dmarc=pass"),)
    assert authentication_results(headers, frozenset()) == {}


SMIME_PARTS = "--b\nContent-Type: text/plain\n\nHi\n--b\nContent-Type: application/pkcs7-signature\n\nAAAA\n--b--"


@pytest.mark.parametrize(
    ("header", "body", "expected"),
    [
        (
            'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b',
            SMIME_PARTS,
            Security(signed="smime"),
        ),
        (
            'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=b',
            SMIME_PARTS.replace("pkcs7", "pgp"),
            Security(signed="pgp"),
        ),
        ("Content-Type: application/pkcs7-mime; smime-type=signed-data", "AAAA", Security(signed="smime")),
        ("Content-Type: application/pkcs7-mime; smime-type=enveloped-data", "AAAA", Security(encrypted="smime")),
        ("Content-Type: application/x-pkcs7-mime; name=smime.p7m", "AAAA", Security(encrypted="smime")),
        (
            "Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64",
            "MIIB3gYJKoZIhvcNAQcCoIIBzzCCAcsCAQEx",
            Security(signed="smime"),
        ),
        ("Content-Type: application/pkcs7-mime; smime-type=certs-only", "AAAA", Security()),
        (
            'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
            "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--",
            Security(encrypted="pgp"),
        ),
        ("Content-Type: text/plain", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHi", Security(signed="pgp")),
        ("Content-Type: text/plain", "-----BEGIN PGP MESSAGE-----\n\nhQEMA", Security(encrypted="pgp")),
        ("Content-Type: text/plain", "Hello", Security()),
    ],
)
def test_kind_is_told_by_the_structure_and_nothing_is_verified(header: str, body: str, expected: Security) -> None:
    assert _security(header, body=body) == expected


CHECKED = (
    "Authentication-Results: mx.desk.example.com; spf=softfail smtp.mailfrom=Bounces@Mail.Example.net;"
    " dkim=fail header.d=one.example; dkim=pass header.i=@two.example; dmarc=none header.from=example.org"
)


def test_every_check_of_the_sender_is_read_with_its_domain() -> None:
    assert parse(f"{CHECKED}\n\nx\n".encode(), trusted_authserv_ids=OURS).sender_checks == (
        SenderCheck("spf", "softfail", "mail.example.net"),
        SenderCheck("dkim", "fail", "one.example"),
        SenderCheck("dkim", "pass", "two.example"),
        SenderCheck("dmarc", "none", "example.org"),
    )


@pytest.mark.parametrize(
    ("results", "forged"),
    [
        ("spf=pass; dkim=pass; dmarc=pass", False),
        ("spf=pass; dkim=pass; dmarc=fail", True),
        ("spf=fail; dkim=none; dmarc=none", True),
        ("spf=fail", True),
        ("spf=fail; dkim=pass", False),
        ("spf=fail; dkim=none; dmarc=pass", False),
        ("spf=softfail; dkim=none", False),
        ("spf=none; dkim=none; compauth=fail", True),
        ("spf=fail; dkim=none; compauth=pass", False),
        ("dkim=fail", False),
    ],
)
def test_sender_looks_forged_where_the_trusted_server_refuses_it(results: str, forged: bool) -> None:
    headers = (("Authentication-Results", f"mx.desk.example.com; {results}"),)
    assert (looks_forged(sender_checks(headers, OURS)), looks_forged(sender_checks(headers, frozenset()))) == (
        forged,
        False,
    )
