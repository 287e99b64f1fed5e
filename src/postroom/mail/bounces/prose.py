"""Recipients and server words out of reports that follow no standard: sentences, transcripts, tables.

Nearly all of them name the address at the start of a line and the reason on that line or below it. So the text is cut
where the returned mail begins, lines that open with an address start a new recipient, and what follows is the reason.
Where no line opens so, sentences are searched for "could not be delivered to ..." and its kin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LOOKED_AT = 40_000
_EMAIL = (
    r"(?:[sS][mM][tT][pP]:|mailto:|rfc822; ?|SMTP=)?"
    r"((?:\"[^\"\s@]{1,64}\"|[^\s<>\"(),;:\[\]]{1,128})@[\w.-]{1,253}[\w])"
)
_RETURNED = re.compile(
    r"(?im)^[ \t>*=_.#|+-]*(?:"
    r"below this line is a copy|below is a copy|here is a copy|this is a copy of|included is a copy"
    r"|a copy of (?:the|your) "
    r"|(?:your |the )?original (?:message|mail)(?: headers?| follows| text| info| details)?\b"
    r"|returned (?:message|mail)\b"
    r"|unsent message|undelivered message|the header of the original|(?:the )?message headers? follow|message header"
    r"|message text follows|the body of the message|old message|copy of (?:the )?message|message follows"
    r"|headers? of the"
    r"|start of returned|text of (?:the )?message|your (?:original )?message (?:is|follows|headers)"
    r"|received: (?:from|by) "
    r"|return-path: |the attachment contains the original|content-type: message/|元のメッセージ|ヘッダ|以下に"
    r").*$"
)
_LABEL = (
    r"(?:recipient(?: address)?|intended recipient|addressed to|rcpt to|user|address|failed recipient|sent to"
    r"|delivery to"
    r"|mail to|could not be delivered to|unable to deliver message to|unable to deliver to|undeliverable to"
    r"|(?:unknown|invalid|no such|bad) (?:user|recipient|mailbox|account|host|address)|undeliverable address"
    r"|宛先|送信先)"
)
_OPENS = re.compile(
    r"(?i)^[ \t>*|•-]{0,40}(?:"
    + _LABEL
    + r"(?:[ \t]*[:=][ \t]*|[ \t]+))?(?:\"[^\"\n]{0,80}\" ?)?[<\[\"'(]{0,2}?"
    + _EMAIL
)
_CONTINUES = re.compile(
    r"^[>\])\"']*\s*(?:$|[:;,.(\[|—–-]|on |\S{0,3}$"
    r"|.{0,60}(?i:fail|unknown|invalid|reject|[45]\d\d|not |no |was |has ))"
)
_X400 = re.compile(r"(?i)^\s*c=[a-z]{2};.{0,200}?smtp=" + _EMAIL)
_SENT_BY = re.compile(r"(?i)\bmail from\b|(?<!generated )(?<!expanded )\bfrom\b")
# Below such a line stands what a virus scanner or the company's lawyer added.
_RULER = re.compile(r"^\s*(?:_{8}|\*{4})")
_SUMMARY = re.compile(
    r"(?i)^[ \t>]{0,20}(?:to|cc|bcc|from|subject|sent|date|message-?id|sender(?: address)?|reply-to"
    r"|mail from|the (?:subject|date) of the message is)[ \t]*:"
)
_SENTENCE = re.compile(
    r"(?i)(?:deliver\w*|mail|message|sent|reach\w*|address\w*|recipients?|user|rcpt|account|mailbox|list|for|to|in"
    r"|errors?|(?:generated|expanded) from)\b[^\n@]{0,40}?"
    r"[ :<\"'(]" + _EMAIL
)


_EXIM_SUBJECT = re.compile(r"(?i)^the subject of the message is:")


@dataclass(frozen=True, slots=True)
class Said:
    """One recipient and the words that stand with it."""

    email: str
    words: str


def cut_before_returned(text: str) -> tuple[str, str]:
    """Return what the server wrote and, after it, the mail that it returned."""
    text = text[:_LOOKED_AT]
    match = _RETURNED.search(text)
    while match and match.start() <= 20:
        match = _RETURNED.search(text, match.end())
    if not match:
        return text, ""
    begins_with_header = ":" in match[0] and match[0].lower().lstrip(" \t>").startswith(("received", "return-path"))
    return text[: match.start()], text[match.start() if begins_with_header else match.end() :]


def read_lines(text: str, not_recipients: frozenset[str]) -> tuple[Said, ...]:
    """Return whom lines of `text` open with; `not_recipients` are addresses in lower case to pass over."""
    blocks: dict[str, list[str]] = {}
    current = ""
    for line in text.splitlines():
        email = _opening_address(line)
        if email and email.lower() not in not_recipients:
            current = email
            blocks.setdefault(current, [])
        if _RULER.match(line):
            current = ""
        if current:
            blocks[current].append(line.strip())
    return tuple(Said(email, " ".join(lines)) for email, lines in blocks.items())


def read_sentences(text: str, not_recipients: frozenset[str]) -> tuple[Said, ...]:
    """Return whom sentences of `text` speak of, each with the sentence's line and all that follows."""
    found: dict[str, str] = {}
    for match in _SENTENCE.finditer(text):
        email = match[1].strip(".'`")
        if email.lower() not in not_recipients and not _SENT_BY.search(match[0]):
            found.setdefault(email, " ".join(text[match.start() :].split()))
    return tuple(Said(email, words) for email, words in found.items())


def without_summary(text: str) -> tuple[str, str]:
    """Return `text` without the lines that name the original mail (`To: ...`, `Subject: ...`), and those lines."""
    kept: list[str] = []
    summary: list[str] = []
    for line in text.splitlines():
        (summary if _SUMMARY.match(line) else kept).append(line)
    return "\n".join(kept), "\n".join(_EXIM_SUBJECT.sub("Subject:", line.strip()) for line in summary)


def _opening_address(line: str) -> str:
    match = _X400.match(line) or _OPENS.match(line)
    if not match or not _CONTINUES.match(line[match.end() :]):
        return ""
    return match[1].strip(".'`")
