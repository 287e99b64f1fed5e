"""The rules by which a reading is compared with its case (the table in the cases' README), one function a field.

Each returns None where the case expects nothing, else a score from 0 to 1.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from postroom.mail.values import BounceClass
from tests.cases.collection import Case
from tests.cases.words import bare, mark_f1, squeeze, word_f1

Rule = Callable[[Case], float | None]

_ACTIVE = re.compile(
    r"<\s*(?:script|iframe|object|embed|form|meta|base|link|svg|math)\b"
    r"|<[^>]*\son[a-z]+\s*=|<[^>]*\b(?:javascript|vbscript):",
    re.IGNORECASE,
)
_SHORTEST_REMOVED = 12
_CLASSES = {
    "address": "userunknown hostunknown hasmoved mailererror suspend filtered notaccept",
    "full": "mailboxfull mesgtoobig exceedlimit emailtoolarge systemfull",
    "temporary": "expired networkerror systemerror toomanyconn ratelimited speeding systemfull",
    "refused": "blocked rejected spamdetected policyviolation virusdetected norelaying securityerror contenterror "
    "authfailure badreputation failedstarttls notcompliantrfc requireptr filtered suspend suppressed notaccept",
}


def from_email(case: Case) -> float | None:
    return _one_of(case, "from_email", case.mail.from_.email, str.lower)


def from_display_name(case: Case) -> float | None:
    return _one_of(case, "from_display_name", case.mail.from_.name, bare)


def subject(case: Case) -> float | None:
    return _one_of(case, "subject", case.mail.subject, bare)


def to_emails(case: Case) -> float | None:
    return _same_set(case, "to_emails", [address.email for address in case.mail.to])


def cc_emails(case: Case) -> float | None:
    return _same_set(case, "cc_emails", [address.email for address in case.mail.cc])


def body(case: Case) -> float | None:
    """0.98 is full, 0.90 half; a body that is only a stand-in at its source may be empty."""
    return _body(case, word_f1)


def body_with_marks(case: Case) -> float | None:
    """The same where the marks of lists and quotes count as words: layout, which may differ."""
    return _body(case, mark_f1)


def body_safety(case: Case) -> float | None:
    if case.mail.html is None:
        return None
    return 0.0 if _ACTIVE.search(case.mail.html) else 1.0


def attachments(case: Case) -> float | None:
    """Every listed one is there with the same digest (text may have lost its carriage returns)."""
    listed = [item for item in case.expected.get("attachments", ()) if not item.get("is_body_alternative")]
    if not listed:
        return None
    digests = {digest for item in case.mail.attachments for digest in _digests(item.content)}
    found = sum(1 for item in listed if {item["sha256"], item.get("sha256_lf")} & digests)
    return found / len(listed)


def attachment_count(case: Case) -> float | None:
    if "attachment_count" not in case.expected:
        return None
    return float(len(case.mail.attachments) >= case.expected["attachment_count"])


def bounce(case: Case) -> float | None:
    flag = case.expected.get("flags", {}).get("bounce")
    return None if flag is None else float((case.mail.bounce is not None) == flag)


def bounce_recipients(case: Case) -> float | None:
    derived = case.expected.get("bounce", {}).get("derived_from_mail", {})
    wanted = {_lower(item.get("final_recipient")) for item in derived.get("recipients", ())}
    wanted |= {_lower(email) for email in derived.get("x_failed_recipients", ())}
    wanted.discard("")
    if not wanted or not case.expected.get("flags", {}).get("bounce", True):
        return None
    found = {item.email.lower() for item in case.mail.bounce.recipients} if case.mail.bounce else set()
    originals = {_lower(item.get("original_recipient")) for item in derived.get("recipients", ())}
    return float(found == wanted or (bool(found) and found <= wanted | originals and len(found) >= len(wanted)))


def bounce_permanence(case: Case) -> float | None:
    temporary = case.expected.get("bounce", {}).get("temporary")
    if temporary is None or case.mail.bounce is None:
        return None if temporary is None else 0.0
    return float(any(item.permanent for item in case.mail.bounce.recipients) != temporary)


def bounce_class(case: Case) -> float | None:
    reasons = {item.get("reason") for item in case.expected.get("bounce", {}).get("expected", ())}
    wanted = {name for name, words in _CLASSES.items() if reasons & set(words.split())}
    if not wanted or not case.expected.get("flags", {}).get("bounce"):
        return None
    found = {item.category for item in case.mail.bounce.recipients} if case.mail.bounce else set()
    return float(any(BounceClass(name) in found for name in wanted))


def automatic(case: Case) -> float | None:
    """What must not be answered automatically is not."""
    flags = case.expected.get("flags", {})
    must_not = flags.get("send_auto_response") is False or flags.get("is_auto_response") or flags.get("bounce")
    return float(not case.mail.nature.may_answer) if must_not else None


def reply_shown(case: Case) -> float | None:
    """Every line of the reply is shown as new; one that is shown as signature may be."""
    if "reply" not in case.expected:
        return None
    shown = squeeze(f"{case.mail.new_text}\n{case.mail.signature}")
    return float(all(squeeze(line) in shown for line in case.expected["reply"].splitlines()))


def reply_removed(case: Case) -> float | None:
    if "removed" not in case.expected:
        return None
    wanted = squeeze(case.expected.get("reply", ""))
    shown = [squeeze(line) for line in case.mail.new_text.splitlines()]
    for line in map(squeeze, case.expected["removed"]):
        if len(line) > _SHORTEST_REMOVED and line not in wanted and any(line in other for other in shown):
            return 0.0
    return 1.0


def reply_contains(case: Case) -> float | None:
    must, must_not = case.expected.get("must_contain"), case.expected.get("must_not_contain")
    if must is None and must_not is None:
        return None
    shown = squeeze(case.mail.new_text)
    return float(
        all(squeeze(t) in shown for t in _texts(must)) and not any(squeeze(t) in shown for t in _texts(must_not))
    )


RULES: tuple[Rule, ...] = (
    from_email, from_display_name, subject, to_emails, cc_emails, body, body_safety, attachments, attachment_count,
    bounce, bounce_recipients, bounce_permanence, bounce_class, automatic, reply_shown, reply_removed, reply_contains,
)  # fmt: skip


def _body(case: Case, compare: Callable[[str, str], float]) -> float | None:
    if "body_text" not in case.expected:
        return None
    readings = [case.expected["body_text"], *case.expected.get("body_text_alternatives", ())]
    readings += _better(case, "body_text")
    text = squeeze(case.mail.text)
    best = max(compare(text, squeeze(reading)) for reading in readings)
    return 1.0 if best >= 0.98 else 0.5 if best >= 0.90 else 0.0


def _one_of(case: Case, key: str, found: str, tidy: Callable[[str], str]) -> float | None:
    if key not in case.expected:
        return None
    return float(tidy(found) in {tidy(right) for right in (case.expected[key], *_better(case, key))})


def _better(case: Case, key: str) -> list[str]:
    better = case.expected.get("dubious", {}).get(key, {}).get("better")
    return [] if better is None else [better]


def _same_set(case: Case, key: str, found: list[str]) -> float | None:
    if key not in case.expected:
        return None
    return float({email.lower() for email in found} == {email.lower() for email in case.expected[key]})


def _digests(content: bytes) -> tuple[str, str]:
    return hashlib.sha256(content).hexdigest(), hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _lower(email: str | None) -> str:
    return (email or "").strip("<> ").lower()


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())
