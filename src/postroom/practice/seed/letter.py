"""A mail to start with, as a value, and how it becomes MIME."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from postroom.practice.clock import utc

PEOPLE = {
    "brandt": ("Markus Brandt", "m.brandt@brandt-metallbau.example"),
    "kroeger": ("Sabine Kröger", "urlaub@brandt-metallbau.example"),
    "whitfield": ("Sarah Whitfield", "sarah@whitfield-gardens.example"),
    "hoffmann": ("Lena Hoffmann", "lena.hoffmann@postkasten.example"),
    "falkenau": ("Stadtwerke Falkenau, Einkauf", "einkauf@stadtwerke-falkenau.example"),
    "novak": ("Petra Novak", "p.novak@alpenholz.example"),
    "okafor": ("James Okafor", "james.okafor@harbourlights.example"),
    "support": ("Support Nordlicht", "support@nordlicht.example"),
    "info": ("Info Nordlicht", "info@nordlicht.example"),
    "fjord": ("Fjordhandel Service", "service@fjordhandel.example"),
    "jonas": ("Jonas Weber", "jonas.weber@nordlicht.example"),
    "anna": ("Anna Petersen", "admin@nordlicht.example"),
    "newsletter": ("Werkzeug aktuell", "newsletter@werkzeug-aktuell.example"),
    "shop": ("Nordlicht Shop", "no-reply@shop.nordlicht-versand.example"),
    "monitor": ("Monitoring", "monitoring@rechenzentrum.example"),
    "mailer": ("Mail Delivery System", "MAILER-DAEMON@mx.falkenau-netz.example"),
    "prize": ("Gewinnabteilung", "gewinn@schnell-reich.example"),
    "parcel": ("Paketdienst", "zustellung@paketbote.example"),
}
"""Who writes, by a short name."""


@dataclass(frozen=True)
class File:
    name: str
    type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """`hours` ago it arrived; `answers` is the subject of the letter it replies to."""

    hours: float
    sender: str
    subject: str
    text: str
    to: str = "support"
    folder: str = "inbox"
    html: str = ""
    files: tuple[File, ...] = ()
    picture: bool = False
    answers: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    cc: str = ""
    seen: bool = False

    @property
    def message_id(self) -> str:
        return message_id(self.sender, self.subject)

    @property
    def mailbox(self) -> str:
        """In whose mailbox it lies: the sender's own for Sent Items, or else the recipient's."""
        return PEOPLE[self.sender if self.folder == "sentitems" else self.to][1]


def message_id(sender: str, subject: str) -> str:
    mark = zlib.crc32(f"{sender} {subject}".encode())
    return f"<{mark:08x}.2026@{PEOPLE[sender][1].rpartition('@')[2]}>"


def as_mime(letter: Letter, moment: float, answered: Letter | None) -> bytes:
    """The letter as raw mail, dated `moment` (seconds since 1970)."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = formataddr(PEOPLE[letter.sender])
    mail["To"] = formataddr(PEOPLE[letter.to])
    if letter.cc:
        mail["Cc"] = formataddr(PEOPLE[letter.cc])
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(utc(moment))
    mail["Message-ID"] = letter.message_id
    if answered is not None:
        mail["In-Reply-To"] = mail["References"] = answered.message_id
    for name, value in letter.headers:
        mail[name] = value
    _fill(mail, letter)
    return mail.as_bytes()


def _fill(mail: EmailMessage, letter: Letter) -> None:
    mail.set_content(letter.text + "\n")
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    if letter.picture:
        _add_picture(mail)
    for file in letter.files:
        main, _, subtype = file.type.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=subtype, filename=file.name)


def _add_picture(mail: EmailMessage) -> None:
    """An inline image; the HTML names it cid:foto@practice."""
    page = mail.get_body(("html",))
    if isinstance(page, EmailMessage):
        page.add_related(picture(120, 80), maintype="image", subtype="png", cid="<foto@practice>", filename="foto.png")


def picture(width: int, height: int) -> bytes:
    """A PNG with a blue to orange gradient."""
    rows = b"".join(
        b"\0"
        + b"".join(bytes((40 + 200 * x // width, 90 + 80 * y // height, 200 - 160 * x // width)) for x in range(width))
        for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def one_page_pdf(text: str) -> bytes:
    """A PDF of one page with one line of text, small enough to be read by eye."""
    stream = f"BT /F1 18 Tf 60 760 Td ({text}) Tj ET".encode("latin-1", "replace")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n" + table
    return body + end + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
