"""Keys, and tickets of mail that was signed, encrypted or forged."""

from __future__ import annotations

from dataclasses import dataclass

from postroom.configuration import configure
from postroom.keys.verbs import add_keys
from postroom.mail.crypto import smime
from postroom.models import Channel, MailKey, Ticket
from tests.keys.made import root, whole
from tests.world import arrive

CUSTOMER = "nora.fitzgerald-oppenheimer@harbourcycles.example"
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\nDas neue Schloss: 4711. / The new lock: 4711.\r\n"
SERVER = "mx.northwind-supply.example"
FORGED = f"Authentication-Results: {SERVER}; spf=softfail; dkim=fail; dmarc=fail\r\n".encode()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A key of ours, and tickets whose mail says something about its sender."""

    key: MailKey
    tickets: list[Ticket]


def sealed(channel: Channel, ours: str) -> Sealed:
    """Let signed, encrypted and forged mail come in; only one of the two encrypted mails can be opened."""
    configure(trusted_authserv_ids=(SERVER,))
    authority = root()
    own, theirs, lost = authority.issue(ours), authority.issue(CUSTOMER), authority.issue(ours)
    (key,) = add_keys(whole(own))
    add_keys(authority.pem)
    add_keys(theirs.certificate)
    told = (
        smime.encrypt(smime.sign(PLAIN, theirs), own.certificate),
        smime.encrypt(PLAIN, lost.certificate),
        smime.sign(PLAIN, theirs).replace(b"4711", b"4712"),
        FORGED + PLAIN,
    )
    rows = [arrive(channel, _headers(ours, number) + entity)[0] for number, entity in enumerate(told)]
    return Sealed(key, [row.ticket for row in rows if row.ticket is not None])


def _headers(to: str, number: int) -> bytes:
    lines = (f"From: Nora <{CUSTOMER}>", f"To: {to}", f"Subject: Sealed letter {number}", "MIME-Version: 1.0")
    return "".join(f"{line}\r\n" for line in lines).encode()
