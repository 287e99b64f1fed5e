"""Text files, HTML and mails in files."""

from __future__ import annotations

from postroom.mail.charsets import decode
from postroom.mail.html_text import html_to_text
from postroom.mail.message import parse
from postroom.mail.outlook_msg import as_eml, is_msg
from postroom.search.files.texts import LONGEST, Gathered, Unreadable

_MOST_BYTES = 4 * LONGEST


def read_text(content: bytes, gathered: Gathered) -> None:
    """Add the text of a file whose character set nobody says. Raises Unreadable where it is none."""
    if b"\0" in content[:1000] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("It is no text.")
    text, _defect = decode(content[:_MOST_BYTES], "")
    gathered.add(text)


def read_html(content: bytes, gathered: Gathered) -> None:
    """Add the visible words of a page."""
    text, _defect = decode(content[:_MOST_BYTES], "")
    gathered.add(html_to_text(text))


def read_mail(content: bytes, gathered: Gathered) -> None:
    """Add who wrote to whom about what, the body, and the names of the files. Raises Unreadable."""
    source = as_eml(content) if is_msg(content) else content
    if source is None:
        raise Unreadable("It is no Outlook message that can be read.")
    mail = parse(source)
    people = (mail.from_, *mail.to, *mail.cc)
    gathered.add(" ".join(f"{person.name} {person.email}" for person in people))
    gathered.add(mail.subject)
    gathered.add(mail.text)
    gathered.add(" ".join(file.filename for file in mail.attachments))
