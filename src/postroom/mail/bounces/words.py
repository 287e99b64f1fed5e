"""What a mail server's words say about an address: a table from words to class.

Servers agree on codes far less than on words: `550 5.7.1` may be a full mailbox and `5.1.1` a spam filter. So words
are asked first, the table's order settles who wins, and the enhanced status code (RFC 3463) only decides the rest.
"""

from __future__ import annotations

import re

from postroom.mail.values import BounceClass

_WHO = r"(?:user|recipient|mailbox|mail ?box|address|account|destinat\w+|alias|person|member|email|list)"
_LOOKED_AT = 6000


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_OWN_TROUBLE = _any(
    r"command (?:died|failed|output)|mailer error|procmail|maildrop|pipe to \||\|\| exit |x-unix",
)

_MOVED = _any(
    r"\bhas moved\b|no longer (?:valid|exists?|accepts|works|in use|employed|with (?:us|the))"
    r"|has been replaced by|not our user",
)

_DISK = _any(
    r"insufficient (?:disk|system) (?:space|storage|resource)|insufficient resources|no space left on device"
    r"|mail system full",
)

_FULL = _any(
    r"mail ?(?:box|folder|dir|data)\b.{0,60}\b(?:full|quota|exceed)|\b(?:full|overfull) mailbox|mailbox_?full",
    r"quota|exceed\w* .{0,40}\b(?:storage|disk space|space limit)|exceeds? allowed size",
    r"\b(?:insufficient|not enough|not sufficient|no|out of) (?:free |disk |mail |system |storage )*(?:space"
    r"|storage)\b",
    r"space (?:has been used up|left)|not have enough space|storage allocation|too many messages (?:on|in)"
    r"|exceeded the local limit",
    r"(?:message|mail|msg|file|attachment|data)\b.{0,40}\b(?:too (?:big|large)\b|size (?:limit|exceed))"
    r"|message (?:is )?too long",
    r"size (?:of .{0,30})?exceed|exceed\w* .{0,40}\b(?:size|length|databytes)|exceed\w* .{0,30}message size"
    r"|size limit|too much mail data",
    r"larger than the (?:current|maximum)|recipsizelimit|maximum (?:message )?size|databytes",
    r"bo[iî]te .{0,20}pleine|taille limite|buz[oó]n .{0,20}llen|postfach .{0,20}voll|casella .{0,12}piena"
    r"|mailbox vol\b"
    r"|容量|サイズ|переполнен",
)

_NO_ADDRESS = _any(
    r"user unknown|addressee unknown|unknown (?:or illegal |local[- ]?part|virtual |recipient|mailbox|address"
    r"|alias|user|account|e-?mail)",
    _WHO + r"\b[^.;\n]{0,80}\b(?:unknown|(?:was |is |could )?not (?:be )?found|does ?n[o']t exist|not exist|invalid"
    r"|not known"
    r"|inactive|disabled|deactivated|suspended|discontinued|terminated|non-?existent|not listed|closed"
    r"|not active|not recognized"
    r"|expired|has been (?:removed|deleted))\b",
    r"\b(?:no|not an?|invalid|bad|illegal|nonexistent|non-existent|inexistent|disabled|inactive|suspended|incorrect)"
    r" (?:valid |known |local |active |such |destination |virtual |hosted |existing )*" + _WHO + r"s?\b",
    r"no (?:mail ?box|account|one)\b.{0,30}(?:here|this|name|address|found|available)|no such (?:local )?user"
    r"|no such person",
    r"does ?n[o']t (?:have|exist)\b.{0,40}\b(?:account|mailbox|here|anymore)|not (?:listed"
    r"|present) in\b.{0,40}(?:directory|address book)",
    r"\bbadrcptto|validrcptto|badrecipientto|recip(?:ient)? ?not ?found|adr\.(?:recip|ex)"
    r"|does not like recipient|wasn't found at",
    r"mailbox (?:is )?(?:unavailable|unavaiable|not available)|recipient not ok|not local\b|address rejected"
    r"|rejected (?:address|recipient)",
    r"(?:host|domain|server)(?: name)?(?: or domain name)?\b.{0,40}\b(?:unknown|not found(?!, try)"
    r"|does ?n[o']?t exist|not exist)",
    r"(?:unknown|no such|invalid|illegal) (?:host|domain)|nxdomain|unrouteable address|unroutable address"
    r"|name or service not known",
    r"no (?:valid )?(?:mx|mail exchangers?) (?:record|found|or)|null ?mx|does not accept mail"
    r"|indicated no smtp service|mail receiving disabled",
    r"couldn'?t find (?:any|a) (?:host|mail exchanger)|no mail exchanger|domain must exist|doesn'?t receive"
    r"|no valid recipients",
    r"utilisateur inconnu|destinataire inconnu|no existe|nessun utente|unbekannte[rn]? (?:empf|user|benutzer|adresse)"
    r"|existiert nicht|не существует|не найден|存在しません|見つかりません|ユーザー? ?不明",
)

