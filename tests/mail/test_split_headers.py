"""Outlook's header block above an older mail, in every language Postroom names."""

import pytest

from postroom.mail.body import split_text

HEADERS = {
    "english": ("From", "Sent", "To", "Cc", "Subject"),
    "german": ("Von", "Gesendet", "An", "Cc", "Betreff"),
    "french": ("De", "Envoyé", "À", "Cc", "Objet"),
    "spanish": ("De", "Enviado el", "Para", "CC", "Asunto"),
    "spanish web": ("De", "Enviado", "Para", "CC", "Asunto"),
    "italian": ("Da", "Inviato", "A", "Cc", "Oggetto"),
    "dutch": ("Van", "Verzonden", "Aan", "CC", "Onderwerp"),
    "portuguese": ("De", "Enviada em", "Para", "Cc", "Assunto"),
    "portuguese european": ("De", "Enviado", "Para", "Cc", "Assunto"),
    "polish": ("Od", "Wysłano", "Do", "DW", "Temat"),
    "danish": ("Fra", "Sendt", "Til", "Cc", "Emne"),
    "swedish": ("Från", "Skickat", "Till", "Kopia", "Ämne"),
    "norwegian": ("Fra", "Sendt", "Til", "Kopi", "Emne"),
    "finnish": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Kopio", "Aihe"),
    "czech": ("Od", "Odesláno", "Komu", "Kopie", "Předmět"),
    "russian": ("От", "Отправлено", "Кому", "Копия", "Тема"),
    "chinese": ("发件人", "发送时间", "收件人", "抄送", "主题"),
    "chinese traditional": ("寄件者", "寄件日期", "收件者", "副本", "主旨"),
    "japanese": ("差出人", "送信日時", "宛先", "CC", "件名"),
}
VALUES = (
    "Ada King <ada@example.com>",
    "2020-01-29 15:15",
    "Bob <bob@example.com>",
    "Cleo <cleo@example.com>",
    "The printer",
)
PAST = "Hello Bob,\n\nDid you turn it off and on?\n\nAda"


def block(language: str, form: str = "{}: {}") -> str:
    return "\n".join(form.format(name, value) for name, value in zip(HEADERS[language], VALUES, strict=True))


@pytest.mark.parametrize("language", HEADERS)
def test_header_block_opens_the_past(language: str) -> None:
    split = split_text(f"It works again.\n\n{block(language)}\n\n{PAST}\n")

    assert split.new_text == "It works again."
    assert split.quoted == f"{block(language)}\n\n{PAST}"


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("form", ["*{}:* {}", "**{}**: {}", "{}:\t{}", "{} : {}", "{}：{}"])
def test_header_block_opens_the_past_however_it_is_set(language: str, form: str) -> None:
    split = split_text(f"It works again.\n{block(language, form)}\n\n{PAST}\n")

    assert split.new_text == "It works again."


@pytest.mark.parametrize(
    "rule",
    [
        "________________________________",
        "-----",
        " ------------------------------",
        "-----Original Message-----",
        "* * *",
    ],
)
def test_rule_above_header_block_is_past(rule: str) -> None:
    split = split_text(f"It works again.\n\n{rule}\n{block('english')}\n\n{PAST}")

    assert split.new_text == "It works again."
    assert split.quoted.startswith(rule)


def test_header_block_with_blank_lines_and_long_recipients_is_taken_whole() -> None:
    head = (
        "From: Ada King <ada@example.com>\n\nSent: Wednesday\n\n"
        "To: Bob <bob@example.com>;\nCleo <cleo@example.com>;\nDora <dora@example.com>\n\nSubject: The "
        "printer\nof last week"
    )
    split = split_text(f"It works again.\n\n{head}\n\n{PAST}")

    assert split.new_text == "It works again."
    assert split.quoted == f"{head}\n\n{PAST}"


def test_answer_below_a_quoted_past_under_a_header_block_is_new() -> None:
    split = split_text(f"-----Original Message-----\n{block('english')}\n\n> Did you?\n> Ada\n\nYes, I did.")

    assert split.new_text == "> Did you?\n> Ada\n\nYes, I did."


def test_mail_that_is_nothing_but_a_header_block_and_its_text_is_shown() -> None:
    text = f"{block('german')}\n\nDer Drucker brennt."

    assert split_text(text).new_text == text


TO_SHOW = [
    "From: Monday to Friday we are open.\nTo: be honest, that is short.",
    "Von: 9 Uhr bis 12 Uhr\nWo: Halle 3",
    "Please note the date: 3 May\nSubject: to change",
    "To: do\n\nBuy milk.",
    "Please ship this:\n\nFrom: Berlin\nTo: Hamburg\nDate: 3 May\nSubject: moving",
]


@pytest.mark.parametrize("text", TO_SHOW)
def test_two_lines_that_look_like_headers_are_none(text: str) -> None:
    assert split_text(f"Hello\n\n{text}\n\nBye now").new_text == f"Hello\n\n{text}\n\nBye now"


ORIGINALS = {
    "english": "-----Original Message-----",
    "english appointment": "-----Original Appointment-----",
    "german": "-----Ursprüngliche Nachricht-----",
    "german old": "---------- Originalnachricht ----------",
    "german without umlaut": "-----Urspruengliche Nachricht-----",
    "french": "-----Message d'origine-----",
    "french typographic": "-----Message d’origine-----",
    "spanish": "-----Mensaje original-----",
    "italian": "-----Messaggio originale-----",
    "dutch": "-----Oorspronkelijk bericht-----",
    "portuguese": "-----Mensagem original-----",
    "polish": "-----Oryginalna wiadomość-----",
    "polish other order": "----- Wiadomość oryginalna -----",
    "danish": "-----Oprindelig meddelelse-----",
    "swedish": "-----Ursprungligt meddelande-----",
    "norwegian": "-----Opprinnelig melding-----",
    "finnish": "-----Alkuperäinen viesti-----",
    "czech": "-----Původní zpráva-----",
    "russian": "-----Исходное сообщение-----",
    "chinese": "-----邮件原件-----",
    "chinese qq": "------------------ 原始邮件 ------------------",
    "chinese traditional": "-----原始郵件-----",
    "japanese": "-----元のメッセージ-----",
    "mobile": "-------- Original message --------",
    "mobile german": "-------- Ursprüngliche Nachricht --------",
    "proton": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐",
}


@pytest.mark.parametrize("separator", ORIGINALS.values(), ids=ORIGINALS.keys())
def test_separator_alone_opens_the_past(separator: str) -> None:
    split = split_text(f"It works again.\n\n{separator}\nDid you turn it off and on?\n")

    assert split.new_text == "It works again."
    assert split.quoted == f"{separator}\nDid you turn it off and on?"


def test_separator_words_in_a_sentence_are_new() -> None:
    text = "I lost the original message.\nPlease send the original message: I need it.\nThanks"

    assert split_text(text).new_text == text
