"""What says that a mail is a delivery report. Cheap, for it is asked of every mail."""

from __future__ import annotations

import re

from postroom.mail.bounces.delivery_status import STATUS_TYPES
from postroom.mail.header_index import HeaderIndex
from postroom.mail.parts import Part

_LOOKED_AT = 3000
_DAEMON = re.compile(
    r"(?i)mailer[-_]?daemon|mail[-_]?daemon|mdaemon@|post[-_]?master|mail delivery|mail (?:administrator|system)"
    r"|delivery (?:sub)?system|system administrator|microsoft ?exchange|interscan|smtp[-_](?:gateway|mail)"
    r"|mail ?server|surfcontrol"
    r"|(?:^|<)(?:ndr|dsn|bounces?|sysadmin|mailsystem|mail-?system|mail-?admin|delivery)@"
    r"|no-reply@sns\.amazonaws|content-?filter"
)
_SUBJECT = re.compile(
    r"(?i)undeliver|unzustellbar|returned (?:mail|message|to sender)|returning message|delivery (?:status|fail"
    r"|problem|error|report"
    r"|notif|has failed|unsuccess|delay|incomplete)|fail(?:ure|ed) (?:notice|notif|delivery)|(?:mail"
    r"|message)(?: delivery)? (?:delivery"
    r"|failure|failed|error|system error)|mail could ?not|could ?n[o']t be delivered|non[- ]?deliver|not delivered"
    r"|mail ?returned|bounced? (?:mail|message)|\[bounce\]|warning: (?:message|could not|unable)"
    r"|message (?:delay|could not|delivery"
    r"|frozen|you sent)|delayed mail|non_?remis|non remis|permanent (?:delivery )?failure|postmaster notify"
    r"|processing error"
    r"|no se (?:pudo|ha podido) entreg|mancato recapito|non recapitabile|onbestelbaar|n[ãa]o[ _]entregue"
    r"|niedostarczon|недоставл"
    r"|не доставлен|невозможно доставить|rejected mail|mail rejected|user unknown|mailbox full"
    r"|error sending your mail"
    r"|loop alert|エラー|配信|失敗|不達|退信|无法投递|无法发|系统退信|無法"
)
_TEXT = re.compile(
    r"(?i)following (?:mail )?(?:address(?:es|\(es\))?|recipients?(?:\(s\))?|destinations?|users?)\b"
    r"|could ?n[o']t be (?:sent|delivered)"
    r"|(?:unable|failed|not able|trouble) (?:to )?deliver|did not reach|was not delivered|undeliverable"
    r"|permanent (?:fatal )?errors?"
    r"|delivery (?:to|has failed|failed|of)|cannot be delivered|n[o']t (?:yet )?be(?:en)? delivered"
    r"|returned (?:to sender|because)"
    r"|failure reasons?|failed recipients?|deliver\w* (?:status|failure|report)|(?:message|mail) (?:was"
    r"|has been) (?:rejected|returned)"
    r"|user unknown|unknown user|no such user|transcript of session|mailbox (?:is )?full|action: failed"
    r"|final-recipient|wasn't found at"
    r"|intended recipient|(?:smtp|mail) server|delivery notification|not a member of|notificationtype|配信|届"
    r"|送信でき|无法发|无法投|無法|退回|доставлен|unzustellbar"
)
_TRANSCRIPT = re.compile(
    r"(?i)\b[45]\d\d[ -]#?[45]\.\d\.\d|\b55[0-4][ -]|final-recipient:|>>> rcpt|<<< [45]\d\d|#[45]\.\d\.\d"
)
_YOUR_MAIL = re.compile(
    r"(?i)\b(?:your|the|this|a|attached|following) (?:e-?mail|mail|message|original message|email below)\b"
    r"|recipient|votre message|deliver (?:e-?)?(?:mail|message)"
)
_ANSWERS = re.compile(r"(?i)^\s*(?:re|aw|fwd?|wg|tr|rv|antw|sv|vs|odp|doorst|enc)\s*(?:\[\d+\])?\s*:")
_GATEWAY_HEADERS = ("x-ms-embedded-report", "x-sef-processed", "x-ahmailid", "x-ms-exchange-message-is-ndr")
_GATEWAY_MAILER = re.compile(r"(?i)<smtp32 |m-filter|surfcontrol")
_LIST_REFUSAL = re.compile(r"(?i)not (?:a )?member|reject|\bloop|duplicated message-id|security alert|system error")
_NULL_SENDER = re.compile(r"(?i)^<?\s*>?$|mailer-daemon")


