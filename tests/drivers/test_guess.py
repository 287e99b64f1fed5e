"""Guessing servers from an address, with DNS, web and mail servers on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.guess import Candidate, Guess, GuessSource, MailProtocol, Provider, guess_settings
from postroom.drivers.guess.autoconfig import parse_autoconfig
from postroom.drivers.guess.common_names import CommonName
from tests.servers.dns import name_server
from tests.servers.dovecot import Dovecot

ADDRESS = "desk@example.test"

CONFIG = b"""<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="example.test">
  <incomingServer type="pop3"><hostname>pop.example.test</hostname><port>995</port>
    <socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>
  <incomingServer type="imap"><hostname>in.example.test</hostname><port>993</port>
    <socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
  <incomingServer type="imap"><hostname>clear.example.test</hostname><port>143</port>
    <socketType>plain</socketType><username>%EMAILADDRESS%</username></incomingServer>
  <outgoingServer type="smtp"><hostname>out.example.test</hostname><port>587</port>
    <socketType>STARTTLS</socketType><username>%EMAILLOCALPART%.%EMAILDOMAIN%</username></outgoingServer>
</emailProvider></clientConfig>"""

IN = Candidate(
    MailProtocol.IMAP, ConnectionSettings("in.example.test", 993, Security.TLS), ADDRESS, GuessSource.AUTOCONFIG
)
POP = Candidate(
    MailProtocol.POP3, ConnectionSettings("pop.example.test", 995, Security.TLS), "desk", GuessSource.AUTOCONFIG
)
OUT = Candidate(
    MailProtocol.SMTP,
    ConnectionSettings("out.example.test", 587, Security.STARTTLS),
    "desk.example.test",
    GuessSource.AUTOCONFIG,
)

SRV = {
    ("_imaps._tcp.example.test", "SRV"): ["20 1 993 second.example.test.", "10 1 1993 first.example.test."],
    ("_pop3s._tcp.example.test", "SRV"): ["0 0 0 ."],
    ("_submission._tcp.example.test", "SRV"): ["0 1 587 send.example.test."],
}

Records = Mapping[tuple[str, str], list[str]]


@contextmanager
def web_server(pages: Mapping[str, bytes], redirects: Mapping[str, str] | None = None) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            target = (redirects or {}).get(self.path)
            body = pages.get(self.path, b"")
            self.send_response(302 if target else 200 if body else 404)
            if target:
                self.send_header("Location", target)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def guess(
    records: Records, places: tuple[str, ...] = (), common: tuple[CommonName, ...] = (), address: str = ADDRESS
) -> Guess:
    with name_server(records) as resolver:
        return guess_settings(address, seconds=2, resolver=resolver, places=places, common_names=common)


def hosts(candidates: tuple[Candidate, ...]) -> list[tuple[str, int, str]]:
    return [(one.settings.host, one.settings.port, one.source.value) for one in candidates]


def test_autoconfig_is_read_from_the_domain() -> None:
    with web_server({"/mail?emailaddress=desk@example.test": CONFIG}) as base:
        found = guess({}, (base + "/mail?emailaddress={address}",))
    assert found == Guess((IN, POP), (OUT,))


def test_autoconfig_at_the_second_place_is_found_too() -> None:
    with web_server({"/example.test/config.xml": CONFIG}) as base:
        found = guess({}, (base + "/missing", base + "/{domain}/config.xml"))
    assert found.outgoing == (OUT,)


def test_redirect_within_the_scheme_is_followed() -> None:
    with web_server({"/real": CONFIG}, {"/a": "/real"}) as base:
        assert guess({}, (base + "/a",)).outgoing == (OUT,)


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<html>not found</html>",
        b"<clientConfig",
        b'<!DOCTYPE a [<!ENTITY b "c">]><clientConfig>&b;</clientConfig>',
        CONFIG.replace(b"<port>", b"<port>99"),
        CONFIG.replace(b".example.test</hostname>", b".example.test/../x</hostname>"),
        b" " * 200_000 + CONFIG,
    ],
    ids=["empty", "html", "broken", "entities", "port", "host", "large"],
)
def test_what_is_no_config_gives_nothing(xml: bytes) -> None:
    with web_server({"/mail": xml}) as base:
        assert guess({}, (base + "/mail",)) == Guess((), ())


def test_clear_text_is_never_proposed() -> None:
    assert "clear.example.test" not in [one.settings.host for one in parse_autoconfig(CONFIG, ADDRESS)]


def test_srv_records_come_by_priority_and_a_dot_means_none() -> None:
    found = guess(SRV)
    assert hosts(found.incoming) == [("first.example.test", 1993, "srv"), ("second.example.test", 993, "srv")]
    assert hosts(found.outgoing) == [("send.example.test", 587, "srv")]
    assert [one.settings.security for one in found.outgoing] == [Security.STARTTLS]
    assert [one.user for one in found.incoming] == [ADDRESS, ADDRESS]


@pytest.mark.parametrize(
    ("exchange", "provider", "imap", "smtp"),
    [
        (
            "example-test.mail.protection.outlook.com.",
            Provider.MICROSOFT,
            ("outlook.office365.com", 993, "mx"),
            ("smtp.office365.com", 587, "mx"),
        ),
        ("ASPMX.L.GOOGLE.COM.", Provider.GOOGLE, ("imap.gmail.com", 993, "mx"), ("smtp.gmail.com", 465, "mx")),
    ],
)
def test_mx_of_a_known_provider_comes_first(
    exchange: str, provider: Provider, imap: tuple[str, int, str], smtp: tuple[str, int, str]
) -> None:
    found = guess({**SRV, ("example.test", "MX"): [f"10 {exchange}"]})
    assert found.provider is provider
    assert hosts(found.incoming)[0] == imap
    assert hosts(found.outgoing) == [smtp, ("send.example.test", 587, "srv")]


def test_mx_that_only_looks_like_a_provider_is_none() -> None:
    assert guess({("example.test", "MX"): ["10 evilgoogle.com."]}).provider is None


@pytest.mark.dovecot
def test_common_names_are_proposed_where_something_answers(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate.certificate))
    common = (
        CommonName(MailProtocol.POP3, "{domain}", dovecot.pop3s, Security.TLS),
        CommonName(MailProtocol.IMAP, "{domain}", 1, Security.TLS),
        CommonName(MailProtocol.IMAP, "{domain}", dovecot.imaps, Security.TLS),
    )
    found = guess({}, common=common, address="desk@localhost")
    assert hosts(found.incoming) == [("localhost", dovecot.imaps, "common"), ("localhost", dovecot.pop3s, "common")]


@pytest.mark.dovecot
def test_common_name_with_a_certificate_that_does_not_hold_is_not_proposed(dovecot: Dovecot) -> None:
    common = (CommonName(MailProtocol.IMAP, "{domain}", dovecot.imaps, Security.TLS),)
    assert guess({}, common=common, address="desk@localhost") == Guess((), ())


def test_same_server_from_two_sources_stands_once_under_the_better() -> None:
    records = {("_imaps._tcp.example.test", "SRV"): ["0 1 993 in.example.test."]}
    with web_server({"/mail": CONFIG}) as base:
        found = guess(records, (base + "/mail",))
    assert found.incoming == (IN, POP)


def test_international_domain_is_asked_by_its_a_label() -> None:
    records = {("_imaps._tcp.xn--bcher-kva.test", "SRV"): ["0 1 993 in.example.test."]}
    found = guess(records, address="desk@bücher.test")
    assert [one.user for one in found.incoming] == ["desk@bücher.test"]


@pytest.mark.parametrize("address", ["", "desk", "desk@", "desk@exa mple", "@"])
def test_what_is_no_address_gives_nothing(address: str) -> None:
    assert guess({}, address=address) == Guess((), ())


def test_silent_servers_hold_nothing_up() -> None:
    with name_server({}, silent=True) as resolver:
        started = time.monotonic()
        found = guess_settings(ADDRESS, seconds=0.5, resolver=resolver, places=(), common_names=())
        assert time.monotonic() - started < 2
    assert found == Guess((), ())
