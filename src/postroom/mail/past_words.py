"""What mail programs write above the mail they answer or forward, in the languages they speak.

Each table names its languages line by line, so that a missing one is seen and added in one place.
"""

from __future__ import annotations

import re

VERBS = (
    "wrote|writes|said|has written",  # English
    "schrieb|schrieben|hat geschrieben|schreibt|meinte",  # German
    "a écrit|écrivait|a ecrit|écrit",  # French
    "escribió|escribio|ha escrito",  # Spanish
    "ha scritto|scrive|ha inviato",  # Italian
    "schreef|heeft geschreven|het volgende geschreven|schrijft",  # Dutch
    "escreveu",  # Portuguese
    r"napisał\(a\)|napisał\(-a\)|napisała|napisał|pisze|wiadomość napisana przez",  # Polish
    "skrev|skreiv",  # Danish, Swedish, Norwegian
    "kirjoitti",  # Finnish
    r"napsal\(a\)|napsala|napsal|píše|napísal\(a\)|napísal",  # Czech, Slovak
    "написала|написал|пишет|пише|написав",  # Russian, Ukrainian
    "写道|寫道|编写|撰写|写到",  # Chinese
    "書きました|のメール|wrote",  # Japanese
    "님이 작성|작성",  # Korean
    "yazdı|írta|a scris|έγραψε|je napisao|je napisal|đã viết|va escriure|כתב|كتب",
)
"""The verbs of attribution lines."""

VERB = re.compile("(?:" + "|".join(VERBS) + r")(?![a-zà-ÿа-я])")
"""Looked for in lower case, as the patterns below: patterns that ignore case are five times slower."""

QUOTING = re.compile(
    r"(?:quoting|zitat von|zitiere|citando|en citant|citat fr[åa]n|citat af|quot(?:e|ing) from|cytowanie"
    r"|lainaus|citát)\b",
    re.IGNORECASE,
)
"""Horde and its like: "Quoting Name <address>:" with no date."""

_DAYS = (
    "mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|gio|sab|ma|wo|vr"
    "|za|zo|seg|ter|qua|qui|sex|pon|wt|śr|czw|pt|sob|niedz|man|tir|ons|tor|fre|lør|søn|mån|tis|tors|lör|sön|ke|to|pe|la"
    "|su|ti|po|út|st|čt|pá|ne|пн|вт|ср|чт|пт|сб|вс"
)
LEAD = re.compile(
    r"[*_\s]*(?:On|At|In (?:a message|article)|Am|Le|El|Il|Op|Em|W dniu|Dnia|Den|Dne|Dňa|Pe|La|At|On behalf|в|В"
    r"|在|于|於"
    r"|(?:19|20)\d\d\s?[-./年]|\d{1,2}(?:st|nd|rd|th)?[-./ ]\s?(?:\d{1,2}|\w{3,9}\.?)[-./ ,]|(?i:(?:"
    + _DAYS
    + r")[a-zà-ÿ]{0,8}[.,]?\s?(?:den |d\. )?\d))(?:\s|(?<=\W)|(?=\d)|(?<=[年在于於]))"
)
"""How an attribution begins that names the day first."""

_FROM = (
    "from|von|de|expéditeur|da|mittente|van|od|fra|från|lähettäjä|keneltä|odesílatel|от|від|发件人|寄件者"
    "|寄件人|發件人|差出人"
    "|送信者|보낸 사람|gönderen|kimden|feladó|de la|absender|remitente|afzender|nadawca|avsender|avsändare"
    "|afsender|送信元"
)
_DATE = (
    "date|sent|sent at|gesendet|gesendet am|datum|envoyé|envoyé le|fecha|enviado|enviado el|enviada|enviada em"
    "|enviado em|data"
    "|data invio|inviato|verzonden|verzonden op|wysłano|data|sendt|dato|skickat|skickat den|lähetetty"
    "|päivämäärä|pvm|aika"
    "|odesláno|дата|отправлено|відправлено|发送时间|发送日期|傳送時間|寄件日期|日期|时间|送信日時|日付|送信日"
    "|보낸 날짜|tarih|dátum"
    "|elküldve|trimis|date et heure"
)
_TO = (
    "to|an|à|a|para|per|aan|do|til|till|vastaanottaja|kenelle|komu|pro|кому|收件人|收件者|宛先|받는 사람|kime"
    "|címzett|către"
    "|destinataire|destinatario|empfänger|destinatário|mottagare|naar"
)
_SUBJECT = (
    "subject|betreff|betr|objet|asunto|oggetto|onderwerp|assunto|temat|emne|ämne|aihe|otsikko|předmět|тема|主题"
    "|主旨|主題|件名"
    "|제목|konu|tárgy|subiect|thema|re|sujet|predmet"
)
_CC = (
    "cc|kopie|copie|copie à|con copia|kopia|kopi|kopio|kopio vastaanottajille|копия|抄送|副本|ccへ|참조|dw|ccn"
    "|bcc|bcc|cci"
    "|blindkopie|udw|organization|organisation|reply-to|antwort an|antwort zu|reply to|répondre à|responder a"
    "|importance"
    "|wichtigkeit|priorität|importancia|priorité|anlagen|attachments|pièces jointes|adjuntos|bijlagen|allegati"
    "|załączniki"
    "|resent-from|newsgroups|newsgruppen|groupes|message-id"
)


