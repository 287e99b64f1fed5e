"""Webhooks: what is called, by which address, and what never is."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from postroom.configuration import configure
from postroom.delivery.webhook import call
from postroom.delivery.webhook_target import TargetRefused, target_of
from postroom.models import Event, Trigger, WebhookCall
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db(transaction=True)


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, self.headers["Host"], json.loads(body)))  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def hook() -> Iterator[HTTPServer]:
    """A program that waits to be called; `seen` is what it got."""
    server = HTTPServer(("127.0.0.1", 0), _Hook)
    server.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def world() -> World:
    return make_world()


def made(world: World, url: str) -> WebhookCall:
    arrive(world.channel, eml())
    trigger = Trigger.objects.create(name="Hook", actions=[])
    event = Event.objects.latest("pk")
    return WebhookCall.objects.create(trigger=trigger, event=event, url=url, payload={"n": 1})


def test_address_in_the_own_network_is_refused_with_a_sentence(world: World, hook: HTTPServer) -> None:
    row = made(world, f"http://localhost:{hook.server_port}/hook")
    call(row.pk)
    row.refresh_from_db()
    assert (row.attempts, row.status, row.finished_at is not None, hook.seen) == (1, None, True, [])  # type: ignore[attr-defined]
    assert row.error.startswith("This address lies in your own network.")


@pytest.mark.parametrize("allowed", ["127.0.0.0/8", "localhost"])
def test_allowed_address_is_called_by_its_name(world: World, hook: HTTPServer, allowed: str) -> None:
    configure(webhook_networks=[allowed, "::1"])
    row = made(world, f"http://localhost:{hook.server_port}/hook?a=1")
    call(row.pk)
    row.refresh_from_db()
    assert (row.status, row.error) == (204, "")
    assert hook.seen == [("/hook?a=1", f"localhost:{hook.server_port}", {"n": 1})]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "2130706433",
        "[::1]",
        "[fd00::1]",
        "[fe80::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::a00:1]",
        "[2002:a00:1::]",
    ],
)
def test_no_way_of_writing_an_own_address_is_let_through(host: str) -> None:
    with pytest.raises(TargetRefused):
        target_of(f"https://{host}/", ())


def test_address_on_the_internet_is_the_one_that_is_called() -> None:
    target = target_of("https://user:secret@1.1.1.1:8443/x", ())
    assert (target.host, target.addresses, target.netloc) == ("1.1.1.1", ("1.1.1.1",), "1.1.1.1:8443")


def test_only_what_is_allowed_is_let_through() -> None:
    assert target_of("http://10.1.2.3/", ("10.1.0.0/16",)).addresses == ("10.1.2.3",)
    with pytest.raises(TargetRefused):
        target_of("http://10.2.2.3/", ("10.1.0.0/16", "intranet.example"))


@pytest.mark.parametrize("url", ["ftp://1.1.1.1/", "https:///x", "file:///etc/passwd"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(TargetRefused):
        target_of(url, ())
