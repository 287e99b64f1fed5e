"""Servers under usual names: proposed only where one answers, with a certificate that holds."""

from __future__ import annotations

from dataclasses import dataclass

from postroom.drivers.connection import ConnectionSettings, Security, Wire
from postroom.drivers.errors import DriverError
from postroom.drivers.guess.candidates import Candidate, GuessSource, MailProtocol


@dataclass(frozen=True, slots=True)
class CommonName:
    """A usual place; `host` holds `{domain}`."""

    protocol: MailProtocol
    host: str
    port: int
    security: Security


COMMON_NAMES = (
    CommonName(MailProtocol.IMAP, "imap.{domain}", 993, Security.TLS),
    CommonName(MailProtocol.IMAP, "mail.{domain}", 993, Security.TLS),
    CommonName(MailProtocol.IMAP, "imap.{domain}", 143, Security.STARTTLS),
    CommonName(MailProtocol.IMAP, "mail.{domain}", 143, Security.STARTTLS),
    CommonName(MailProtocol.POP3, "pop.{domain}", 995, Security.TLS),
    CommonName(MailProtocol.POP3, "pop3.{domain}", 995, Security.TLS),
    CommonName(MailProtocol.SMTP, "smtp.{domain}", 465, Security.TLS),
    CommonName(MailProtocol.SMTP, "mail.{domain}", 465, Security.TLS),
    CommonName(MailProtocol.SMTP, "smtp.{domain}", 587, Security.STARTTLS),
    CommonName(MailProtocol.SMTP, "mail.{domain}", 587, Security.STARTTLS),
)


def ask_common(name: CommonName, address: str, domain: str, seconds: float) -> list[Candidate]:
    """Return the candidate where something answers there."""
    host = name.host.format(domain=domain)
    try:
        with Wire(ConnectionSettings(host, name.port, name.security, timeout=seconds)).connect():
            found = ConnectionSettings(host, name.port, name.security)
            return [Candidate(name.protocol, found, address, GuessSource.COMMON)]
    except DriverError:
        return []
