"""What a mail server's words say about an address: a table from words to class.

Servers agree on codes far less than on words: `550 5.7.1` may be a full mailbox and `5.1.1` a spam filter. So words
are asked first, the table's order settles who wins, and the enhanced status code (RFC 3463) only decides the rest.
"""

from __future__ import annotations

import re

from postroom.mail.values import BounceClass

_WHO = r"(?:user|recipient|mailbox|mail ?box|address|account|destinat\w+|alias|person|email)"
_LOOKED_AT = 6000


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_OWN_TROUBLE = _any(
    r"command (?:died|failed|output)|mailer error|procmail|maildrop|pipe to \||\|\| exit |x-unix",
)

_MOVED = _any(
    r"\bhas moved\b|no longer (?:valid|exists?|accepts|works|in use|employed|on (?:this )?server|with (?:us|the))",
    r"has been replaced by|not our user",
)

_SENDING_TOO_MUCH = _any(
    r"(?:sending|submission|daily|hourly|relay|rate|message) (?:message )?(?:quota|limit)|throttl|rate[ -]?limit"
    r"|too (?:fast|quickly)",
    r"(?:insufficient|not enough) (?:system )?resources|mail system full",
)

_FULL = _any(
    r"mail ?(?:box|folder|dir|data)\b.{0,60}\b(?:full|quota|exceed)|\b(?:full|overfull) mailbox|mailbox_?full",
    r"quota|exceed\w* .{0,40}\b(?:storage|disk space|space limit)|exceeds? allowed size|storage limit",
    r"\b(?:insufficient|not enough|not sufficient|no|out of) (?:free |disk |mail |system |storage )*(?:space"
    r"|storage)\b",
    r"space (?:has been used up|left)|not have enough space|storage allocation|too many messages (?:on|in)"
    r"|exceeded the local limit",
    r"(?:message|mail|msg|file|attachment|data)\b.{0,40}\b(?:too (?:big|large)\b|size (?:limit|exceed))"
    r"|message (?:is )?too long",
    r"size (?:of .{0,30})?exceed|exceed\w* .{0,40}\b(?:size|length|databytes)|exceed\w* .{0,30}message size"
    r"|size limit|too much mail data",
    r"length exceeds|line limit exceeded|larger than the (?:current|maximum)|recipsizelimit"
    r"|maximum (?:message )?size|databytes",
    r"exceeding receiving limits",
    r"bo[iî]te .{0,20}pleine|taille limite|buz[oó]n .{0,20}llen|postfach .{0,20}voll|casella .{0,12}piena"
    r"|mailbox vol\b"
    r"|容量|サイズ|переполнен",
)

_SENDER = _any(
    r"sender\b.{0,40}\b(?:rejected|denied|refused|invalid|not allowed|verify failed|not owned|blocked|not in"
    r"|not pre-?approved|is empty)",
    r"(?:invalid|unknown|bad|unroutable) sender|\bmail from\b.{0,60}(?:refused|rejected|not owned|invalid)"
    r"|from: domain|emetteur",
    r"sending (?:ip|address|domain)|isn'?t on the recipient|rfc\.?5321 domain",
)

_NO_ADDRESS = _any(
    r"user unknown|addressee unknown|unknown (?:or illegal |local[- ]?part|virtual |recipient|mailbox|address"
    r"|alias|user|account|e-?mail)",
    _WHO + r"\b[^.;\n]{0,80}\b(?:unknown|(?:was |is |could )?not (?:be )?found|does ?n[o']t exist|not exist|invalid"
    r"|not known"
    r"|inactive|disabled|deactivated|suspended|discontinued|terminated|non-?existent|not listed|closed"
    r"|not active|not recognized"
    r"|not present|expired|frozen|is locked|archiv\w+|has been (?:removed|deleted|suspended|disabled))\b",
    r"\b(?:no|not an?|invalid|bad|illegal|nonexistent|non-existent|inexistent|disabled|inactive|suspended"
    r"|incorrect|deactivated|archived)"
    r" (?:valid |known |local |active |such |destination |virtual |hosted |existing )*" + _WHO + r"s?\b",
    r"no (?:mail ?box|account|one)\b.{0,30}(?:here|this|name|address|found|available)|no such (?:local )?user"
    r"|no such person",
    r"does ?n[o']t (?:have|exist)\b.{0,40}\b(?:account|mailbox|here|anymore)|not (?:listed"
    r"|present) in\b.{0,40}(?:directory|address book)",
    r"(?:can'?t|cannot) accept user|> not found|does not exist\b(?! e2110)|currently suspended"
    r"|extended inactivity|in name directory",
    r"\bbadrcptto|validrcptto|badrecipientto|recip(?:ient)? ?not ?found|adr\.(?:recip|ex)"
    r"|does not like recipient|wasn't found at|not found recipient",
    r"mailbox (?:is )?(?:unavailable|unavaiable|not available|cannot be accessed)|recipient not ok"
    r"|not local\b(?! host)",
    r"recipient suspend|envelope recipient has been denied|\b000c05(?:a6"
    r"|95)\b|bounced address|bad[_ ]recipient",
    r"(?:host|domain|server)(?: name)?(?: or domain name)?\b.{0,40}\b(?:unknown|not found(?!, try)"
    r"|does ?n[o']?t exist|not exist)",
    r"(?:unknown|no such|illegal) (?:host|domain)|nxdomain|nonexistent ?domain|unrouteable address"
    r"|unroutable address|name or service not known",
    r"no (?:valid )?(?:mx|mail exchangers?) (?:record|found|or)|null ?mx|does not accept mail\b(?! from)"
    r"|indicated no smtp service|mail receiving disabled",
    r"couldn'?t find (?:any|a) (?:host|mail exchanger)|no mail exchanger|domain must exist|doesn'?t receive"
    r"|no valid recipients(?! from)",
    r"mx records point to non-?existent|lookups? failed permanently|weren'?t able to find|dns lookup failure: host",
    r"utilisateur inconnu|destinataire (?:inconnu|invalide)|no existe|nessun utente|unbekannte[rn]? (?:empf|user"
    r"|benutzer|adresse)"
    r"|existiert nicht|no se encuentra en|casilla .{0,12}(?:ha expirado|inexistente|inhabilitada)|nie istnieje"
    r"|non r[ée]pertori|не существует|не найден|存在しません|見つかりません"
    r"|ユーザー? ?不明|ディレクトリ",
)

