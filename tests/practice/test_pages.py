from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from postroom import practice
from postroom.practice import PracticeTenant
from postroom.practice.german import GERMAN
from postroom.practice.switches import Fault
from tests.practice.mails import BRANDT, INFO, SUPPORT, mail

PAGES = ("/", "/practice/write", "/practice/customers", "/practice/break", "/practice/tenant")


@pytest.fixture
def web(tenant: PracticeTenant) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=tenant.base_url, follow_redirects=True, timeout=10) as client:
        yield client


def heading(answer: httpx.Response) -> str:
    found = LexborHTMLParser(answer.text).css_first("h1")
    return found.text() if found else ""


def test_every_page_stands_in_both_languages(web: httpx.Client) -> None:
    english = [heading(web.get(page, params={"lang": "en"})) for page in PAGES]
    german = [heading(web.get(page, params={"lang": "de"})) for page in PAGES]
    assert english == [
        "Mailboxes", "Write as a customer", "Customers' inboxes", "Break things", "Tenant and app",
    ]  # fmt: skip
    assert german == [
        "Postfächer", "Als Kunde schreiben", "Posteingänge der Kunden", "Störungen", "Mandant und App",
    ]  # fmt: skip


def test_every_sentence_of_the_room_has_a_german_one_and_none_is_left_over() -> None:
    folder = Path(practice.__file__).parent
    source = "".join(file.read_text() for file in folder.rglob("*.py") if file.name != "german.py")
    spoken = {one or other for one, other in re.findall(r"""\bsay\(\s*(?:"([^"]+)"|'([^']+)')""", source)}
    assert sorted(spoken - GERMAN.keys()) == []
    assert sorted(text for text in GERMAN if text not in source) == []


def test_customer_writes_with_attachment_and_html_to_several(tenant: PracticeTenant, web: httpx.Client) -> None:
    fields = {
        "from": BRANDT, "to": f"{SUPPORT}, {INFO}", "cc": "", "subject": "Zwei Fragen", "text": "Eins\n\nZwei",
        "html": "1", "kind": "An ordinary mail",
    }  # fmt: skip
    file = {"files": ("Öl.bin", b"\x00\r\n--x\r\n\xff", "application/octet-stream")}
    answer = web.post("/practice/write", data=fields, files=file)
    assert "Sent." in answer.text
    for address in (SUPPORT, INFO):
        content = tenant.control.held(address)[0].content
        assert b"<p>Eins</p><p>Zwei</p>" in content
        assert base64.b64encode(b"\x00\r\n--x\r\n\xff") in content
        assert b"filename*=utf-8''%C3%96l.bin" in content


def test_customer_replies_in_the_thread(tenant: PracticeTenant, web: httpx.Client) -> None:
    tenant.control.send_from_outside(SUPPORT, [BRANDT], mail("Antwort", sender=SUPPORT, to=BRANDT))
    inboxes = LexborHTMLParser(web.get("/practice/customers").text)
    link = next(str(a.attributes["href"]) for a in inboxes.css("a") if a.text() == "Antwort")
    form = LexborHTMLParser(web.get(f"/practice/write?answer={link.rpartition('/')[2]}").text)
    shown = {str(one.attributes["name"]): one.attributes.get("value") for one in form.css("main input[name]")}
    assert (shown["to"], shown["subject"], shown["references"]) == (
        SUPPORT, "Re: Antwort", "<Antwort@brandt-metallbau.example>",
    )  # fmt: skip
    fields = {name: str(shown[name] or "") for name in ("to", "subject", "references")}
    web.post("/practice/write", data={**fields, "from": BRANDT, "text": "Danke", "kind": "An ordinary mail"})
    assert b"In-Reply-To: <Antwort@brandt-metallbau.example>\r\n" in tenant.control.held(SUPPORT)[0].content


