from __future__ import annotations

import asyncio
import base64
import datetime
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from postroom.practice import PracticeTenant
from postroom.practice.asgi.messages import Request, Response
from postroom.practice.graph.routes import GraphRouter
from tests.practice.mails import BRANDT, INFO, JONAS, SUPPORT, mail, mail_with_attachment

IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}
GRAPH = "https://graph.microsoft.com"
ALL = f"{GRAPH}/Mail.ReadWrite {GRAPH}/Mail.Send {GRAPH}/Mail.ReadWrite.Shared {GRAPH}/Mail.Send.Shared"


def client_for(tenant: PracticeTenant, upn: str, scope: str = ALL) -> httpx.Client:
    token = tenant.control.access_token(upn, scope)
    return httpx.Client(base_url=tenant.graph_url, headers={"Authorization": f"Bearer {token}"}, timeout=10)


@pytest.fixture
def graph(tenant: PracticeTenant) -> Iterator[httpx.Client]:
    with client_for(tenant, SUPPORT) as client:
        yield client


def names(answer: httpx.Response, field: str = "subject") -> list[Any]:
    return [one[field] for one in answer.json()["value"]]


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_folders_are_listed_level_by_level_and_hidden_ones_on_request(
    tenant: PracticeTenant, graph: httpx.Client
) -> None:
    tenant.control.put(SUPPORT, mail(), folder="Anfragen/Tech-Support")
    top = graph.get("/me/mailFolders?$top=100")
    assert sorted(names(top, "displayName")) == [
        "Anfragen", "Archiv", "Entwürfe", "Gelöschte Elemente", "Gesendete Elemente", "Junk-E-Mail", "Postausgang",
        "Posteingang",
    ]  # fmt: skip
    parent = next(one for one in top.json()["value"] if one["displayName"] == "Anfragen")
    below = graph.get(f"/me/mailFolders/{parent['id']}/childFolders").json()["value"]
    assert [(one["displayName"], one["totalItemCount"]) for one in below] == [("Tech-Support", 1)]
    hidden = graph.get("/me/mailFolders?$top=100&includeHiddenFolders=true")
    assert set(names(hidden, "displayName")) - set(names(top, "displayName")) == {
        "Deletions", "Verlauf der Unterhaltung",
    }  # fmt: skip


def test_messages_are_paged_filtered_and_selected(tenant: PracticeTenant, graph: httpx.Client) -> None:
    for number in range(5):
        tenant.control.put(SUPPORT, mail(f"Frage {number}"), received=1_700_000_000 + number)
    first = graph.get("/me/mailFolders/inbox/messages?$select=subject&$top=2&$orderby=receivedDateTime asc&$count=true")
    assert names(first) == ["Frage 0", "Frage 1"]
    assert first.json()["@odata.count"] == 5
    assert sorted(first.json()["value"][0]) == ["@odata.etag", "id", "subject"]
    assert names(graph.get(first.json()["@odata.nextLink"])) == ["Frage 2", "Frage 3"]
    graph.patch(f"/me/messages/{first.json()['value'][0]['id']}", json={"isRead": True})
    unread = graph.get("/me/mailFolders/inbox/messages?$filter=isRead eq false and startswith(subject,'frage 0')")
    assert names(unread) == []
    since = graph.get("/me/messages?$filter=receivedDateTime ge 2023-11-14T22:13:23Z")
    assert names(since) == ["Frage 4", "Frage 3"]
    known = graph.get("/me/messages?$filter=internetMessageId eq '<Frage-2@brandt-metallbau.example>'")
    assert names(known) == ["Frage 2"]


def test_message_json_holds_sender_body_and_attachments(tenant: PracticeTenant, graph: httpx.Client) -> None:
    tenant.control.put(SUPPORT, mail_with_attachment())
    message = graph.get("/me/messages").json()["value"][0]
    assert message["from"] == {"emailAddress": {"name": "Markus Brandt", "address": BRANDT}}
    assert message["body"] == {"contentType": "html", "content": "<p>Siehe <b>Anhang</b></p>\r\n"}
    assert message["bodyPreview"] == "Siehe Anhang"
    assert message["hasAttachments"] is True
    attachment = graph.get(f"/me/messages/{message['id']}/attachments").json()["value"][0]
    assert (attachment["name"], attachment["contentType"]) == ("Rechnung.pdf", "application/pdf")
    assert base64.b64decode(attachment["contentBytes"]) == b"%PDF-1.4 \x00\xff"
    expand = "singleValueExtendedProperties($filter=id eq 'Long 0x0E08')"
    sized = graph.get(f"/me/messages/{message['id']}", params={"$select": "id", "$expand": expand}).json()
    assert sized["singleValueExtendedProperties"] == [
        {"id": "Long 0x0E08", "value": str(len(mail_with_attachment_of(tenant)))}
    ]


