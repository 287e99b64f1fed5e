from __future__ import annotations

import datetime
import json
import queue
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from postroom.practice import PracticeTenant
from tests.practice.mails import SUPPORT, mail

READ = "https://graph.microsoft.com/Mail.ReadWrite"


class Endpoint:
    """The address notifications go to; fails as often as told."""

    def __init__(self) -> None:
        self.got: queue.Queue[dict[str, Any]] = queue.Queue()
        self.failures = 0
        self.slow = 0.0
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                token = parse_qs(urlsplit(self.path).query).get("validationToken", [""])[0]
                time.sleep(endpoint.slow)
                endpoint.failures -= 0 if token else 1
                self.send_response(200 if token else 500 if endpoint.failures >= 0 else 202)
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                self.wfile.write(token.encode())
                if not token and endpoint.failures < 0:
                    endpoint.got.put(json.loads(body)["value"][0])

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/hook"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    one = Endpoint()
    thread = threading.Thread(target=one.server.serve_forever)
    thread.start()
    yield one
    one.server.shutdown()
    thread.join()
    one.server.server_close()


@pytest.fixture
def graph(tenant: PracticeTenant) -> Iterator[httpx.Client]:
    headers = {
        "Authorization": f"Bearer {tenant.control.access_token(SUPPORT, READ)}",
        "Prefer": 'IdType="ImmutableId"',
    }
    with httpx.Client(base_url=tenant.graph_url, headers=headers, timeout=10) as client:
        yield client


def subscribe(graph: httpx.Client, endpoint: Endpoint, minutes: int = 60) -> dict[str, Any]:
    answer = try_to_subscribe(graph, endpoint, minutes)
    assert answer.status_code == 201
    made: dict[str, Any] = answer.json()
    return made


def try_to_subscribe(graph: httpx.Client, endpoint: Endpoint, minutes: int = 60) -> httpx.Response:
    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=minutes)
    body = {
        "changeType": "created",
        "notificationUrl": endpoint.address,
        "lifecycleNotificationUrl": endpoint.address,
        "resource": f"users/{SUPPORT}/mailFolders('inbox')/messages",
        "expirationDateTime": until.isoformat(),
        "clientState": "geheim",
    }
    return graph.post("/subscriptions", json=body)


def test_new_mail_is_notified_with_its_immutable_id(
    tenant: PracticeTenant, graph: httpx.Client, endpoint: Endpoint
) -> None:
    made = subscribe(graph, endpoint)
    tenant.control.put(SUPPORT, mail("Neu"))
    told = endpoint.got.get(timeout=10)
    assert (told["subscriptionId"], told["changeType"], told["clientState"], told["tenantId"]) == (
        made["id"], "created", "geheim", tenant.tenant_id,
    )  # fmt: skip
    assert graph.get(f"/me/messages/{told['resourceData']['id']}").json()["subject"] == "Neu"


def test_notification_that_was_not_taken_comes_again(
    tenant: PracticeTenant, graph: httpx.Client, endpoint: Endpoint
) -> None:
    subscribe(graph, endpoint)
    endpoint.failures = 1
    tenant.control.put(SUPPORT, mail())
    assert endpoint.got.get(timeout=10)["changeType"] == "created"


def test_fifth_request_at_once_is_throttled(tenant: PracticeTenant, graph: httpx.Client, endpoint: Endpoint) -> None:
    endpoint.slow = 1.0
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: try_to_subscribe(graph, endpoint), range(5)))
    assert sorted(one.status_code for one in answers) == [201, 201, 201, 201, 429]
    refused = next(one for one in answers if one.status_code == 429)
    assert (refused.json()["error"]["code"], refused.headers["retry-after"]) == ("ApplicationThrottled", "1")


def test_short_subscription_becomes_45_minutes_and_is_renewed(graph: httpx.Client, endpoint: Endpoint) -> None:
    made = subscribe(graph, endpoint, minutes=5)
    left = datetime.datetime.fromisoformat(made["expirationDateTime"]) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(minutes=44) < left <= datetime.timedelta(minutes=45)
    later = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    renewed = graph.patch(f"/subscriptions/{made['id']}", json={"expirationDateTime": later})
    assert renewed.json()["expirationDateTime"] == later
    assert graph.delete(f"/subscriptions/{made['id']}").status_code == 204
    assert graph.get("/subscriptions").json()["value"] == []


def test_lifecycle_events_reach_the_subscriber_and_removal_removes(
    tenant: PracticeTenant, graph: httpx.Client, endpoint: Endpoint
) -> None:
    made = subscribe(graph, endpoint)
    tenant.control.notify_lifecycle("reauthorizationRequired")
    assert endpoint.got.get(timeout=10)["lifecycleEvent"] == "reauthorizationRequired"
    assert graph.post(f"/subscriptions/{made['id']}/reauthorize").status_code == 204
    tenant.control.notify_lifecycle("subscriptionRemoved")
    assert endpoint.got.get(timeout=10)["lifecycleEvent"] == "subscriptionRemoved"
    assert graph.get("/subscriptions").json()["value"] == []


def test_sending_that_is_cut_off_was_sent_all_the_same(tenant: PracticeTenant) -> None:
    token = tenant.control.access_token(SUPPORT, "https://graph.microsoft.com/Mail.Send")
    tenant.control.break_("drop-after-send", times=1)
    message = {"subject": "Hallo", "toRecipients": [{"emailAddress": {"address": "lena@postkasten.example"}}]}
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(
            f"{tenant.graph_url}/me/sendMail",
            json={"message": message},
            headers={"Authorization": f"Bearer {token}"},
        )
    assert [one.subject for one in tenant.control.held("lena@postkasten.example")] == ["Hallo"]
