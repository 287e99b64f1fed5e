"""Own bounces, one of each kind of system, named by what is odd in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from postroom.mail.message import parse
from postroom.mail.values import BounceClass, NatureKind

MAILS = Path(__file__).parents[1] / "mails" / "bounces"
ADDRESS, FULL, TEMPORARY, REFUSED = BounceClass.ADDRESS, BounceClass.FULL, BounceClass.TEMPORARY, BounceClass.REFUSED

# Mail: recipients as (address, status, permanent, class), Message-ID and subject of the mail that came back.
BOUNCES = {
    "exchange2003-unknown-recipient-x400": (
        [("hans@kunde.example", None, True, ADDRESS)],
        "200905281000.abc@desk.example.com",
        "Ihre Anfrage",
    ),
    "exchange2007-resolver-not-found-html": (
        [("anna@kunde.example", "5.1.1", True, ADDRESS)],
        "1@desk.example.com",
        "Re: Offer",
    ),
    "exchange-size-limit-without-report": ([("bernd@kunde.example", "5.2.3", True, FULL)], None, "Large file"),
    "office365-recipient-not-found-html-only": (
        [("carla@tenant.example", "5.1.10", True, ADDRESS)],
        "365a@desk.example.com",
        "Order 17",
    ),
    "office365-access-denied-5-4-1": (
        [("info@tenant.example", "5.4.1", True, ADDRESS)],
        "365b@desk.example.com",
        "Order 18",
    ),
    "postfix-delayed-warning": ([("dora@kunde.example", "4.4.1", False, TEMPORARY)], "pf1@desk.example.com", "Hello"),
    "postfix-one-of-two-failed-one-delivered": (
        [("emil@kunde.example", "5.1.1", True, ADDRESS)],
        "pf2@desk.example.com",
        "Both",
    ),
    "qmail-two-addresses-quota-and-unknown": (
        [("fritz@kunde.example", "5.2.2", True, FULL), ("gabi@kunde.example", "5.1.1", True, ADDRESS)],
        "qm1@desk.example.com",
        "Hallo",
    ),
    "exim-error-below-address-no-report": (
        [("heinz@kunde.example", "5.7.1", True, REFUSED)],
        "ex1@desk.example.com",
        "Rechnung",
    ),
    "exim-warning-delayed-24-hours": ([("ida@kunde.example", None, False, TEMPORARY)], None, "Status"),
    "sendmail-old-transcript-without-report": (
        [("jan@kunde.example", None, True, ADDRESS)],
        "sm1@desk.example.com",
        "Frage",
    ),
    "sendmail-host-unknown": ([("karl@gibtsnicht.example", "5.1.2", True, ADDRESS)], "sm2@desk.example.com", "Frage 2"),
    "domino-not-listed-in-directory": ([("luise@kunde.example", None, True, ADDRESS)], None, "Angebot"),
    "notes-reason-before-address": ([("maria@kunde.example", None, True, ADDRESS)], "no1@desk.example.com", "Termin"),
    "gmail-address-not-found-html": ([("nina@gmail.example", "5.1.1", True, ADDRESS)], "gm1@desk.example.com", "Danke"),
    "gmail-old-warning-mailbox-full": ([("otto@kunde.example", "4.2.2", False, FULL)], "gm2@desk.example.com", "Voll"),
    "amazon-ses-suppression-list": ([("paul@kunde.example", "5.1.1", True, ADDRESS)], None, "Newsletter"),
    "amazon-sns-json-bounce": (
        [("quentin@kunde.example", "5.2.2", True, FULL)],
        "ses2@desk.example.com",
        "Hello there",
    ),
    "yahoo-remote-host-said": ([("rosa@kunde.example", "5.1.1", True, ADDRESS)], "ya1@desk.example.com", "Re: Frage"),
    "gmx-quoted-address-with-colon": ([("sven@kunde.example", None, True, ADDRESS)], "gx1@desk.example.com", "Gruss"),
    "zoho-error-code-on-one-line": ([("tina@kunde.example", "5.1.1", True, ADDRESS)], "zo1@desk.example.com", "Zoho"),
    "courier-session-lines": ([("udo@kunde.example", "5.1.1", True, ADDRESS)], "co1@desk.example.com", "Courier"),
    "mailmarshal-reason-before-recipients": ([("vera@kunde.example", "5.1.1", True, ADDRESS)], None, "Marshal"),
    "mcafee-reason-in-brackets": ([("willi@kunde.example", None, True, ADDRESS)], "mc1@desk.example.com", "McAfee"),
    "oracle-messaging-server-labels": (
        [("xaver@kunde.example", "5.1.1", True, ADDRESS)],
        "ms1@desk.example.com",
        "Oracle",
    ),
    "imail-unknown-user-colon": ([("yves@kunde.example", None, True, ADDRESS)], None, None),
    "mfilter-japanese": ([("zen@kunde.example", "5.1.1", True, ADDRESS)], "mf1@desk.example.com", "Konnichiwa"),
    "opensmtpd-domain-does-not-exist": ([("arno@gibtsnicht.example", None, True, ADDRESS)], None, "Test"),
    "surfcontrol-transcript": ([("berta@kunde.example", None, True, ADDRESS)], None, None),
    "interscan-sent-received": ([("cesar@kunde.example", "5.1.1", True, ADDRESS)], None, None),
    "smtp-server-rejected-recipient-in-sentence": ([("detlef@kunde.example", "5.1.1", True, ADDRESS)], None, "Nyaan"),
    "kddi-mailbox-full-in-sentences": ([("eva@mobil.example", None, True, FULL)], None, "Gruss"),
    "ezweb-recipient-label": ([("frieda@mobil.example", None, True, ADDRESS)], None, None),
    "biglobe-too-many-messages": ([("georg@provider.example", None, True, FULL)], "bg1@desk.example.com", "Biglobe"),
    "apache-james-message-details": ([("hugo@kunde.example", None, True, ADDRESS)], None, "James"),
    "sendgrid-diagnostic-without-type": (
        [("inge@kunde.example", "5.1.1", True, ADDRESS)],
        "sg1@desk.example.com",
        "SendGrid",
    ),
    "mimecast-policy-refusal": ([("jule@kunde.example", None, True, REFUSED)], "mi1@desk.example.com", "Mimecast"),
    "mdaemon-transcript-and-bare-address": ([("kurt@kunde.example", None, True, ADDRESS)], None, None),
    "gateway-under-a-person-like-address": ([("lore@kunde.example", None, False, TEMPORARY)], None, None),
    "x3-star-before-the-address": ([("mats@kunde.example", "5.3.0", True, ADDRESS)], None, None),
    "mailfoundry-server-failed-with": ([("nele@kunde.example", None, True, ADDRESS)], None, None),
    "dragonfly-mail-agent": ([("olaf@kunde.example", "5.2.2", True, FULL)], "df1@desk.example.com", "DMA"),
    "x1-reason-in-square-brackets": ([("petra@kunde.example", None, True, ADDRESS)], None, None),
    "russian-mail-server": ([("roman@kunde.example", None, True, ADDRESS)], "ru1@desk.example.com", "Privet"),
    "report-fields-lost-their-multipart": (
        [("sara@kunde.example", "5.1.1", True, ADDRESS)],
        "lost@desk.example.com",
        "Lost",
    ),
    "german-undeliverable-office365": (
        [("theo@tenant.example", "5.2.2", True, FULL)],
        "de1@desk.example.com",
        "Angebot 4",
    ),
    "postfix-session-transcript-to-postmaster": ([("uwe@kunde.example", "5.1.1", True, ADDRESS)], None, None),
    "exim-gives-up-after-days-of-450": (
        [("vroni@kunde.example", "5.0.0", False, TEMPORARY)],
        "ex9@desk.example.com",
        "Warten",
    ),
    "sendmail-answer-against-its-own-transcript": (
        [("wanda@kunde.example", "5.1.1", True, REFUSED)],
        "sm9@desk.example.com",
        "SPF",
    ),
    "footer-of-a-virus-scanner-below-the-address": ([("xenia@kunde.example", "5.1.1", True, ADDRESS)], None, None),
    "list-server-refuses-a-stranger": (
        [("talk@lists.example", None, True, REFUSED)],
        "fml@desk.example.com",
        "Hallo Liste",
    ),
    "gateway-known-only-by-its-headers": ([("yvonne@kunde.example", None, True, ADDRESS)], None, None),
    "failed-delivery-under-a-company-address": (
        [("zita@kunde.example", None, True, ADDRESS)],
        "x2@desk.example.com",
        "X2",
    ),
}


@pytest.mark.parametrize("name", BOUNCES)
def test_bounce_is_read_whole(name: str) -> None:
    recipients, message_id, subject = BOUNCES[name]
    mail = parse((MAILS / f"{name}.eml").read_bytes())
    assert mail.bounce is not None
    found = [(one.email, one.status, one.permanent, one.category) for one in mail.bounce.recipients]
    assert found == recipients
    assert (mail.bounce.original_message_id, mail.bounce.original_subject) == (message_id, subject)
    assert (mail.nature.kind, mail.nature.may_answer) == (NatureKind.BOUNCE, False)
    assert mail.nature.because != ()


def test_every_own_bounce_is_expected() -> None:
    assert {path.stem for path in MAILS.glob("*.eml")} == set(BOUNCES)
