"""Recipients and server words out of reports that follow no standard: sentences, transcripts, tables.

Nearly all of them name the address at the start of a line and the reason on that line or below it. So the text is cut
where the returned mail begins, lines that open with an address start a new recipient, and what follows is the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from postroom.mail.bounces.original import addresses

_LOOKED_AT = 40_000
_RETURNED = re.compile(
    r"(?im)^[ \t>*=_.#|+-]*(?:"
    r"below this line is a copy|below is a copy|this is a copy of|(?:the )?original message(?: headers?| follows"
    r"| text)?\b|"
    r"returned message|returned mail|unsent message|undelivered message|the header of the original"
    r"|message headers? follow|"
    r"the body of the message|message header|the following is|copy of (?:the )?message|message follows"
    r"|headers? of the|received: (?:from|by) |"
    r"return-path: |start of returned|included is a copy|beginning of|text of (?:the )?message"
    r"|your (?:original )?message (?:is|follows|headers)|"
    r"開始|元のメッセージ|ヘッダ).*$"
)
_LINE_ADDRESS = re.compile(
    r"^[ \t>*|-]*(?:(?:to|recipient(?: address)?|rcpt to|user|address|failed recipient|sent to|delivery to"
    r"|mail to|for|宛先|送信先)[ \t]*[:=][ \t]*)?"
    r"[<\[\"'(]{0,2}(?:[sS][mM][tT][pP]:|mailto:|rfc822;[ ]?)?([^\s<>\"(),;:\[\]]{1,128}@[\w.-]{1,253})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One recipient and the words that stand with it."""

    email: str
    words: str


def cut_before_returned(text: str) -> tuple[str, str]:
    """Return what the server wrote and, after it, the mail that it returned."""
    text = text[:_LOOKED_AT]
    match = _RETURNED.search(text)
    return (text[: match.start()], text[match.end() :]) if match and match.start() > 20 else (text, "")


def read_prose(text: str, not_recipients: frozenset[str]) -> tuple[Said, ...]:
    """Return whom the server's own `text` speaks of; `not_recipients` are addresses in lower case to pass over."""
    blocks: dict[str, list[str]] = {}
    current = ""
    for line in text.splitlines():
        match = _LINE_ADDRESS.match(line)
        email = match[1].strip(".'`") if match else ""
        if email and email.lower() not in not_recipients:
            current = email
            blocks.setdefault(current, [])
        if current:
            blocks[current].append(line.strip())
    return tuple(Said(email, " ".join(lines)) for email, lines in blocks.items())


def anywhere(text: str, not_recipients: frozenset[str]) -> tuple[str, ...]:
    """Return every address in `text` that may be a recipient."""
    return tuple(email for email in addresses(text) if email.lower() not in not_recipients)