def mail_with_attachment_of(tenant: PracticeTenant) -> bytes:
    return tenant.control.held(SUPPORT)[0].content


def test_mime_value_is_the_message_byte_for_byte(tenant: PracticeTenant, graph: httpx.Client) -> None:
    tenant.control.put(SUPPORT, mail())
    identifier = graph.get("/me/messages").json()["value"][0]["id"]
    assert graph.get(f"/me/messages/{identifier}/$value").content == tenant.control.held(SUPPORT)[0].content


def test_message_that_vanishes_between_finding_and_reading_is_not_found(tenant: PracticeTenant) -> None:
    tenant.control.put(SUPPORT, mail())
    store = tenant.control.world.post.messages
    [message] = store.in_folder(tenant.control.folder(SUPPORT, "inbox"))
    router = GraphRouter(tenant.control.world)
    router.add("GET", "/v1.0/found", lambda request: Response(200, store.content(message)))
    request = Request("GET", "/v1.0/found", "", {}, b"", tenant.base_url)
    before = asyncio.run(router.answer(request))
    tenant.control.empty(SUPPORT)
    after = asyncio.run(router.answer(request))
    assert before is not None
    assert after is not None
    assert (before.status, before.body, after.status) == (200, mail(), 404)
    assert json.loads(after.body)["error"]["code"] == "ErrorItemNotFound"


def test_moving_changes_the_usual_id_and_keeps_the_immutable_one(tenant: PracticeTenant, graph: httpx.Client) -> None:
    tenant.control.put(SUPPORT, mail())
    changing = graph.get("/me/messages").json()["value"][0]["id"]
    immutable = graph.get("/me/messages", headers=IMMUTABLE).json()["value"][0]["id"]
    moved = graph.post(f"/me/messages/{immutable}/move", json={"destinationId": "archive"}, headers=IMMUTABLE)
    assert (moved.status_code, moved.json()["id"]) == (201, immutable)
    assert error(graph.get(f"/me/messages/{changing}")) == (404, "ErrorItemNotFound")
    assert graph.get(f"/me/messages/{immutable}").status_code == 200
    assert error(graph.get("/me/messages/nonsense")) == (400, "ErrorInvalidIdMalformed")


def test_delete_goes_to_deleted_items_and_permanent_delete_nowhere(tenant: PracticeTenant, graph: httpx.Client) -> None:
    for subject in ("Eins", "Zwei"):
        tenant.control.put(SUPPORT, mail(subject))
    two, one = graph.get("/me/mailFolders/inbox/messages").json()["value"]
    assert graph.delete(f"/me/messages/{one['id']}").status_code == 204
    assert graph.post(f"/me/messages/{two['id']}/permanentDelete").status_code == 204
    assert [held.subject for held in tenant.control.held(SUPPORT, "deleteditems")] == ["Eins"]
    assert tenant.control.held(SUPPORT) == []


def test_copying_leaves_the_original_where_it_is(tenant: PracticeTenant, graph: httpx.Client) -> None:
    tenant.control.put(SUPPORT, mail("Eins"))
    original = graph.get("/me/messages").json()["value"][0]["id"]
    copied = graph.post(f"/me/messages/{original}/copy", json={"destinationId": "archive"})
    assert (copied.status_code, copied.json()["id"] == original) == (201, False)
    assert [[one.subject for one in tenant.control.held(SUPPORT, name)] for name in ("inbox", "archive")] == [
        ["Eins"], ["Eins"],
    ]  # fmt: skip


def test_content_of_received_mail_cannot_be_changed_and_that_of_drafts_can(
    tenant: PracticeTenant, graph: httpx.Client
) -> None:
    tenant.control.put(SUPPORT, mail("Fest"))
    received = graph.get("/me/messages").json()["value"][0]["id"]
    assert error(graph.patch(f"/me/messages/{received}", json={"subject": "Anders"})) == (403, "ErrorAccessDenied")
    marked = graph.patch(f"/me/messages/{received}", json={"categories": ["Blau"], "flag": {"flagStatus": "flagged"}})
    assert (marked.json()["categories"], marked.json()["flag"]) == (["Blau"], {"flagStatus": "flagged"})
    draft = graph.post("/me/messages", json={"subject": "Entwurf", "body": {"contentType": "text", "content": "x"}})
    address = f"/me/messages/{draft.json()['id']}"
    changes = {"subject": "Neu", "toRecipients": [{"emailAddress": {"address": BRANDT}}]}
    assert graph.patch(address, json=changes).json()["subject"] == "Neu"
    file = {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": "Übersicht.txt",
        "contentBytes": base64.b64encode(b"Inhalt").decode(),
    }
    added = graph.post(f"{address}/attachments", json=file)
    assert (added.status_code, added.json()["name"], added.json()["size"]) == (201, "Übersicht.txt", 6)
    assert graph.get(f"{address}/attachments/{added.json()['id']}").json()["contentBytes"] == file["contentBytes"]
    assert graph.post(f"{address}/send").status_code == 202
    arrived = tenant.control.held(BRANDT)[0]
    assert arrived.subject == "Neu"
    assert base64.b64encode(b"Inhalt") in arrived.content