_REFUSED_SURELY = _any(
    r"\bspam|unsolicited|black ?list|block ?list|\brbl\b|dnsbl|barracuda(?:central)|reputation|bulk e?-?mail"
    r"|complaints|unwanted|abus(?:e|ive)\b",
    r"\bspf\b|\bdkim\b|\bdmarc\b|sender policy|virus|malware|phish|prohibited content|banned|not authenticated"
    r"|infected|mass mailer|captcha",
    r"\bblocked\b|client host rejected|\blisted (?:at|as|in|by|on)|dynamic ip|bad ip|smtp server of your isp"
    r"|requires confirmation|confirm this mail",
    r"relay(?:ing)? (?:access )?(?:denied|prohibited|not (?:permitted|allowed))|not permitted to relay"
    r"|allowed rcpthosts?"
    r"|to relay|(?:as|not) an? (?:open )?(?:relay|gateway)|we don'?t handle mail|no relaying|insecure mail relay"
    r"|relaying mail to|not local host",
    r"reverse dns|\bptr\b|\brdns\b|cannot find your hostname|unresolvable relay|mismatches client"
    r"|not match the ip|ip name lookup",
    r"non-?compliant|not compliant|not rfc|malformed (?!.{0,20}name ?server)|bad header|header error|(?:invalid"
    r"|duplicate) (?:mime )?header|message-id: header|from: header"
    r"|message header|8-bit|improper|invalid message content",
    r"polic(?:y|ies)|not accepted for|not ?authori[sz]ed|authenticat\w+|authentification|credentials"
    r"|verification fail|failed to verify|validation failure",
    r"starttls|\btls\b|\btlsa\b|\bdane\b|dnssec|certificate|ciphers|executable|attachment|batv|backscatter"
    r"|third-party dsn|unsigned dsn",
    r"content (?:rejected|denied|filter)|message (?:was |has been )?(?:rejected|refused|filtered|blocked"
    r"|bounced)|not verified|anti-?spam",
    r"recipient preferences|user reject|refuses? to (?:receive|accept)|only accept|members?[- ]only"
    r"|not allowed to post|closed mailing"
    r"|permission to post|not a member|not subscribed|isn't accepting|not (?:currently )?accepting (?:mail"
    r"|messages|any)|allowed[- ]senders|no access from"
    r"|投稿する権限|受信拒否|拒否",
)

_TEMPORARY = _any(
    r"timed? ?out|time-?out|expired|retry time|queue too long|could not be delivered for|could not deliver for"
    r"|not (?:been )?collected",
    r"connection (?:was )?(?:refused|reset|dropped|failed|lost|attempt)|no route|unreachable|not reachable"
    r"|not respond|no answer|giving up on",
    r"could not connect|couldn'?t (?:establish|connect)|wasn'?t able to establish|unable to (?:connect|contact"
    r"|process)|mail exchanger failed|lookup fail",
    r"no smtp connection got far|find a gateway|failing for a long time|retries|numerous attempts"
    r"|unable to resolve|unrouteable mail domain",
    r"name ?server|name service|try again|try later|please try|temporar|deferred|delay|grey-?list"
    r"|too many (?:connections|hops|concurrent|recipients"
    r"|errors|smtp|received|messages|sessions|bad)|excessive volume|slower|\bbusy\b|overload|congest|\bloop"
    r"|loops back|\bhops\b|limit exceeded|limited\b"
    r"|maximum connection|connection limit|trop de connexions|max emails|rate that prevents|best-preference mx",
    r"(?:internal|system|server|processing|i/o|config\w*|protocol) error|local (?:problem|error|configuration"
    r"|delivery failed)|misconfigured|lmtp error"
    r"|service (?:currently )?(?:unavailable|not active)|service not available|queue file write"
    r"|unable-to-transfer|interrupted system call|crashed|\bldap\b"
    r"|can'?t create|error while being processed|replica|several matches found",
)

_NO_ADDRESS_PERHAPS = _any(
    r"address rejected|rejected (?:address|recipient)|recipient (?:rejected|is not accepted|refuses)",
)

_REFUSED_PERHAPS = _any(
    r"reject|denied|refus|prohibit|forbidden|not accept|not permitted|not allowed|unacceptable|violat|disallow"
    r"|go away|filter",
)

_ORDER: tuple[tuple[BounceClass, re.Pattern[str]], ...] = (
    (BounceClass.ADDRESS, _MOVED),
    (BounceClass.TEMPORARY, _SENDING_TOO_MUCH),
    (BounceClass.FULL, _FULL),
    (BounceClass.REFUSED, _SENDER),
    (BounceClass.ADDRESS, _NO_ADDRESS),
    (BounceClass.REFUSED, _REFUSED_SURELY),
    (BounceClass.OTHER, _OWN_TROUBLE),
    (BounceClass.TEMPORARY, _TEMPORARY),
    (BounceClass.ADDRESS, _NO_ADDRESS_PERHAPS),
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
