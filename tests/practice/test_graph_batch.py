from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from postroom.practice import PracticeTenant
from tests.practice.mails import SUPPORT, mail
from tests.practice.test_graph import client_for, error


def batch(graph: httpx.Client, *requests: dict[str, Any]) -> httpx.Response:
    numbered = [{"id": str(number), "method": "GET", **one} for number, one in enumerate(requests)]
    return graph.post("/$batch", json={"requests": numbered})


def test_batch_answers_each_request_with_its_own_status(tenant: PracticeTenant) -> None:
    tenant.control.put(SUPPORT, mail())
    with client_for(tenant, SUPPORT) as graph:
        [message] = graph.get("/me/messages").json()["value"]
        path = f"/me/messages/{message['id']}"
        told = batch(
            graph,
            {"url": f"{path}?$select=subject"},
            {"url": f"{path}/$value"},
            {"url": path, "method": "PATCH", "body": {"isRead": True}, "headers": {"Content-Type": "application/json"}},
            {"url": "/me/mailFolders/nonsense"},
            {"url": path, "method": "DELETE"},
        ).json()["responses"]
    assert [(one["id"], one["status"]) for one in told] == [
        ("0", 200), ("1", 200), ("2", 200), ("3", 400), ("4", 204),
    ]  # fmt: skip
    assert told[0]["body"]["subject"] == "Frage"
    [deleted] = tenant.control.held(SUPPORT, "deleteditems")
    assert base64.b64decode(told[1]["body"]) == deleted.content
    assert (told[3]["body"]["error"]["code"], deleted.flags) == ("ErrorInvalidIdMalformed", frozenset({r"\Seen"}))


@pytest.mark.parametrize("count", [0, 21])
def test_batch_of_none_or_too_many_is_refused(tenant: PracticeTenant, count: int) -> None:
    with client_for(tenant, SUPPORT) as graph:
        assert error(batch(graph, *([{"url": "/me"}] * count))) == (400, "BadRequest")
