"""What says that a mail is a delivery report. Cheap, for it is asked of every mail."""

from __future__ import annotations

import re

from postroom.mail.bounces.delivery_status import STATUS_TYPES
from postroom.mail.header_index import HeaderIndex
from postroom.mail.parts import Part

_LOOKED_AT = 3000
_DAEMON = re.compile(
    r"(?i)mailer-?_?daemon|mail-?daemon|postmaster|mail delivery (?:sub)?system|mail delivery|system administrator"
    r"|mail ?administrator|delivery (?:agent|subsystem|service)|bounce|undeliver|mail system|smtp.?server"
)
_SUBJECT = re.compile(
    r"(?i)undeliver|unzustellbar|returned (?:mail|message|to sender)|delivery (?:status|fail|problem|error"
    r"|report|notif|has failed"
    r"|unsuccess|delay|incomplete)|fail(?:ure|ed) (?:notice|notif|delivery|mail|to deliver)|mail (?:delivery"
    r"|failure|error|system"
    r"|could not)|could ?n[o']t be delivered|delivery.{0,20}fail|non[- ]?deliver|not delivered|mail ?returned"
    r"|bounced? (?:mail|message)"
    r"|warning: (?:message|could not|unable)|message (?:delay|could not|delivery|you sent)|delivery delayed"
    r"|nondeliverable|non remis"
    r"|no se (?:pudo|ha podido) entreg|mancato recapito|onbestelbaar|n[ãa]o entregue|niedostarczon|недоставл"
    r"|не доставлен|невозможно доставить"
    r"|rejected mail|mail rejected|user unknown|mailbox full|エラー|配信|失敗|退信|无法|系统退信|無法"
)
_OPENER = re.compile(
    r"(?i)following address(?:es|\(es\))?|could ?n[o']t be delivered|(?:was|were|been|be) (?:not |un)(?:able|deliver)"
    r"|did not reach|undeliverable|permanent (?:fatal )?errors?|delivery (?:to|has failed|failed|of)"
    r"|unable to deliver|not (?:be )?delivered"
    r"|returned (?:to sender|message)|delivery fail|failed to deliver|could not deliver|cannot be delivered"
    r"|not able to deliver"
    r"|failure reasons?|deliver\w* (?:status|report)|message was rejected|has been rejected|user unknown"
    r"|transcript of session"
    r"|mailbox (?:is )?full|was undeliver|action: failed|final-recipient|配信|届|送信|конечн"
    r"|не может быть доставлено|unzustellbar"
)
_NULL_SENDER = re.compile(r"(?i)^<?\s*>?$|mailer-daemon")


def report_evidence(root: Part, headers: HeaderIndex, subject: str, text: str) -> tuple[str, ...]:
    """Return what says that this is a delivery report, as `Header-Name: value`; empty where it is none."""
    if is_feedback_report(root):
        return ()
    sure = _sure_signs(root, headers)
    if sure:
        return sure
    signs = _sender_signs(headers)
    if not signs:
        return ()
    words = _word_signs(subject, text)
    return (*signs, *words) if words else ()


def is_feedback_report(root: Part) -> bool:
    """Whether the mail is an abuse report (RFC 5965), which says nothing about delivery."""
    return root.params.get("report-type", "").lower() == "feedback-report" or any(
        part.content_type == "message/feedback-report" for part in root.walk()
    )


def _sure_signs(root: Part, headers: HeaderIndex) -> tuple[str, ...]:
    if "x-failed-recipients" in headers:
        return (headers.quoted("x-failed-recipients"),)
    if root.params.get("report-type", "").lower() == "delivery-status":
        return ("Content-Type: multipart/report; report-type=delivery-status",)
    if any(part.content_type in STATUS_TYPES for part in _own_parts(root)):
        return ("Content-Type: message/delivery-status",)
    return ()


def _own_parts(root: Part) -> tuple[Part, ...]:
    """Only this mail's own parts: a report that a person forwards as an attachment is no report."""
    return (
        root,
        *root.children,
        *(part for child in root.children if child.content_type.startswith("multipart/") for part in child.children),
    )


def _sender_signs(headers: HeaderIndex) -> tuple[str, ...]:
    signs = []
    if _DAEMON.search(headers.first("from")):
        signs.append(headers.quoted("from"))
    if "return-path" in headers and _NULL_SENDER.search(headers.first("return-path")):
        signs.append(headers.quoted("return-path"))
    return tuple(signs)


def _word_signs(subject: str, text: str) -> tuple[str, ...]:
    in_subject = _SUBJECT.search(subject)
    in_text = _OPENER.search(text[:_LOOKED_AT])
    found = []
    if in_subject:
        found.append(f"Subject: {subject}")
    if in_text:
        found.append(f"Text: {in_text[0]}")
    return tuple(found)
