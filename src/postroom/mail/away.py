"""Out-of-office replies: by the headers of the systems that write them, and by subjects as they write them."""

from __future__ import annotations

import re

from postroom.mail.header_index import HeaderIndex

# What Exchange, Outlook and Gmail put before the subject, in the language of the mailbox.
_OPENING = re.compile(
    r"(?i)^\s*(?:"
    r"automatic reply|auto(?:matic)?[- ]?(?:reply|response|answer)|out of (?:the )?office(?: auto-?reply)?|"
    r"automatische antwort|abwesenheitsnotiz|abwesenheits(?:nachricht|meldung|assistent)|autoantwort|"
    r"r[ée]ponse automatique|absence du bureau|message d'absence|respuesta autom[áa]tica|fuera de (?:la )?oficina|"
    r"risposta automatica|fuori (?:sede|ufficio)|automatisch antwoord|afwezigheidsbericht|resposta autom[áa]tica|"
    r"autosvar|automatisk svar|automatiskt svar|frånvaromeddelande|automaattinen vastaus|poissaoloilmoitus|"
    r"automatická odpov[ěe][ďd]|odpowiedź automatyczna|autoodpowiedź|automatyczna odpowiedź|"
    r"автоматический ответ|автоответ|автоматична відповідь|automatikus válasz|otomatik yan[ıi]t|αυτόματη απάντηση|"
    r"răspuns automat|automatski odgovor|samodejni odgovor|automatinis atsakymas|automatiskā atbilde|"
    r"自動応答|自動返信|不在通知|自动答复|自动回复|自動回覆|자동 회신|תשובה אוטומטית|رد تلقائي"
    r")\s*[:：]"
)
# Domino; and autoresponders that write nothing else.
_WHOLE = re.compile(
    r"(?i)^\s*(?:auto: .{1,80}(?:out of (?:the )?office|returning|au(?:ß|ss)er haus|rückkehr|absent|is away)"
    r"|\[?auto(?:matic)?[- ]?(?:reply|response)\]?\s*$|\[auto[- ]?(?:reply|response)\])"
)
_WORDS = re.compile(
    r"(?i)out of (?:the |my )?office|out-of-office|\baway\b|vacation|on (?:annual |sick |parental "
    r"|maternity )?leave|holiday|"
    r"abwesen|nicht im (?:büro|haus)|urlaub|absen(?:t|ce)|cong[ée]s?\b|vacances|vacaciones|fuera de"
    r"|fuori ufficio|ferie|assen[tz]|"
    r"afwezig|vakantie|f[ée]rias|ausente|ausência|ferie|frånvar|semester|poissa|loma|dovolen|nieobecn|urlop"
    r"|отпуск|отсутств|"
    r"szabadság|izin|休暇|不在|休假|外出|부재"
)


def away_signs(headers: HeaderIndex, subject: str, text: str, *, is_reply: bool) -> tuple[str, ...]:
    """Return what says that the sender is away, as `Header-Name: value`; empty where nothing does.

    `is_reply` says that headers already show an automatic reply; only then loose words in subject and text count.
    """
    found = _header_signs(headers)
    opening = _OPENING.match(subject) or _WHOLE.match(subject)
    if opening or (is_reply and _WORDS.search(subject)):
        found = (*found, f"Subject: {subject}")
    elif is_reply and (words := _WORDS.search(text[:600])):
        found = (*found, f"Text: {words[0]}")
    return found


def _header_signs(headers: HeaderIndex) -> tuple[str, ...]:
    return tuple(headers.quoted(name) for name, is_away in _BY_HEADER if name in headers and is_away(headers))


def _exchange(headers: HeaderIndex) -> bool:
    """Exchange marks the reply of its inbox rules with the mailbox that it must not come back to."""
    return "x-auto-response-suppress" in headers


def _submitted_vacation(headers: HeaderIndex) -> bool:
    """Dovecot, Cyrus and Zimbra say vacation in brackets; Zimbra and others name the owner (RFC 5436)."""
    value = headers.first("auto-submitted").lower()
    return "vacation" in value or "owner-email=" in value


def _apple(headers: HeaderIndex) -> bool:
    return headers.first("x-apple-action").lower() == "vacation"


def _any_value(_headers: HeaderIndex) -> bool:
    return True


def _domino(headers: HeaderIndex) -> bool:
    return "out of office" in headers.first("x-mailer").lower() or "autoreply" in headers.first("x-mailer").lower()


_BY_HEADER = (
    ("x-ms-exchange-inbox-rules-loop", _exchange),
    ("auto-submitted", _submitted_vacation),
    ("x-apple-action", _apple),
    ("x-vacation", _any_value),
    ("x-mailer", _domino),
)
