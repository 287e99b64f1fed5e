"""Mails as customers write them, in English and German, and some that no page expects."""

from __future__ import annotations

import email.policy
from dataclasses import dataclass
from email.message import EmailMessage

PIXELS = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c63f8cfc0f01f0005000180a1e2b6a40000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A mail somebody wrote `minutes` ago."""

    sender: str
    subject: str
    text: str
    minutes: int
    html: str = ""
    cc: str = ""
    files: tuple[tuple[str, str, bytes], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


BIKE = Written(
    "Nora Whitfield <nora.whitfield@harbourcycles.example>",
    "Delivery note does not match order 48211",
    "Hello,\n\nthe parcel for order 48211 came this morning. The delivery note lists twelve brake cables, but only "
    "ten are in the box. The two that are missing are the long ones (2,400 mm).\n\nCould you send them before "
    "Friday? A customer is waiting for his bicycle.\n\nKind regards\nNora Whitfield\nHarbour Cycles, Bristol",
    95,
    cc="workshop@harbourcycles.example",
    files=(("delivery-note-48211.pdf", "application/pdf", b"%PDF-1.4 " + b"x" * 84_000),),
)
RECHNUNG = Written(
    "Dr. Jens-Peter Möller <moeller@moeller-partner.example>",
    "Rechnung 2024-1187: falsche Umsatzsteuer",
    "Guten Tag,\n\nauf der Rechnung 2024-1187 sind 19 % Umsatzsteuer ausgewiesen. Für Fachbücher gilt der ermäßigte "
    "Satz von 7 %.\n\nBitte schicken Sie uns eine berichtigte Rechnung, am besten noch vor dem Monatsende.\n\n"
    "Mit freundlichen Grüßen\nJens-Peter Möller",
    140,
    files=(("Rechnung 2024-1187.pdf", "application/pdf", b"%PDF-1.4 " + b"x" * 41_000),),
)
EVERYDAY = (
    Written(
        "Amira Haddad <amira@lumen-studio.example>",
        "Can we move to annual billing?",
        "Hi,\n\nwe would like to pay once a year from January on. What changes for us?\n\nAmira",
        12,
    ),
    Written(
        "Thomas Brandstätter <t.brandstaetter@stadtwerke-auental.example>",
        "Zugang für neue Kollegin",
        "Guten Morgen,\n\nam Montag fängt Frau Özdemir bei uns an. Bitte richten Sie ihr einen Zugang ein.\n\n"
        "Viele Grüße\nThomas Brandstätter",
        31,
    ),
    Written(
        "Grace Okonkwo <grace.okonkwo@riverside-clinic.example>",
        "Printer in room 2.14 prints blank pages",
        "Hello, since yesterday every second page comes out blank. I changed the toner already.",
        48,
    ),
    Written(
        "Familie Sørensen <post@soerensen.example>",
        "Frage zur Lieferzeit nach Dänemark",
        "Hallo,\n\nwie lange dauert die Lieferung nach Odense?\n\nDanke!",
        66,
    ),
    Written(
        "Luca Ferrari <luca@ferrari-architetti.example>",
        "Newsletter of May",
        "Lovely newsletter, thank you.",
        400,
        html='<h1>May</h1><p>Lovely <b>newsletter</b>.</p><p><img src="https://images.example/may.png" alt="May"></p>',
    ),
    Written(
        "Sabine Kowalski <sabine.kowalski@gymnasium-west.example>",
        "AW: Termin für die Schulung",
        "Liebes Team,\n\nder 14. passt uns gut. Wir sind acht Personen.\n\nSabine Kowalski",
        180,
    ),
    Written(
        "Owen Pritchard <owen@pritchard-farm.example>",
        "Invoice paid twice",
        "I paid invoice 7741 twice by mistake. Please refund one of the payments.",
        260,
    ),
    Written(
        "Yuki Tanaka <yuki.tanaka@tanaka-trading.example>",
        "Request for quotation: 200 lamps",
        "Hello,\n\nplease send us a quotation for 200 lamps.\n\nWith best regards\nYuki Tanaka",
        300,
    ),
)
AWKWARD = (
    Written(
        "שירה לוי <shira@levi.example>",
        "שאלה לגבי ההזמנה 48213",
        "שלום,\n\nמתי תגיע ההזמנה שלי? המספר הוא 48213 (express).\n\nתודה רבה,\nשירה",
        20,
    ),
    Written(
        "مريم الخطيب <maryam@alkhatib.example>",
        "استفسار عن الفاتورة 1187",
        "مرحبا،\n\nهل يمكن إرسال الفاتورة 1187 مرة أخرى؟\n\nشكرا",
        22,
    ),
    Written(
        f"{'Wolfeschlegelsteinhausenbergerdorff' * 4} <{'w' * 60}@{'lang.' * 30}example>",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
        "https://example.org/" + "a" * 3000 + "\n\n" + "W" * 500,
        25,
        files=(("Ein_sehr_langer_Dateiname_ohne_jeden_Umbruch" * 5 + ".pdf", "application/pdf", b"%PDF"),),
    ),
    Written("Subject Writer <subject@writer.example>", "A subject of eighty kilobytes " * 2700, "See above.", 26),
    Written("", "", "", 27),
    Written(
        "Broad Table <table@broad.example>",
        "Table that is three thousand pixels wide",
        "See the table.",
        28,
        html="<table width=3000 border=1><tr>" + "<td width=300>Value</td>" * 10 + "</tr></table>"
        "<pre>" + "x" * 2000 + "</pre>",
    ),
)


def crowd(count: int) -> list[Written]:
    """Return many mails of many people, for lists that do not end."""
    names = ["Ada Berg", "Ben Okafor", "Chiara Neri", "David Kim", "Eva Lindqvist", "Frank Huber", "Gül Yılmaz"]
    matters = ["Order", "Bestellung", "Refund", "Zugang", "Delivery to", "Reklamation", "Question about"]
    return [
        Written(
            f"{names[number % 7]} <{names[number % 7].split()[0].lower()}{number % 40}@crowd.example>",
            f"{matters[number % 7]} {20_000 + number}",
            f"Hello,\n\nthis is about {number}.",
            500 + number,
        )
        for number in range(count)
    ]


def as_bytes(written: Written, to: str) -> bytes:
    """Return the mail as it comes in."""
    message = EmailMessage(policy=email.policy.SMTP)
    if written.sender:
        message["From"] = written.sender
        message["To"] = to
        message["Subject"] = written.subject
        message["Message-ID"] = f"<{abs(hash(written)):x}@{written.sender.rpartition('@')[2][:60].rstrip('>.')}>"
    if written.cc:
        message["Cc"] = written.cc
    for name, value in written.headers:
        message[name] = value
    message.set_content(written.text)
    if written.html:
        message.add_alternative(written.html, subtype="html")
    for name, kind, content in written.files:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()
