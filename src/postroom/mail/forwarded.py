"""Who wrote a mail that somebody forwards, by the header block that mail programs put above the forwarded text."""

from __future__ import annotations

import re
from email.utils import parseaddr

from postroom.mail.values import Address

_SUBJECT = re.compile(r"^\s*(?:fwd?|wg|tr|rv|i|enc|vs|vb|vl|doorst|转发|转寄|пересл)\s*[:：]", re.IGNORECASE)
_FROM_LINE = re.compile(
    r"^[>\s*_]*(?:from|von|de|da|van|od|fra|från|lähettäjä|от|发件人|差出人)\s*[*_]*\s*[:：][*_\s]*(?P<who>[^\n]{3,300})$",
    re.IGNORECASE | re.MULTILINE,
)
_OTHER_LINES = re.compile(
    r"^[>\s*_]*(?:sent|date|to|subject|gesendet|datum|an|betreff|envoyé|objet|à|enviado|asunto|para|inviato|oggetto|a"
    r"|verzonden|onderwerp|aan|wysłano|temat|do|sendt|emne|til|skickat|ämne|till|дата|тема|кому|主题|件名|宛先)"
    r"\s*[*_]*\s*[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:]{1,64}@[^\s<>\[\]()\"',;:]{1,253}")
_READ = 20_000


def forwarded_sender(subject: str, text: str) -> Address | None:
    """Return who wrote the forwarded mail, or None where the subject names no forward or the text no sender."""
    if not _SUBJECT.match(subject):
        return None
    for match in _FROM_LINE.finditer(text[:_READ]):
        found = _ADDRESS.search(match["who"])
        below = text[match.end() : match.end() + 600]
        if found and _OTHER_LINES.search(below):
            return Address(_name(match["who"], found[0]), found[0])
    return None


def _name(line: str, email: str) -> str:
    name, _email = parseaddr(line.strip())
    before = line.partition(email)[0]
    return (name or before).strip(" \t\"'<[(*_").removesuffix("mailto:").strip(" <[(\"'")
