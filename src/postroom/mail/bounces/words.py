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


_MOVED = _any(
    r"has moved",
    r"no longer (?:valid|exists?|accepts|works|in use"
    r"|employed)",
    r"has been replaced by",
    r"not our user",
)

_FULL = _any(
    r"mail ?(?:box|folder|dir|data)\b.{0,60}\b(?:full|quota|exceed)",
    r"\b(?:full|overfull) mailbox",
    r"mailbox_?full",
    r"\bover ?quota|over (?:the |its |his |disk |allowed |mail )*quota|\bquota (?:is |usage "
    r"|has been )*(?:exceed|violat|full)",
    r"exceed\w* .{0,40}\b(?:quota|storage|disk space|space limit)",
    r"\b(?:insufficient|not enough|not sufficient|no|out of) (?:free |disk |mail |system |storage )*(?:space"
    r"|storage)\b",
    r"space (?:has been used up|left on device)|not have enough space",
    r"would be over|disk ?quota|quota",
    r"(?:message|mail|msg|e-?mail|file|attachment|data)\b.{0,40}\b(?:too (?:big|large|long)|size (?:limit|exceed))",
    r"size (?:of .{0,30})?exceed|exceeds .{0,40}\b(?:size|length)|exceeded .{0,30}message size|size limit"
    r"|too much mail data",
    r"boite .{0,20}pleine|taille limite|buz[oó]n .{0,20}llen|postfach .{0,20}voll|casella .{0,12}piena|mailbox vol\b",
    r"too many messages on the server|message too large|larger than the (?:current|maximum)|容量|サイズ|переполнен",
)

_NO_ADDRESS = _any(
    r"user unknown|unknown user|unknown (?:or illegal |local[- ]?part|recipient|mailbox|address|alias|e-?mail)",
    _WHO
    + r"\b[^.;\n]{0,80}\b(?:unknown|(?:was |is |could )?not (?:be )?found|does ?n[o']t exist|not exist|invalid|not known"
    r"|inactive|disabled|deactivated|suspended|discontinued|terminated|non-?existent|not listed|closed|not active)\b",
    r"\b(?:no|not a|invalid|bad|illegal|nonexistent|non-existent|inexistent|disabled|inactive|suspended"
    r"|not an active)"
    r" (?:valid |known |local |active |such |destination |virtual |hosted )*" + _WHO + r"\b",
    r"no (?:mail ?box|account|one)\b.{0,30}(?:here|this|name|address|found|available)",
    r"does ?n[o']t (?:have|exist)\b.{0,40}\b(?:account|mailbox|here|anymore)?",
    r"\b(?:is )?not (?:listed|present) in\b.{0,40}(?:directory|address book)|not present in directory",
    r"\bbadrcptto|validrcptto|badrecipientto|recipnotfound|recipient ?not ?found|adr\.recip",
    r"mailbox (?:is )?(?:unavailable|unavaiable|not available)",
    r"(?:host|domain|server)(?: name)?(?: or domain name)?\b.{0,40}\b(?:unknown|not found(?!, try)"
    r"|does ?n[o']t exist|not exist|invalid)",
    r"(?:unknown|no such|invalid|bad) (?:host|domain)|\bnxdomain|unrouteable address|unroutable address"
    r"|name or service not known",
    r"no (?:valid )?mx (?:record|found|or)|null ?mx|does not accept mail|mx or srv record indicated no smtp service",
    r"couldn'?t find (?:any|a) (?:host|mail exchanger)|illegal host|mail receiving disabled|recipient not ok",
    r"utilisateur inconnu|destinataire inconnu|no existe|nessun utente|unbekannte[rn]? (?:empf|user|benutzer|adresse)"
    r"|existiert nicht|не существует|не найден|宛先|あて先|存在しません|見つかりません|アドレス",
)

