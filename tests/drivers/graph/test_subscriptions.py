"""Subscribing to new mail."""

from __future__ import annotations

import datetime
import json
import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from postroom.drivers import codes
from postroom.drivers.errors import NotFound, Refused
from postroom.drivers.graph.client import GraphClient
from postroom.drivers.graph.folders import inbox_id
from postroom.drivers.graph.subscriptions import (
    create_subscription,
    delete_subscription,
    reauthorize_subscription,
    renew_subscription,
)
from tests.drivers.graph.mailboxes import PracticeMailbox
from tests.practice.mails import mail


@pytest.fixture
def client(mailbox: PracticeMailbox) -> Iterator[GraphClient]:
    one = GraphClient(mailbox.settings(), mailbox.token)
    one.open()
    yield one
    one.close()


class Hook:
    """A web page that notifications come to."""

    def __init__(self, address: str, heard: queue.Queue[dict[str, Any]]) -> None:
        self.address = address
        self.heard = heard


@pytest.fixture
def hook() -> Iterator[Hook]:
    heard: queue.Queue[dict[str, Any]] = queue.Queue()

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if content:
                heard.put(json.loads(content))
            [token] = parse_qs(urlsplit(self.path).query).get("validationToken", [""])
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(token.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Hook(f"http://127.0.0.1:{server.server_port}", heard)
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_subscriber_hears_of_new_mail_by_its_immutable_id(
    mailbox: PracticeMailbox, client: GraphClient, hook: Hook
) -> None:
    create_subscription(client, inbox_id(client), f"{hook.address}/news", f"{hook.address}/life", "a secret")
    mailbox.deliver(mail())
    with mailbox.source() as source:
        [listed] = source.list()
    [told] = hook.heard.get(timeout=10)["value"]
    assert (told["clientState"], told["changeType"], told["resourceData"]["id"]) == ("a secret", "created", listed.key)


def test_subscription_lasts_just_under_seven_days_and_is_renewed(client: GraphClient, hook: Hook) -> None:
    made = create_subscription(client, "inbox", f"{hook.address}/news", f"{hook.address}/life", "a secret")
    renewed = renew_subscription(client, made.id)
    reauthorize_subscription(client, made.id)
    now = datetime.datetime.now(datetime.UTC)
    assert renewed.id == made.id
    assert [(one.expires - now) // datetime.timedelta(hours=1) for one in (made, renewed)] == [166, 166]


def test_deleted_subscription_is_gone_and_may_be_deleted_again(client: GraphClient, hook: Hook) -> None:
    made = create_subscription(client, "inbox", f"{hook.address}/news", f"{hook.address}/life", "a secret")
    for _ in range(2):
        delete_subscription(client, made.id)
    with pytest.raises(NotFound):
        renew_subscription(client, made.id)


def test_address_that_does_not_answer_is_named(client: GraphClient) -> None:
    with pytest.raises(Refused) as caught:
        create_subscription(client, "inbox", "http://127.0.0.1:1/news", "http://127.0.0.1:1/life", "a secret")
    assert caught.value.code == codes.GRAPH_ADDRESS_UNREACHABLE


@pytest.mark.parametrize("state", ["", "x" * 129])
def test_client_state_that_proves_nothing_is_a_mistake(client: GraphClient, state: str) -> None:
    with pytest.raises(ValueError, match="clientState"):
        create_subscription(client, "inbox", "http://127.0.0.1:1/news", "http://127.0.0.1:1/life", state)