def test_mail_is_shown_without_loading_or_running_anything(tenant: PracticeTenant, web: httpx.Client) -> None:
    nasty = mail("<script>alert(1)</script>").replace(b"text/plain", b"text/html") + b"<script>alert(2)</script>"
    tenant.control.put(SUPPORT, nasty)
    page = LexborHTMLParser(web.get("/").text)
    inbox = next(str(a.attributes["href"]) for a in page.css("a") if a.text() == "INBOX")
    listed = LexborHTMLParser(web.get(inbox).text)
    link = next(str(a.attributes["href"]) for a in listed.css("a") if "script" in a.text())
    answer = web.get(link)
    assert LexborHTMLParser(answer.text).css("script") == []
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")
    frame = LexborHTMLParser(answer.text).css_first("iframe")
    assert frame is not None
    assert frame.attributes["sandbox"] in ("", None)


def test_fault_is_broken_and_mended_on_the_page(tenant: PracticeTenant, web: httpx.Client) -> None:
    web.post("/practice/break", data={"fault": "throttle-imap", "times": "3", "target": SUPPORT})
    switch = tenant.control.world.switches.active()[0]
    assert (switch.fault, switch.left, switch.target) == (Fault.THROTTLE_IMAP, 3, SUPPORT)
    assert "3 times left" in web.get("/practice/break").text
    web.post("/practice/mend", data={})
    assert tenant.control.world.switches.active() == []
    shown = LexborHTMLParser(web.get("/practice/break").text).css("[data-fault]")
    assert [one.attributes["data-fault"] for one in shown] == [fault.value for fault in Fault]


def test_each_once_button_does_its_work(tenant: PracticeTenant, web: httpx.Client) -> None:
    page = LexborHTMLParser(web.get("/practice/break").text)
    actions = [str(one.attributes["value"]) for one in page.css("button[name=action]")]
    assert len(actions) == 14
    for action in actions:
        assert web.post("/practice/once", data={"action": action, "who": ""}).status_code == 200
    assert [secret.expired for secret in tenant.control.app().secrets] == [False]
    assert tenant.control.app().enabled


def test_forms_of_other_sites_and_foreign_host_names_are_refused(tenant: PracticeTenant, web: httpx.Client) -> None:
    foreign = web.post("/practice/mend", headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert web.get("/", headers={"Host": "evil.example"}).status_code == 421
    nonsense = web.post("/practice/break", data={"fault": "nonsense"})
    assert (nonsense.status_code, heading(nonsense)) == (400, "That did not work")


def test_json_handles_do_what_the_page_does(tenant: PracticeTenant, web: httpx.Client) -> None:
    letter = base64.b64encode(mail("Per JSON")).decode()
    web.post("/practice/api/send", json={"sender": BRANDT, "recipients": [SUPPORT], "content": letter})
    held = web.get("/practice/api/held", params={"mailbox": SUPPORT}).json()["value"]
    assert [one["subject"] for one in held] == ["Per JSON"]
    web.post("/practice/api/break", json={"fault": "expunge", "times": 1})
    assert [one.fault for one in tenant.control.world.switches.active()] == [Fault.EXPUNGE]
    web.post("/practice/api/mend", json={})
    web.post("/practice/api/once", json={"action": "register-redirect-uri", "argument": "http://127.0.0.1:1/x"})
    assert tenant.control.app().redirect_uris[-1] == "http://127.0.0.1:1/x"
    assert tenant.control.world.switches.active() == []
    assert web.post("/practice/api/once", json={"action": "nonsense"}).status_code == 400


def test_script_is_run_on_the_page_and_what_there_is_not_refused(tenant: PracticeTenant, web: httpx.Client) -> None:
    app = tenant.control.app()
    principal = app.principal_in(tenant.control.world.directory.tenants[tenant.tenant_id])
    script = f"Add-MailboxPermission -Identity '{{}}' -User '{principal}' -AccessRights FullAccess"

    web.post("/practice/shell", data={"script": script.format(INFO)})
    refused = web.post("/practice/shell", data={"script": script.format("nobody@nordlicht.example")})

    assert tenant.control.mailbox(INFO).app_access == [tenant.client_id]
    assert refused.status_code == 400
