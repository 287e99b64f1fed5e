"""What stands at the end of mails: signature delimiters, closings, lines of mobile mail programs, disclaimers."""

from __future__ import annotations

import re

DELIMITER = re.compile(r"--|—|–|-{2,3} ?|_{5,}|[-=*~#+]{20,}")
"""RFC 3676 section 4.3 has "-- "; the rest is what people and list servers use."""

_DEVICE = (
    r"i-?phon\w*|i-?pad|i-?pod|android|galaxy|samsung|huawei|xiaomi|redmi|pixel|nokia|black ?berry|windows phone"
    r"|lumia|htc"
    r"|smartphone|mobile|handy|mobil\w*|telefon\w*|phone|tablet|cell|device|outlook|yahoo|gmail|mail|k-9|aqua"
    r"|spark|airmail"
    r"|typeapp|bluemail|mailbox|protonmail|proton|nine|edison|gmx|web\.de|t-online|ti-85|alcatel|sony|xperia"
    r"|oneplus|oppo"
    r"|mobiele?|móvil|celular|dispositivo|appareil|portable|cellulare|telemóvel|telemovel|téléphone|teléfono|toestel"
    r"|puhelim\w*|мобильн\w*|телефон\w*|устройств\w*|почт\w*|电话|手机|郵件|邮箱|邮件大师|pc\b|mac\b|ipad"
)
MOBILE = re.compile(
    r"[\W_]*(?:"
    r"(?:sent|envoyé|envoye|enviado|enviada|inviato|inviata|verzonden|verstuurd|gestuurd|gesendet|wysłan[eoy]"
    r"|wysłano|sendt|skickat"
    r"|lähetetty|odesláno|odesláno|отправлено|отправлен|надіслано|发自|發自|来自|傳自).{0,40}?(?:"
    + _DEVICE
    + r").{0,80}"
    r"|(?:von|vom) (?:meine[mnr]|unterwegs).{0,40}(?:gesendet|geschickt|verschickt)\W*"
    r"|diese (?:nachricht|e-?mail|mail) wurde (?:von|mit|auf).{0,60}(?:gesendet|geschickt|verfasst)\W*"
    r"|sent from my .{1,80}|gesendet von (?:meine[mnr]|unterwegs).{0,60}"
    r"|from my (?:" + _DEVICE + r").{0,20}"
    r"|via mobile\W*|[\w .'-]{1,30} from mobile\W*|(?:sent )?from a (?:mobile )?phone\W*"
    r"|(?:\w{1,12} ){0,4}\[?(?:outlook|bluemail|typeapp)\]? ?(?:\w{2,8} ){1,3}(?:ios|android)\b.{0,120}"
    r"|\w{0,4} ?\[?outlook (?:for|voor|för|pour|für) (?:ios|android).{0,120}"
    r"|(?:iphone|ipad|android|outlook)(?:から送信|より送信).{0,20}|.{0,20}(?:iphone|ipad|android"
    r"|スマートフォン).{0,10}から送信.{0,10}"
    r"|從我的.{0,20}傳送\W*|从我的.{0,20}发送\W*|发自我的.{0,20}|發自我的.{0,20}|我的.{0,10}发送"
    r"|(?:con|com) .{0,20}(?:iphone|ipad|android)\W*|mit .{3,40} gesendet\W*"
    r"|--? ?(?:sent with|enviado con|envoyé avec) .{1,40}"
    r")",
    re.IGNORECASE,
)
"""A whole line that a mail program adds ("Sent from my iPhone")."""

SENT_WITH = re.compile(
    r"\W{0,2}(?:sent (?:from|via|with|by|using) (?!the |an? |our |your |his |her |here|there|home)"
    r"|gesendet (?:von|mit|aus|über|via) (?!d(?:er|em|en) (?!\w{2,12} \w{0,6} ?app)))[^,;!?:]{1,45}\W{0,2}",
    re.IGNORECASE,
)
"""The same by a program whose name says nothing; only as the last line, where nothing else is meant."""