def report_evidence(root: Part, headers: HeaderIndex, subject: str, text: str) -> tuple[str, ...]:
    """Return what says that this is a delivery report, as `Header-Name: value`; empty where it is none."""
    if is_feedback_report(root, headers, subject):
        return ()
    return (
        _sure_signs(root, headers)
        or _by_list_server(headers, subject, text)
        or _by_sender(headers, subject, text)
        or _by_words_alone(headers, subject, text)
    )


def is_feedback_report(root: Part, headers: HeaderIndex, subject: str) -> bool:
    """Whether the mail is an abuse report, which says nothing about delivery.

    By RFC 5965, or as Hotmail ("complaint about message from") and Apple (X-Apple-Unsubscribe) write it.
    """
    return (
        root.params.get("report-type", "").lower() == "feedback-report"
        or any(part.content_type == "message/feedback-report" for part in root.children)
        or subject.lower().startswith("complaint about message from")
        or headers.first("x-apple-unsubscribe").lower() == "true"
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
    nested = (child for child in root.children if child.content_type.startswith("multipart/"))
    return (root, *root.children, *(part for child in nested for part in child.children))


def _by_sender(headers: HeaderIndex, subject: str, text: str) -> tuple[str, ...]:
    is_daemon = bool(_DAEMON.search(headers.first("from")))
    gateway = _gateway_sign(headers)
    is_null = "return-path" in headers and bool(_NULL_SENDER.search(headers.first("return-path")))
    if not (is_daemon or is_null or gateway):
        return ()
    # Autoresponders use the empty sender too (RFC 3834 section 3.3), so it says less than a daemon's name.
    is_plain = not (is_daemon or gateway)
    technical = not is_plain or _TRANSCRIPT.search(text[:_LOOKED_AT])
    if not technical and not _SUBJECT.search(subject):
        return ()
    words = _words(subject, text)
    if not words or (is_plain and len(words) < 2 and not technical):
        return ()
    names = (("from", is_daemon), ("return-path", is_null))
    return (*(headers.quoted(name) for name, holds in names if holds), *gateway, *words)


def _gateway_sign(headers: HeaderIndex) -> tuple[str, ...]:
    """Gateways that write under any address give themselves away by headers that no person's mail has."""
    marked = next((headers.quoted(name) for name in _GATEWAY_HEADERS if name in headers), "")
    if not marked and _GATEWAY_MAILER.search(headers.first("x-mailer")):
        marked = headers.quoted("x-mailer")
    if not marked and any("invoked for bounce" in hop for hop in headers.all("received")):
        marked = "Received: (qmail invoked for bounce)"
    return (marked,) if marked else ()


def _by_list_server(headers: HeaderIndex, subject: str, text: str) -> tuple[str, ...]:
    """List servers such as fml refuse a mail in words of their own."""
    if "x-mlserver" not in headers or "-admin@" not in headers.first("from"):
        return ()
    words = _LIST_REFUSAL.search(subject) or _LIST_REFUSAL.search(text[:_LOOKED_AT])
    return (headers.quoted("x-mlserver"), f"Text: {words[0]}") if words else ()


def _by_words_alone(headers: HeaderIndex, subject: str, text: str) -> tuple[str, ...]:
    """Gateways that write under a person-like address: subject and first sentence must both speak of a mail."""
    if "in-reply-to" in headers or "references" in headers or _ANSWERS.match(subject) or not _SUBJECT.search(subject):
        return ()
    words = _words(subject, text[:500])
    return words if len(words) == 2 and _YOUR_MAIL.search(text[:500]) else ()


def _words(subject: str, text: str) -> tuple[str, ...]:
    in_subject = _SUBJECT.search(subject)
    in_text = _TEXT.search(text[:_LOOKED_AT])
    found = []
    if in_subject:
        found.append(f"Subject: {subject}")
    if in_text:
        found.append(f"Text: {in_text[0]}")
    return tuple(found)
