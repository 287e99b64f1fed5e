"""The settings that a domain publishes for Thunderbird and others.

Source: https://www.bucksch.org/1/projects/thunderbird/autoconfiguration/config-file-format.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import defusedxml
import defusedxml.ElementTree
import httpx

from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.guess.candidates import Candidate, GuessSource, MailProtocol

PLACES = (
    "https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={address}",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
)
"""Only the domain's own: no third party learns who sets up which mailbox."""

LARGEST_FILE = 100_000

_SECURITY = {"SSL": Security.TLS, "STARTTLS": Security.STARTTLS}
"""`plain` is left out: a guess never proposes clear text."""

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


def ask_autoconfig(place: str, address: str, domain: str, seconds: float) -> list[Candidate]:
    """Fetch one place and return its candidates; empty where there is nothing of use."""
    url = place.format(domain=domain, address=address)
    try:
        return parse_autoconfig(_fetch(url, seconds), address)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return []


def parse_autoconfig(xml: bytes, address: str) -> list[Candidate]:
    """Return the candidates of a config file, in its order. Raises ValueError for what is none."""
    try:
        root = defusedxml.ElementTree.fromstring(xml)
    except (defusedxml.ElementTree.ParseError, defusedxml.DefusedXmlException) as error:
        raise ValueError(str(error)) from error
    return list(_candidates(root, address))


def _fetch(url: str, seconds: float) -> bytes:
    with (
        httpx.Client(timeout=seconds, follow_redirects=True, max_redirects=3) as client,
        client.stream("GET", url) as response,
    ):
        response.raise_for_status()
        # A redirect out of TLS would let anybody on the way name the servers.
        if response.url.scheme != httpx.URL(url).scheme:
            raise ValueError(f"redirected to {response.url.scheme}")
        content = bytearray()
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > LARGEST_FILE:
                raise ValueError("too large for a config file")
        return bytes(content)


def _candidates(root: Any, address: str) -> Iterator[Candidate]:
    for server in (*root.iter("incomingServer"), *root.iter("outgoingServer")):
        candidate = _candidate(server, address)
        if candidate is not None:
            yield candidate


def _candidate(server: Any, address: str) -> Candidate | None:
    security = _SECURITY.get(server.findtext("socketType", "").strip())
    host = server.findtext("hostname", "").strip()
    port = server.findtext("port", "").strip()
    kind = server.get("type", "")
    if security is None or kind not in set(MailProtocol) or not _HOST.fullmatch(host):
        return None
    if not port.isdigit() or not 0 < int(port) < 65536:
        return None
    settings = ConnectionSettings(host, int(port), security)
    return Candidate(MailProtocol(kind), settings, _user(server, address), GuessSource.AUTOCONFIG)


def _user(server: Any, address: str) -> str:
    local, _, domain = address.rpartition("@")
    user: str = server.findtext("username", "%EMAILADDRESS%").strip()
    for placeholder, value in (
        ("%EMAILADDRESS%", address),
        ("%EMAILLOCALPART%", local),
        ("%EMAILDOMAIN%", domain),
    ):
        user = user.replace(placeholder, value)
    return user
