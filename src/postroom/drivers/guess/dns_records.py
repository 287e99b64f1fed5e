"""What the DNS tells of a domain's mail servers."""

from __future__ import annotations

import dns.exception
import dns.rdtypes.ANY.MX
import dns.rdtypes.IN.SRV
import dns.resolver

from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.guess.candidates import Candidate, GuessSource, MailProtocol, Provider

_SERVICES: tuple[tuple[str, MailProtocol, Security], ...] = (
    ("_imaps", MailProtocol.IMAP, Security.TLS),
    ("_imap", MailProtocol.IMAP, Security.STARTTLS),
    ("_pop3s", MailProtocol.POP3, Security.TLS),
    ("_pop3", MailProtocol.POP3, Security.STARTTLS),
    ("_submissions", MailProtocol.SMTP, Security.TLS),
    ("_submission", MailProtocol.SMTP, Security.STARTTLS),
)
"""RFC 6186 and RFC 8314 section 5.1, in the order RFC 8314 prefers."""

_MX_SUFFIXES = {
    ".mail.protection.outlook.com": Provider.MICROSOFT,
    ".mx.microsoft": Provider.MICROSOFT,
    ".olc.protection.outlook.com": Provider.MICROSOFT,
    ".google.com": Provider.GOOGLE,
    ".googlemail.com": Provider.GOOGLE,
}

_PROVIDER_SERVERS = {
    # https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/pop3-and-imap4/pop3-and-imap4
    Provider.MICROSOFT: (
        (MailProtocol.IMAP, ConnectionSettings("outlook.office365.com", 993, Security.TLS)),
        (MailProtocol.SMTP, ConnectionSettings("smtp.office365.com", 587, Security.STARTTLS)),
    ),
    # https://developers.google.com/workspace/gmail/imap/imap-smtp
    Provider.GOOGLE: (
        (MailProtocol.IMAP, ConnectionSettings("imap.gmail.com", 993, Security.TLS)),
        (MailProtocol.SMTP, ConnectionSettings("smtp.gmail.com", 465, Security.TLS)),
    ),
}

SERVICES = tuple(service for service, _, _ in _SERVICES)


def ask_srv(
    resolver: dns.resolver.Resolver, service: str, address: str, domain: str, seconds: float
) -> list[Candidate]:
    """Return the servers of one service, best priority first; empty where there are none."""
    protocol, security = next((kind, safe) for name, kind, safe in _SERVICES if name == service)
    records = [
        record
        for record in _resolve(resolver, f"{service}._tcp.{domain}", "SRV", seconds)
        if isinstance(record, dns.rdtypes.IN.SRV.SRV)
    ]
    records.sort(key=lambda record: (record.priority, -record.weight))
    # A target of "." says that the service is decidedly not there (RFC 2782).
    hosts = [(record.target.to_text(omit_final_dot=True), record.port) for record in records if len(record.target) > 1]
    return [
        Candidate(protocol, ConnectionSettings(host, port, security), address, GuessSource.SRV) for host, port in hosts
    ]


def ask_provider(resolver: dns.resolver.Resolver, domain: str, seconds: float) -> Provider | None:
    """Return the provider at whose servers the domain's mail arrives, None for any other."""
    for record in _resolve(resolver, domain, "MX", seconds):
        if isinstance(record, dns.rdtypes.ANY.MX.MX):
            host = "." + record.exchange.to_text(omit_final_dot=True).lower()
            for suffix, provider in _MX_SUFFIXES.items():
                if host.endswith(suffix):
                    return provider
    return None


def provider_candidates(provider: Provider | None, address: str) -> list[Candidate]:
    """Return the provider's servers."""
    servers = _PROVIDER_SERVERS[provider] if provider else ()
    return [Candidate(protocol, settings, address, GuessSource.MX) for protocol, settings in servers]


def _resolve(resolver: dns.resolver.Resolver, name: str, kind: str, seconds: float) -> list[object]:
    try:
        return list(resolver.resolve(name, kind, lifetime=seconds))
    except dns.exception.DNSException:
        return []