def _by_word(kind: str, words: str) -> dict[str, str]:
    return dict.fromkeys(words.split("|"), kind)


HEADER_KINDS: dict[str, str] = {
    **_by_word("other", _CC),
    **_by_word("subject", _SUBJECT),
    **_by_word("to", _TO),
    **_by_word("date", _DATE),
    **_by_word("from", _FROM),
}
"""Header word in lower case -> from, date, to, subject or other."""

ORIGINAL = re.compile(
    r"original message|original e-?mail|original appointment|reply message|earlier message"
    r"|ursprüngliche (?:nachricht|mail)"
    r"|urspr(?:ü|ue)ngl\w* nachricht|original-?nachricht|originalmail|ursprünglicher termin"
    r"|message d['’]origine|message original|message initial|rendez-vous d['’]origine|mensaje original"
    r"|mensaje de origen"
    r"|cita original|messaggio originale|messaggio di origine|oorspronkelijk bericht|origineel bericht"
    r"|oorspronkelijke afspraak|mensagem original|oryginalna wiadomość|wiadomość oryginalna|oprindelig meddelelse"
    r"|oprindelig besked|opprinnelig melding|original melding|ursprungligt meddelande|originalmeddelande"
    r"|alkuperäinen viesti|původní zpráva|pôvodná správa|исходное сообщение|оригинальное сообщение"
    r"|первоначальное сообщение"
    r"|邮件原件|原始邮件|原始郵件|原邮件|原郵件|元のメッセージ|元のメール|원본 메시지|özgün ileti"
    r"|eredeti üzenet|mesaj original",
)
"""Outlook Express and many others: a line of dashes with these words."""

FORWARD = re.compile(
    r"forwarded message|begin forwarded|forwarded by|forwarded e-?mail|forwarded from"
    r"|weitergeleitete (?:nachricht|mail)"
    r"|weitergeleiteten nachricht|weitergeleitet von|message transféré|message transmis|message réexpédié"
    r"|message transfere"
    r"|transféré par|mensaje reenviado|reenviado por|messaggio inoltrato|inoltrato da|doorgestuurd bericht"
    r"|doorgestuurd door|mensagem (?:re)?encaminhada|encaminhado por|przekazan[aey]\w* wiadomo|wiadomość przekazana"
    r"|przekazywanej wiadomości|videresendt (?:besked|meddelelse|melding|e-?post|e-?mail|mail)|vidaresendt melding"
    r"|vidarebefordra(?:t|de) (?:meddelande|mejl|brev|e-?post)|edelleenlähetetty viesti|välitetty viesti"
    r"|välitetyn viestin|přeposlan[áý] (?:zpráva|e-?mail)|přeposílaná zpráva|preposlaná správa"
    r"|пересылаемое сообщение|пересланное сообщение|переадресованного сообщения|переадресованное сообщение"
    r"|переслане повідомлення|转发的?邮件|轉寄的?郵件|被转发邮件|轉寄郵件|已转发|転送されたメッセージ"
    r"|転送メッセージ|転送された"
    r"|전달된 메일|iletilen ileti|továbbított üzenet",
)
"""A mail that was handed on, not answered."""

HANDED_ON = re.compile(
    r"\W*(?:fyi|f\.y\.i|for your information|for info|see below|please see below|zur info\w*|z\.\s?k|zur kenntnis\w*"
    r"|z\.\s?info|siehe unten|s\.\s?u|siehe mail unten|pour info\w*|pour information|voir ci-dessous|cf\. ci-dessous"
    r"|para su información|para tu información|ver abajo|per conoscenza|vedi sotto|ter info\w*|ter kennisgeving"
    r"|zie onder\w*|para conhecimento|ver abaixo|do wiadomości|til orientering|til info|se nedenfor"
    r"|för kännedom|se nedan"
    r"|tiedoksi|katso alla|pro informaci|viz níže|для сведения|см\. ниже|供参考|請參閱|参考まで|ご参考)\W*",
    re.IGNORECASE,
)
"""All that some people write above a mail they hand on."""