CLOSING = re.compile(
    r"\W{0,2}(?:"
    r"(?:with )?(?:(?:best|kind|kindest|warm|warmest|many|good)(?: personal| and warm)? )?regards|best wishes"
    r"|all the best|best"
    r"|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|yours|cheers|many thanks|thanks(?: (?:a lot|again"
    r"|in advance|so much"
    r"|and (?:best |kind )?regards))?|thank you(?: (?:very much|in advance|so much|again))?|respectfully|rgds"
    r"|br|kr|greetings"
    r"|mit (?:den )?(?:freundliche[mnr]|besten|herzlichen|lieben|schönen|vielen|kollegialen|sonnigen|freundl\.)"
    r"(?: und \w+)? gr(?:ü|ue)(?:ß|ss)(?:en)?|(?:mit )?(?:beste|freundliche|herzliche|liebe|viele|schöne|lg"
    r"|sonnige)[rn]?"
    r" gr(?:ü|ue)(?:ß|ss)e?n?|gr(?:ü|ue)(?:ß|ss)e?|gru(?:ß|ss)|hochachtungsvoll|mfg|mit bestem dank"
    r"|vielen dank(?: im voraus"
    r"| und (?:viele|freundliche|beste|liebe) gr(?:ü|ue)(?:ß|ss)e)?|besten dank|danke|vg|lg|bg"
    r"|(?:bien )?(?:cordialement|amicalement|sincèrement|respectueusement)(?: vôtre)?|bien à vous|salutations(?: \w+)?"
    r"|meilleures salutations|sincères salutations|avec mes (?:meilleures )?salutations|merci(?: d['’]avance"
    r"| beaucoup)?"
    r"|(?:un )?saludos?(?: cordial(?:es)?)?|(?:un )?cordial saludo|atentamente|atte"
    r"|(?:muchas )?gracias(?: de antemano)?"
    r"|cordiali saluti|distinti saluti|(?:cari|tanti|i migliori) saluti|saluti|grazie(?: mille)?"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|mvg|groet(?:en|jes)?|hoogachtend|(?:alvast )?bedankt"
    r"|atenciosamente|com os melhores cumprimentos|(?:melhores )?cumprimentos|abraços?|obrigad[oa]|att"
    r"|(?:z )?(?:poważaniem|wyrazami szacunku|pozdrowieniami|serdecznymi pozdrowieniami)"
    r"|pozdrawiam(?: serdecznie)?|dziękuję"
    r"|(?:med )?(?:venlig|vennlig|vänlig|vänliga|bedste|beste|bästa|kærlig|de bedste)(?:e)? (?:hilsen|hilsner"
    r"|hälsning|hälsningar)"
    r"|mvh|m\.v\.h|hilsen|hälsningar|hilsner|vh|tak|takk|tack"
    r"|(?:ystävällisin|parhain|terveisin)(?: terveisin)?|yst\.? terv\.?|terveisin|kiitos|t\."
    r"|s pozdravem|s pozdravom|s přátelským pozdravem|s úctou|děkuji|pozdrav"
    r"|с уважением|с наилучшими пожеланиями|всего доброго|спасибо|з повагою"
    r"|此致|敬礼|祝好|谢谢|謝謝|顺颂商祺|敬上|よろしくお願いいたします|よろしくお願い致します|以上"
    r")(?:\W*|,? [\w.'-]{1,25}(?: [\w.'-]{1,25})?\W*)",
    re.IGNORECASE,
)
"""A whole line that ends a letter, alone or with one or two words (a name) after it."""

CONTACT = re.compile(
    r"\b(?:tel|fon|phone|telefon|mobil|mobile|fax|cell|handy|tél|telefono|teléfono|tfn|tlf|puh|www)\b"
    r"|[\w.]@[\w.]|https?://"
    r"|www\.|(?:\+|\b00|\(?\b0)\d[\d\s()/.-]{6,}|\b(?:gmbh|ag|ltd|inc|llc|s\.?a\.?r\.?l|b\.?v|s\.?r\.?l"
    r"|s\.?p\.?a|sp\. z o|oy|ab|a/s|aps"
    r"|geschäftsführer|amtsgericht|hrb|ust-?id|vat)\b",
    re.IGNORECASE,
)
"""What signatures hold and sentences seldom do."""

DISCLAIMER = re.compile(
    r"this (?:e-?mail|message|communication|transmission)(?: message)?(?:,? including|,? and| may| is| contains"
    r"|\s\(including)"
    r"|the (?:information|contents?) (?:contained )?(?:in|of) this (?:e-?mail|message|communication)"
    r"|(?:confidentiality|privacy|legal) (?:notice|note|disclaimer|statement)|disclaimer\b|confidential(?:ity)?\s*[:-]"
    r"|if you (?:are not the intended|have received this)|please consider the environment|think before (?:you )?print"
    r"|diese (?:e-?mail|nachricht)(?: und| kann| enthält| ist| einschließlich| \(einschl)"
    r"|der inhalt dieser (?:e-?mail|nachricht)"
    r"|vertraulichkeitshinweis|wichtiger hinweis: diese|bitte (?:denken sie an|prüfen sie).{0,40}(?:umwelt"
    r"|ausdruck|druck)"
    r"|(?:informationen zum|hinweise zum) datenschutz"
    r"|ce (?:message|courriel|mail|e-?mail)(?: et| est| peut| contient|,)|les informations contenues dans ce"
    r"|avis de confidentialité|pensez à l['’]environnement"
    r"|este (?:mensaje|correo|e-?mail)(?: y| electrónico| puede| contiene| es|,)"
    r"|la información contenida en este|aviso legal"
    r"|aviso de confidencialidad|antes de imprimir"
    r"|(?:questo|il presente) (?:messaggio|e-?mail)|le informazioni contenute in quest|la presente (?:e-?mail"
    r"|comunicazione)"
    r"|(?:dit|deze) (?:bericht|e-?mail)(?: en| is| kan| bevat|,)|de informatie (?:verzonden|in dit)"
    r"|esta (?:mensagem|mensaje)|este e-?mail(?: e|,| pode)|niniejsza wiadomość|treść tej wiadomości|wiadomość ta"
    r"|denne (?:e-?mail|e-?post|besked|meddelelse|melding)(?: og| er| kan)|detta (?:meddelande|e-?post)(?: och"
    r"| är| kan)"
    r"|tämä (?:viesti|sähköposti)(?: on| saattaa| ja)|tento e-?mail|tato (?:zpráva|e-?mailová)"
    r"|настоящее сообщение|данное сообщение"
    r"|本邮件|本郵件|此邮件|このメール(?:は|に)|本メール",
    re.IGNORECASE,
)
"""How the paragraph begins that lawyers add."""
