"""The three mails whose arrival is measured, as customers send them."""

from __future__ import annotations

import random
from collections.abc import Callable
from email.message import EmailMessage

_IMAGE_BYTES = 15_000
_FILE_BYTES = 200_000
_WORDS = "Hello,\n\nthe printer on the second floor prints only blank pages since this morning.\n\nKind regards\nCarl\n"


def plain(message_id: str) -> EmailMessage:
    """Return a mail of text only."""
    mail = EmailMessage()
    mail["From"] = "Carl Customer <carl@customer.example>"
    mail["To"] = "support@desk.example"
    mail["Subject"] = f"Printer {message_id.partition('@')[0]}"
    mail["Message-ID"] = f"<{message_id}>"
    mail.set_content(_WORDS)
    return mail


def with_image(message_id: str) -> EmailMessage:
    """Return a mail with HTML that shows an image of its own."""
    mail = plain(message_id)
    mail.add_alternative(f"<p>{_WORDS}</p><p><img src='cid:page@customer.example'></p>", subtype="html")
    html = mail.get_payload()[1]  # type: ignore[index]  # multipart/alternative: a list
    image = random.Random(message_id).randbytes(_IMAGE_BYTES)
    html.add_related(image, maintype="image", subtype="png", cid="<page@customer.example>")  # type: ignore[union-attr]
    return mail


def with_file(message_id: str) -> EmailMessage:
    """Return a mail with an attachment."""
    mail = plain(message_id)
    content = random.Random(message_id).randbytes(_FILE_BYTES)
    mail.add_attachment(content, maintype="application", subtype="pdf", filename="Error report.pdf")
    return mail


KINDS: dict[str, Callable[[str], EmailMessage]] = {
    "plain": plain,
    "HTML with image": with_image,
    "attachment": with_file,
}
