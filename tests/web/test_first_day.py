"""The first day, as a newcomer has it: one command, set-up, a mailbox, three mails, an answer, the customer's answer.

A whole `postroom run`, a real Chromium, a real Dovecot and an SMTP server; nothing is reached but by the browser and
by mail.
"""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.channels.mailboxes import Mailbox, mailbox
from tests.servers import smtp
from tests.servers.dovecot import PASSWORD
from tests.servers.running import Running
from tests.servers.smtp import Taken
from tests.web import chromium

__all__ = ["mailbox"]
pytestmark = [pytest.mark.browser, pytest.mark.dovecot, pytest.mark.slow]

CUSTOMER = "Carla Kundin <carla@kundin.example>"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c63f8cfc0f01f0005000180a1e2b6a40000000049454e44ae426082"
)


@pytest.fixture
def postroom(tmp_path: Path) -> Iterator[Running]:
    """Everything, started by one command in an empty folder."""
    running = Running(tmp_path / "data")
    yield running
    assert running.stop() == 0


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """Yield the newcomer's browser."""
    with chromium.opened(browser, viewport={"width": 1440, "height": 900}) as page:
        page.set_default_timeout(20_000)
        yield page


def message(subject: str, body: str, **headers: str) -> EmailMessage:
    """Return a mail of the customer."""
    made = EmailMessage(policy=email.policy.SMTP)
    made["From"], made["Subject"] = CUSTOMER, subject
    made["Message-ID"] = f"<{re.sub('[^a-z]', '', subject.lower())}@kundin.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    return made


def three_mails() -> list[EmailMessage]:
    """Return a plain mail, one with HTML and an image in it, one with an attachment."""
    plain = message("Plain question", "Where is my parcel?\n")
    rich = message("Rich question", "See the image.\n")
    rich.add_alternative('<p>See <b>the image</b>: <img src="cid:drop@kundin" alt="a drop"></p>', subtype="html")
    html = rich.get_payload()[1]  # type: ignore[index]  # a list after add_alternative()
    html.add_related(PIXEL, "image", "png", cid="<drop@kundin>")  # type: ignore[union-attr]
    attached = message("Attached question", "The invoice is attached.\n")
    attached.add_attachment(b"%PDF-1.4 invoice", maintype="application", subtype="pdf", filename="Rechnung März.pdf")
    return [plain, rich, attached]


def set_up(page: Page, postroom: Running) -> None:
    """Follow the link that the command printed."""
    link = re.search(r"http://\S+/set-up/\S+", postroom.line)
    assert link is not None
    page.goto(link[0])
    page.get_by_label("Organisation").fill("Firma")
    page.get_by_label("Your name").fill("Anna Agent")
    page.get_by_label("Your e-mail").fill("anna@firma.example")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()