def test_folder_delta_tells_of_new_folders_only(graph: httpx.Client) -> None:
    first = graph.get("/me/mailFolders/delta").json()
    assert len(first["value"]) == 7
    graph.post("/me/mailFolders", json={"displayName": "Neu"})
    assert error(graph.post("/me/mailFolders", json={"displayName": "neu"})) == (409, "ErrorFolderExists")
    second = graph.get(first["@odata.deltaLink"]).json()
    assert [one["displayName"] for one in second["value"]] == ["Neu"]
    assert graph.get(second["@odata.deltaLink"]).json()["value"] == []


def test_delta_lists_everything_then_only_changes(tenant: PracticeTenant, graph: httpx.Client) -> None:
    for number in range(3):
        tenant.control.put(SUPPORT, mail(f"Frage {number}"))
    prefer = {"Prefer": 'odata.maxpagesize=2, IdType="ImmutableId"'}
    first = graph.get("/me/mailFolders/inbox/messages/delta?$select=subject,isRead", headers=prefer).json()
    second = graph.get(first["@odata.nextLink"], headers=prefer).json()
    listed = [*first["value"], *second["value"]]
    assert [one["subject"] for one in listed] == ["Frage 0", "Frage 1", "Frage 2"]
    assert graph.get(second["@odata.deltaLink"], headers=prefer).json()["value"] == []
    graph.patch(f"/me/messages/{listed[0]['id']}", json={"isRead": True})
    graph.delete(f"/me/messages/{listed[1]['id']}")
    tenant.control.put(SUPPORT, mail("Neu"))
    changes = follow(graph, second["@odata.deltaLink"], prefer)
    assert [(one.get("subject"), one.get("isRead"), one.get("@removed")) for one in changes] == [
        ("Frage 0", True, None),
        (None, None, {"reason": "deleted"}),
        ("Neu", False, None),
    ]
    assert changes[1]["id"] == listed[1]["id"]