_REFUSED_SURELY = _any(
    r"\bspam|unsolicited|blacklist|black ?list|block ?list|\brbl\b|dnsbl|spamhaus|spamcop|barracuda|reputation"
    r"|bulk e?-?mail",
    r"\bspf\b|\bdkim\b|\bdmarc\b|sender policy|virus|malware|phish|prohibited content|banned|not authenticated",
    r"\bblocked\b|\bblock\b|client host rejected|sender.{0,40}\b(?:rejected|denied|refused|invalid|not allowed"
    r"|verif\w+ failed)",
    r"relay(?:ing)? (?:access )?(?:denied|prohibited|not (?:permitted|allowed))|not permitted to relay"
    r"|allowed rcpthosts?"
    r"|unable to relay|(?:as|not) an? (?:open )?relay|we don'?t handle mail",
    r"reverse dns|\bptr\b|rdns|cannot find your hostname|non-?compliant|not rfc|rfc ?[25]\d{3}",
    r"polic(?:y|ies)|not accepted for|notauthorized|not authori[sz]ed|authentication (?:is )?required"
    r"|unauthenticated",
    r"content (?:rejected|denied|filter)|message (?:was |has been )?(?:rejected|refused|filtered)|attachment"
    r"|executable",
    r"recipient preferences|user reject|refuses? to (?:receive|accept)|only accept|members-only"
    r"|not allowed to post|closed mailing",
)

_TEMPORARY = _any(
    r"timed? ?out|time-?out|expired|retry time|too long|could not be delivered for|not (?:been )?collected"
    r"|giv(?:en|ing) up",
    r"connection (?:refused|reset|dropped|failed|lost)|no route|unreachable|not reachable|did not respond"
    r"|not respond",
    r"could not connect|couldn'?t (?:establish|connect)|unable to connect|network|name server|lookup fail"
    r"|try again|try later",
    r"temporar|deferred|delay|greylist|grey-?list|too many (?:connections|hops|concurrent|recipients|errors|smtp"
    r"|messages)",
    r"rate limit|throttl|too fast|slower|busy|overload|congest|loop|resources|internal (?:server )?error"
    r"|system error",
    r"local (?:problem|error|configuration)|configuration error|misconfigured|server error"
    r"|service (?:currently )?unavailable"
    r"|service not available|processing error|i/o error|queue file write",
)

_REFUSED_PERHAPS = _any(
    r"reject|denied|refus|prohibit|forbidden|not accept|not permitted|not allowed|unacceptable|violat|disallow"
    r"|go away",
)

_ORDER: tuple[tuple[BounceClass, re.Pattern[str]], ...] = (
    (BounceClass.ADDRESS, _MOVED),
    (BounceClass.FULL, _FULL),
    (BounceClass.ADDRESS, _NO_ADDRESS),
    (BounceClass.REFUSED, _REFUSED_SURELY),
    (BounceClass.TEMPORARY, _TEMPORARY),
    (BounceClass.REFUSED, _REFUSED_PERHAPS),
)

_BY_STATUS: tuple[tuple[re.Pattern[str], BounceClass], ...] = (
    (re.compile(r"[45]\.1\.(?:0|1|2|3|4|6|10)$|[45]\.2\.1$|5\.4\.4$|5\.4\.310$"), BounceClass.ADDRESS),
    (re.compile(r"[45]\.2\.[23]$|[45]\.3\.[14]$"), BounceClass.FULL),
    (re.compile(r"[45]\.[17]\.\d+$|[45]\.6\.\d+$"), BounceClass.REFUSED),
    (re.compile(r"[45]\.4\.\d+$|4\.\d+\.\d+$"), BounceClass.TEMPORARY),
)


def classify(words: str, status: str | None, reply: str | None) -> BounceClass:
    """Return what the server's `words` say of the address; where they say nothing, what the codes say."""
    lowered = words[:_LOOKED_AT].lower()
    for category, pattern in _ORDER:
        if pattern.search(lowered):
            return category
    return by_code(status, reply)


def by_code(status: str | None, reply: str | None) -> BounceClass:
    """Return what an enhanced status code, or without one the SMTP reply code, says of the address."""
    for pattern, category in _BY_STATUS:
        if status and pattern.match(status):
            return category
    if reply in ("551", "553"):
        return BounceClass.ADDRESS
    if reply in ("452", "552"):
        return BounceClass.FULL
    return BounceClass.TEMPORARY if (reply or "")[:1] == "4" else BounceClass.OTHER