def connect(page: Page, mailbox: Mailbox) -> None:
    """Connect the mailbox by the wizard, group's address included."""
    page.get_by_role("link", name="Connect").first.click()
    page.get_by_role("link", name="Mailbox with a password").click()
    page.get_by_label("E-mail address").fill(mailbox.address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Find the servers").click()
    expect(page.get_by_text("No server answered for this address", exact=True)).to_be_visible(timeout=40_000)
    for direction, server in (("inbound", mailbox.inbound()), ("outbound", mailbox.outbound())):
        page.locator(f"[name={direction}_host]").fill(server["host"])
        page.locator(f"[name={direction}_port]").fill(str(server["port"]))
        page.locator(f"[name={direction}_security]").select_option(server["security"])
    page.locator("[name=inbound_user]").fill(mailbox.user)
    page.get_by_label("Sign in for sending as for receiving").uncheck()
    page.get_by_text("Sign in for sending with another user, or without one").click()
    page.locator("[name=outbound_user]").fill(smtp.USER)
    page.locator("[name=outbound_password]").fill(smtp.PASSWORD)
    page.get_by_label("I accept that passwords and mail cross the network readable for others").check()
    page.get_by_role("button", name="Try the connection").click()
    page.get_by_role("link", name="Continue", exact=True).click(timeout=40_000)
    page.get_by_role("button", name="Look into the folder").click()
    page.locator("[name=group]").select_option(label="Support", timeout=40_000)
    page.get_by_label("Yes, delete imported mail from the mailbox").check()
    page.get_by_role("button", name="Send the test mail and connect").click()
    expect(page).to_have_url(re.compile(r"/channels/\d+/$"), timeout=60_000)


def to_customer(mailbox: Mailbox) -> list[Taken]:
    """Return what left for the customer so far."""
    return [taken for taken in mailbox.server.taken if taken.recipients == ("carla@kundin.example",)]


def await_customer(mailbox: Mailbox, count: int) -> list[Taken]:
    """Return what left for the customer as soon as it is `count` mails."""
    end = time.monotonic() + 30
    while len(to_customer(mailbox)) < count:
        assert time.monotonic() < end, f"{len(to_customer(mailbox))} of {count} mails left"
        time.sleep(0.05)
    return to_customer(mailbox)


def await_empty(mailbox: Mailbox) -> None:
    """Wait until nothing lies in the mailbox: mail is deleted there after it was stored, while it becomes a ticket."""
    end = time.monotonic() + 30
    while left := mailbox.dovecot.messages(mailbox.user):
        assert time.monotonic() < end, f"{len(left)} mails are still in the mailbox"
        time.sleep(0.05)


def test_first_day(postroom: Running, desk: Page, mailbox: Mailbox) -> None:
    mailbox.arrives_in = ""
    set_up(desk, postroom)
    mailbox.arrives_in = "INBOX"
    connect(desk, mailbox)
    mailbox.arrives_in = ""

    # Three mails become tickets while one looks on, and each is confirmed once.
    desk.get_by_role("link", name="All open").click()
    for mail in three_mails():
        mail["To"] = mailbox.address
        mailbox.dovecot.deliver(mailbox.user, mail.as_bytes())
    for subject in ("Plain question", "Rich question", "Attached question"):
        expect(desk.get_by_role("link", name=subject)).to_be_visible(timeout=40_000)
    confirmations = [email.message_from_bytes(taken.content) for taken in await_customer(mailbox, 3)]
    assert sorted(re.sub(r"\s*\[Ticket#\d+\]", "", str(mail["Subject"])) for mail in confirmations) == [
        "Thank you for your message (Attached question)",
        "Thank you for your message (Plain question)",
        "Thank you for your message (Rich question)",
    ]
    assert {mail["Auto-Submitted"] for mail in confirmations} == {"auto-replied"}

    # What came with them can be seen.
    desk.get_by_role("link", name="Attached question").click()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Rechnung März.pdf").click()
    assert Path(download.value.path()).read_bytes() == b"%PDF-1.4 invoice"
    desk.get_by_role("link", name="All open").click()
    expect(desk.get_by_role("heading", name="All open")).to_be_visible()
    desk.get_by_role("link", name="Rich question").click()
    expect(desk.get_by_role("heading", name="Rich question").first).to_be_visible()
    expect(desk).to_have_url(re.compile(r"/tickets/\d+/$"))
    ticket = desk.url
    image = desk.frame_locator("iframe").first.get_by_role("img", name="a drop")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.naturalWidth") == 1

    # An answer arrives with the right headers.
    desk.get_by_role("link", name="Reply", exact=True).first.click()
    write(desk, "It is on its way.")
    desk.get_by_role("button", name="Send", exact=True).click()
    answer = email.message_from_bytes(await_customer(mailbox, 4)[3].content, policy=email.policy.default)
    assert answer["In-Reply-To"] == "<richquestion@kundin.example>"
    assert answer["References"].split()[-1] == "<richquestion@kundin.example>"
    assert answer["From"] == f"Anna Agent <{mailbox.address}>"
    assert re.fullmatch(r"RE: Rich question \[Ticket#\d+\]", answer["Subject"])
    assert "It is on its way." in answer.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "It is on its way." in answer.get_body(("html",)).get_content()  # type: ignore[union-attr]
    expect(desk).to_have_url(re.compile(re.escape(ticket)))
    expect(desk.get_by_text("Sent").first).to_be_visible(timeout=30_000)

    # The customer's answer to it lands on the same ticket, unconfirmed: no new ticket, no new automatic reply.
    back = message("Re: " + answer["Subject"], "Thank you, got it!", In_Reply_To=answer["Message-ID"])
    back["To"] = mailbox.address
    mailbox.dovecot.deliver(mailbox.user, back.as_bytes())
    for _ in range(30):
        desk.goto(ticket)
        if desk.get_by_text("Thank you, got it!").count():
            break
        time.sleep(1)
    expect(desk.get_by_text("Thank you, got it!").first).to_be_visible()
    assert postroom.ask("SELECT count(*) FROM postroom_ticket") == 3
    assert len(to_customer(mailbox)) == 4
    await_empty(mailbox)


def write(page: Page, text: str) -> None:
    """Type into the composer, once it is rich, where the caret stands at first: above the quote."""
    page.locator(".ProseMirror").focus()
    page.keyboard.type(text)
