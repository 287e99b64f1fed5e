from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from postroom.practice import PracticeTenant
from tests.practice.browser import SMTP
from tests.practice.mails import BRANDT, INFO, JONAS, SUPPORT, mail

HOST = "practice.outlook.example"


Dial = Callable[[], smtplib.SMTP]


@pytest.fixture
def dial(tenant: PracticeTenant) -> Iterator[Dial]:
    """Make a connection in TLS; all are closed at the end."""
    with ExitStack() as open_ones:

        def connect() -> smtplib.SMTP:
            smtp = smtplib.SMTP("127.0.0.1", tenant.smtp_port, timeout=10)
            open_ones.callback(smtp.close)
            smtp.starttls(context=ssl.create_default_context(cafile=str(tenant.authority_file)))
            smtp.ehlo()
            return smtp

        yield connect


def sign_in(smtp: smtplib.SMTP, user: str, token: str) -> tuple[int, bytes]:
    response = base64.b64encode(f"user={user}\1auth=Bearer {token}\1\1".encode()).decode()
    return smtp.docmd("AUTH", f"XOAUTH2 {response}")


@pytest.fixture
def smtp(tenant: PracticeTenant, dial: Dial) -> smtplib.SMTP:
    one = dial()
    sign_in(one, SUPPORT, tenant.control.access_token(SUPPORT, SMTP))
    return one


def data_reply(smtp: smtplib.SMTP, content: bytes, sender: str = SUPPORT) -> tuple[int, bytes]:
    smtp.mail(sender)
    smtp.rcpt(BRANDT)
    return smtp.data(content)


def test_clear_text_offers_no_sign_in(tenant: PracticeTenant) -> None:
    smtp = smtplib.SMTP("127.0.0.1", tenant.smtp_port, timeout=10)
    smtp.ehlo()
    assert sorted(smtp.esmtp_features) == [
        "8bitmime", "dsn", "enhancedstatuscodes", "pipelining", "size", "smtputf8", "starttls",
    ]  # fmt: skip
    assert sign_in(smtp, SUPPORT, "x") == (504, b"5.7.4 Unrecognized authentication type")
    assert smtp.mail(SUPPORT) == (530, f"5.7.57 Client not authenticated to send mail. [{HOST}]".encode())
    smtp.close()


def test_two_step_sign_in_and_the_refusals(tenant: PracticeTenant, dial: Dial) -> None:
    token = tenant.control.access_token(SUPPORT, SMTP)
    refused = (535, f"5.7.3 Authentication unsuccessful [{HOST}]".encode())
    smtp = dial()
    assert smtp.docmd("AUTH", "LOGIN")[1].startswith(
        b"5.7.139 Authentication unsuccessful, basic authentication is disabled."
    )
    assert sign_in(smtp, SUPPORT, "x.y.z") == refused
    # A delegate signs in as himself, even where he may open the other mailbox.
    assert sign_in(smtp, INFO, tenant.control.access_token(JONAS, SMTP)) == refused
    assert smtp.docmd("AUTH", "XOAUTH2") == (334, b"")
    response = base64.b64encode(f"user={SUPPORT}\1auth=Bearer {token}\1\1".encode()).decode()
    assert smtp.docmd(response) == (235, b"2.7.0 Authentication succeeded")


def test_smtp_auth_switched_off_names_tenant_or_mailbox(tenant: PracticeTenant, dial: Dial) -> None:
    token = tenant.control.access_token(SUPPORT, SMTP)
    tenant.control.break_("smtp-auth-off")
    said = [sign_in(dial(), SUPPORT, token)]
    tenant.control.mend()
    tenant.control.change_mailbox(SUPPORT, smtp_auth_disabled=True)
    said.append(sign_in(dial(), SUPPORT, token))
    text = (
        f"5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the {{}}. "
        f"Visit https://aka.ms/smtp_auth_disabled for more information. [{HOST}]"
    )
    assert said == [(535, text.format("Tenant").encode()), (535, text.format("Mailbox").encode())]