_REFUSED_SURELY = _any(
    r"\bspam|unsolicited|blacklist|black ?list|block ?list|\brbl\b|dnsbl|spamhaus|spamcop|barracuda(?:central)"
    r"|reputation|bulk e?-?mail",
    r"\bspf\b|\bdkim\b|\bdmarc\b|sender policy|virus|malware|phish|prohibited content|banned|not authenticated"
    r"|infected",
    r"\bblocked\b|client host rejected|sender.{0,40}\b(?:rejected|denied|refused|invalid|not allowed"
    r"|verify failed)|mail from .{0,60}refused",
    r"relay(?:ing)? (?:access )?(?:denied|prohibited|not (?:permitted|allowed))|not permitted to relay"
    r"|allowed rcpthosts?"
    r"|unable to relay|(?:as|not) an? (?:open )?relay|we don'?t handle mail|no relaying",
    r"reverse dns|\bptr\b|\brdns\b|cannot find your hostname|non-?compliant|not compliant|not rfc|starttls|\btls\b",
    r"polic(?:y|ies)|not accepted for|notauthorized|not authori[sz]ed|authentication (?:is )?required"
    r"|unauthenticated|executable",
    r"content (?:rejected|denied|filter)|message (?:was |has been )?(?:rejected|refused|filtered|blocked)"
    r"|not verified|bad header",
    r"recipient preferences|user reject|refuses? to (?:receive|accept)|only accept|members?[- ]only"
    r"|not allowed to post|closed mailing"
    r"|permission to post|not a member|isn't accepting|not accepting (?:mail|messages|any) from|投稿する権限"
    r"|受信拒否|拒否",
)

_TEMPORARY = _any(
    r"timed? ?out|time-?out|expired|retry time|queue too long|could not be delivered for|not (?:been )?collected",
    r"connection (?:refused|reset|dropped|failed|lost|attempt)|no route|unreachable|not reachable|not respond"
    r"|no answer",
    r"could not connect|couldn'?t (?:establish|connect)|wasn'?t able to establish|unable to connect"
    r"|mail exchanger failed|lookup fail",
    r"name ?server|name service|try again|try later|temporar|deferred|delay|grey-?list|too many (?:connections"
    r"|hops|concurrent|recipients"
    r"|errors|smtp|received|messages)|rate limit|throttl|too fast|slower|\bbusy\b|overload|congest|\bloop|loops back",
    r"internal (?:server )?error|system error|local (?:problem|error|configuration)|configuration error"
    r"|misconfigured|server error"
    r"|service (?:currently )?unavailable|service not available|processing error|i/o error|queue file write"
    r"|unable-to-transfer",
)

_REFUSED_PERHAPS = _any(
    r"reject|denied|refus|prohibit|forbidden|not accept|not permitted|not allowed|unacceptable|violat|disallow"
    r"|go away|filter",
)

_ORDER: tuple[tuple[BounceClass, re.Pattern[str]], ...] = (
    (BounceClass.OTHER, _OWN_TROUBLE),
    (BounceClass.ADDRESS, _MOVED),
    (BounceClass.TEMPORARY, _DISK),
    (BounceClass.FULL, _FULL),
    (BounceClass.ADDRESS, _NO_ADDRESS),
    (BounceClass.REFUSED, _REFUSED_SURELY),
    (BounceClass.TEMPORARY, _TEMPORARY),
    (BounceClass.REFUSED, _REFUSED_PERHAPS),
)

_BY_STATUS: tuple[tuple[re.Pattern[str], BounceClass], ...] = (
    (re.compile(r"[45]\.1\.(?:0|1|2|3|4|6|10)$|[45]\.2\.1$|5\.4\.4$|5\.4\.310$"), BounceClass.ADDRESS),
    (re.compile(r"[45]\.2\.[23]$|[45]\.3\.4$"), BounceClass.FULL),
    (re.compile(r"[45]\.[17]\.\d+$|[45]\.6\.\d+$"), BounceClass.REFUSED),
    (re.compile(r"[45]\.4\.\d+$|4\.\d+\.\d+$|5\.3\.[15]$"), BounceClass.TEMPORARY),
)
_BY_REPLY = {"551": BounceClass.ADDRESS, "553": BounceClass.ADDRESS, "452": BounceClass.FULL, "552": BounceClass.FULL}


def by_words(words: str) -> BounceClass | None:
    """Return what the server's `words` say of the address, or None where they say nothing known."""
    if not words:
        return None
    lowered = words[:_LOOKED_AT].lower()
    return next((category for category, pattern in _ORDER if pattern.search(lowered)), None)


def by_code(status: str | None, reply: str | None) -> BounceClass | None:
    """Return what an enhanced status code, or without one the SMTP reply code, says of the address."""
    if status and not status.endswith(".0.0"):
        return next((category for pattern, category in _BY_STATUS if pattern.match(status)), None)
    if reply in _BY_REPLY:
        return _BY_REPLY[reply]
    return BounceClass.TEMPORARY if (reply or status or "5")[0] == "4" else None