def follow(graph: httpx.Client, link: str, headers: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while link:
        page = graph.get(link, headers=headers).json()
        found += page["value"]
        link = page.get("@odata.nextLink", "")
    return found


def test_delta_of_created_messages_hides_the_other_changes(tenant: PracticeTenant, graph: httpx.Client) -> None:
    tenant.control.put(SUPPORT, mail("Alt"))
    start = graph.get("/me/mailFolders('inbox')/messages/delta?changeType=created&$select=id", headers=IMMUTABLE)
    graph.patch(f"/me/messages/{start.json()['value'][0]['id']}", json={"isRead": True})
    tenant.control.put(SUPPORT, mail("Neu"))
    changes = graph.get(start.json()["@odata.deltaLink"], headers=IMMUTABLE).json()["value"]
    assert [sorted(one) for one in changes] == [["@odata.etag", "id"]]


def test_delta_state_lost_answers_410_until_a_new_start(tenant: PracticeTenant, graph: httpx.Client) -> None:
    link = graph.get("/me/mailFolders/inbox/messages/delta").json()["@odata.deltaLink"]
    tenant.control.break_("delta-lost", times=1)
    assert error(graph.get(link)) == (410, "syncStateNotFound")
    assert graph.get("/me/mailFolders/inbox/messages/delta").status_code == 200


def test_send_mail_as_mime_keeps_a_copy_and_takes_bcc_out(tenant: PracticeTenant, graph: httpx.Client) -> None:
    content = b"Bcc: sarah@whitfield-gardens.example\r\n" + mail(
        "Antwort", sender=f"Wer auch immer <{SUPPORT}>", to=BRANDT
    )
    answer = graph.post("/me/sendMail", content=base64.b64encode(content), headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.content) == (202, b"")
    copy = tenant.control.held(SUPPORT, "sentitems")[0]
    assert b"Bcc: sarah@whitfield-gardens.example" in copy.content
    arrived = [tenant.control.held(one)[0].content for one in (BRANDT, "sarah@whitfield-gardens.example")]
    assert [b"Bcc" in one for one in arrived] == [False, False]
    # Exchange puts the directory's name into From.
    assert [f"From: Support Nordlicht <{SUPPORT}>".encode() in one for one in arrived] == [True, True]


def test_send_mail_as_json_refuses_threading_headers(tenant: PracticeTenant, graph: httpx.Client) -> None:
    message: dict[str, Any] = {
        "subject": "Hallo",
        "body": {"contentType": "HTML", "content": "<p>Hallo</p>"},
        "toRecipients": [{"emailAddress": {"address": BRANDT}}],
    }
    assert graph.post("/me/sendMail", json={"message": message, "saveToSentItems": False}).status_code == 202
    assert tenant.control.held(BRANDT)[0].subject == "Hallo"
    assert tenant.control.held(SUPPORT, "sentitems") == []
    message["internetMessageHeaders"] = [{"name": "In-Reply-To", "value": "<1@x>"}]
    assert error(graph.post("/me/sendMail", json={"message": message})) == (400, "InvalidInternetMessageHeader")


def test_send_mail_that_is_not_base64_too_long_or_somebody_elses_is_refused(graph: httpx.Client) -> None:
    plain = {"Content-Type": "text/plain"}
    assert error(graph.post("/me/sendMail", content=b"From: x", headers=plain)) == (
        400, "ErrorMimeContentInvalidBase64String",
    )  # fmt: skip
    assert error(graph.post("/me/sendMail", content=b"A" * (4 * 1024 * 1024 + 4), headers=plain)) == (413, "BadRequest")
    foreign = base64.b64encode(mail(sender=JONAS, to=BRANDT))
    assert error(graph.post("/me/sendMail", content=foreign, headers=plain)) == (403, "ErrorSendAsDenied")


def test_large_attachment_goes_by_draft_and_upload_session(tenant: PracticeTenant, graph: httpx.Client) -> None:
    draft = base64.b64encode(mail("Gross", sender=SUPPORT, to=BRANDT))
    created = graph.post("/me/messages", content=draft, headers={"Content-Type": "text/plain", **IMMUTABLE})
    assert (created.status_code, created.json()["isDraft"]) == (201, True)
    identifier = created.json()["id"]
    data = bytes(range(256)) * 14_000
    item = {"AttachmentItem": {"attachmentType": "file", "name": "Plan.bin", "size": len(data)}}
    session = graph.post(f"/me/messages/{identifier}/attachments/createUploadSession", json=item)
    assert (session.status_code, session.json()["nextExpectedRanges"]) == (201, ["0-"])
    address, step = session.json()["uploadUrl"], 320 * 1024 * 10
    first = {"Content-Range": f"bytes 0-{step - 1}/{len(data)}"}
    assert error(graph.put(address, content=data[:step], headers=first)) == (401, "InvalidAuthenticationToken")
    assert error(httpx.put(address, content=data[:1000], headers={"Content-Range": f"bytes 0-999/{len(data)}"})) == (
        400, "invalidRange",
    )  # fmt: skip
    assert httpx.put(address, content=data[:step], headers=first).json()["nextExpectedRanges"] == [f"{step}-"]
    assert error(httpx.put(address, content=data[:step], headers=first)) == (416, "invalidRange")
    rest = {"Content-Range": f"bytes {step}-{len(data) - 1}/{len(data)}"}
    assert httpx.put(address, content=data[step:], headers=rest).status_code == 201
    assert graph.post(f"/me/messages/{identifier}/send").status_code == 202
    sent = graph.get(f"/me/messages/{identifier}", headers=IMMUTABLE).json()
    assert (sent["isDraft"], sent["hasAttachments"]) == (False, True)
    assert tenant.control.held(SUPPORT, "drafts") == []
    arrived = tenant.control.held(BRANDT)[0]
    assert base64.encodebytes(data)[:1000].replace(b"\n", b"\r\n") in arrived.content


def test_delegate_reads_and_sends_as_the_shared_mailbox(tenant: PracticeTenant) -> None:
    tenant.control.put(INFO, mail("An Info"))
    with client_for(tenant, JONAS) as graph:
        assert names(graph.get(f"/users/{INFO}/mailFolders/inbox/messages")) == ["An Info"]
        raw = base64.b64encode(mail("Von Info", sender=INFO, to=BRANDT))
        sent = graph.post(f"/users/{INFO}/sendMail", content=raw, headers={"Content-Type": "text/plain"})
        assert sent.status_code == 202
    assert [held.subject for held in tenant.control.held(INFO, "sentitems")] == ["Von Info"]
    assert tenant.control.held(JONAS, "sentitems") == []
    with client_for(tenant, SUPPORT) as stranger:
        assert error(stranger.get(f"/users/{INFO}/mailFolders/inbox/messages")) == (404, "ErrorItemNotFound")


def test_shared_mailbox_needs_the_shared_permission(tenant: PracticeTenant) -> None:
    with client_for(tenant, JONAS, f"{GRAPH}/Mail.ReadWrite") as graph:
        assert graph.get("/me/messages").status_code == 200
        assert error(graph.get(f"/users/{INFO}/messages")) == (403, "ErrorAccessDenied")


def test_missing_mailboxes_have_their_own_errors(tenant: PracticeTenant, graph: httpx.Client) -> None:
    assert error(graph.get("/users/niemand@nordlicht.example/messages")) == (404, "ErrorInvalidUser")
    with client_for(tenant, "neu@nordlicht.example") as unlicensed:
        assert error(unlicensed.get("/me/messages")) == (404, "MailboxNotEnabledForRESTAPI")


def test_app_only_token_reaches_what_its_scope_allows(tenant: PracticeTenant) -> None:
    tenant.control.put(INFO, mail("An Info"))
    token = tenant.control.app_token(f"{GRAPH}/.default")
    graph = httpx.Client(base_url=tenant.graph_url, headers={"Authorization": f"Bearer {token}"})
    assert names(graph.get(f"/users/{INFO}/messages")) == ["An Info"]
    assert error(graph.get("/me/messages")) == (400, "BadRequest")
    tenant.control.change_app(graph_mailboxes=[SUPPORT])
    assert graph.get(f"/users/{SUPPORT}/messages").status_code == 200
    assert error(graph.get(f"/users/{INFO}/messages")) == (403, "ErrorAccessDenied")
    graph.close()


def test_tokens_that_are_missing_expired_or_for_exchange_are_refused(tenant: PracticeTenant) -> None:
    exchange = tenant.control.access_token(SUPPORT, "https://outlook.office.com/IMAP.AccessAsUser.All")
    refusals = []
    with client_for(tenant, SUPPORT) as graph:
        tenant.control.expire_access_tokens(SUPPORT)
        for headers in ({"Authorization": ""}, {}, {"Authorization": "Bearer x.y.z"}):
            refusals.append(graph.get("/me/messages", headers=headers).json()["error"])
    again = tenant.control.access_token(SUPPORT, "https://outlook.office.com/IMAP.AccessAsUser.All")
    wrong = httpx.get(f"{tenant.graph_url}/me", headers={"Authorization": f"Bearer {again}"})
    refusals.append(wrong.json()["error"])
    assert exchange != again
    assert [(one["code"], one["message"]) for one in refusals] == [
        ("InvalidAuthenticationToken", "Access token is empty."),
        ("InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."),
        ("InvalidAuthenticationToken", "IDX14100: JWT is not well formed, there are no dots (.)."),
        ("InvalidAuthenticationToken", "Access token validation failure. Invalid audience."),
    ]


def test_throttling_answers_429_with_retry_after_for_as_often_as_told(
    tenant: PracticeTenant, graph: httpx.Client
) -> None:
    tenant.control.break_("throttle-graph", times=2, value="7")
    answers = [graph.get("/me/messages") for _ in range(3)]
    assert [(one.status_code, one.headers.get("retry-after")) for one in answers] == [
        (429, "7"),
        (429, "7"),
        (200, None),
    ]
    assert error(answers[0]) == (429, "ApplicationThrottled")


def test_subscription_beyond_a_week_or_to_elsewhere_is_refused(graph: httpx.Client) -> None:
    far = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=8)).isoformat()
    body = {
        "changeType": "created",
        "notificationUrl": "http://127.0.0.1:9/hook",
        "resource": "me/mailFolders('inbox')/messages",
        "expirationDateTime": far,
    }
    assert graph.post("/subscriptions", json=body).json()["error"]["message"] == (
        "Subscription expiration can only be 10080 minutes in the future."
    )
    near = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)).isoformat()
    elsewhere = {**body, "expirationDateTime": near, "notificationUrl": "https://example.org/hook"}
    assert error(graph.post("/subscriptions", json=elsewhere)) == (400, "InvalidRequest")
    assert error(graph.post("/subscriptions", json={**body, "expirationDateTime": near})) == (400, "ValidationError")