def test_dots_bcc_and_copy(tenant: PracticeTenant, smtp: smtplib.SMTP) -> None:
    content = b"Bcc: geheim@anderswo.example\r\n" + mail("Punkte", sender=SUPPORT, to=BRANDT, text=".eins\n..zwei\n")
    code, text = data_reply(smtp, content)
    assert (code, text) == (250, f"2.0.0 OK <Punkte@brandt-metallbau.example> [Hostname={HOST}]".encode())
    arrived = tenant.control.held(BRANDT)[0].content
    assert arrived.endswith(b"\r\n\r\n.eins\r\n..zwei\r\n")
    assert b"geheim" not in arrived
    assert b"geheim" in tenant.control.held(SUPPORT, "sentitems")[0].content


def test_envelope_and_header_of_others_are_refused_each_in_its_words(smtp: smtplib.SMTP) -> None:
    assert data_reply(smtp, mail(sender=SUPPORT), sender=JONAS) == (
        550, f"5.7.60 SMTP; Client does not have permissions to send as this sender [{HOST}]".encode(),
    )  # fmt: skip
    code, text = data_reply(smtp, mail(sender=JONAS))
    assert code == 554
    assert text.startswith(f"5.2.252 SendAsDenied; {SUPPORT} not allowed to send as {JONAS};".encode())


def test_alias_may_be_used_as_sender(tenant: PracticeTenant, smtp: smtplib.SMTP) -> None:
    assert data_reply(smtp, mail("Alias", sender="hilfe@nordlicht.example"), "hilfe@nordlicht.example")[0] == 250
    assert tenant.control.held(BRANDT)[0].subject == "Alias"


def test_fourth_connection_of_a_mailbox_is_throttled(tenant: PracticeTenant, dial: Dial, smtp: smtplib.SMTP) -> None:
    token = tenant.control.access_token(SUPPORT, SMTP)
    others = [dial() for _ in range(3)]
    assert [sign_in(one, SUPPORT, token)[0] for one in others] == [235, 235, 235]
    code, text = data_reply(others[2], mail(sender=SUPPORT))
    assert (code, text.partition(b".")[0]) == (432, b"4")
    assert b"Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending" in text
    for one in others:
        one.quit()
    assert data_reply(smtp, mail(sender=SUPPORT))[0] == 250


def test_message_over_the_limit_is_refused_and_not_sent(tenant: PracticeTenant, smtp: smtplib.SMTP) -> None:
    assert smtp.mail(SUPPORT, ["SIZE=200000000"])[0] == 552
    too_long = mail(sender=SUPPORT) + (b"y" * 900 + b"\r\n") * 41_000
    assert data_reply(smtp, too_long) == (552, b"5.3.4 Message size exceeds fixed maximum message size")
    assert tenant.control.held(BRANDT) == []


def test_unknown_recipients_bounce_and_the_absent_answer_once(tenant: PracticeTenant, smtp: smtplib.SMTP) -> None:
    smtp.sendmail(
        SUPPORT,
        ["gibtsnicht@nordlicht.example", "weg@brandt-metallbau.example", "urlaub@brandt-metallbau.example"],
        mail("Angebot", sender=SUPPORT),
    )
    back = tenant.control.held(SUPPORT)
    assert [one.subject.partition(":")[0] for one in back] == [
        "Undeliverable", "Undeliverable", "Automatische Antwort",
    ]  # fmt: skip
    assert b"Final-Recipient: rfc822;gibtsnicht@nordlicht.example" in back[0].content
    assert b"Status: 5.1.10" in back[0].content
    assert b"Auto-Submitted: auto-replied" in back[2].content


def test_app_sends_with_the_role_and_full_access(tenant: PracticeTenant, dial: Dial) -> None:
    token = tenant.control.app_token("https://outlook.office365.com/.default")
    assert sign_in(dial(), INFO, token)[0] == 535
    tenant.control.change_mailbox(INFO, app_access=[tenant.client_id])
    smtp = dial()
    assert sign_in(smtp, INFO, token)[0] == 235
    assert data_reply(smtp, mail("Von der App", sender=INFO), INFO)[0] == 250
    assert [one.subject for one in tenant.control.held(INFO, "sentitems")] == ["Von der App"]
