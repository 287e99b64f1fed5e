"""Charsets: all that real mail uses, and what it mislabels."""

from __future__ import annotations

import pytest

from postroom.mail.charset_guess import guess
from tests.mail.mails import read


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("charset_windows_1251", "Принтер не работает"),
        ("charset_macintosh", "Grüße – “quoted”"),
        ("charset_x_mac_cyrillic", "Принтер сломан"),
        ("charset_iso_2022_jp_vendor_signs", "①㈱高橋さん"),
        ("charset_iso_2022_jp_halfwidth", "ｶｳﾅｶ"),
        ("charset_utf_7", "Zustellung über Brüssel"),
        ("charset_gb2312_that_is_gb18030", "朱镕基的打印机坏了"),
        ("charset_hz", "打印机坏了"),
        ("charset_big5", "印表機壞了"),
        ("charset_euc_kr", "프린터가 고장났습니다 똠"),
        ("charset_latin1_that_is_windows_1252", "“Preis” 5 €"),
        ("charset_quote_unclosed", "“Preis” 5 €"),
        ("charset_declared_in_html_only", "Žluťoučký kůň"),
    ],
)
def test_charset_named_is_read_without_a_defect(name: str, text: str) -> None:
    mail = read(name)
    assert (mail.text, mail.defects) == (text, ())


@pytest.mark.parametrize(
    ("name", "text", "defect"),
    [
        ("charset_iso_2022_jp_that_is_shift_jis", "お問い合わせ①", "Text said to be iso-2022-jp is not."),
        ("charset_latin1_that_is_utf8", "Grüße aus Köln", "Text said to be iso-8859-1 is UTF-8."),
        ("charset_utf8_that_is_latin1", "Grüße aus Köln, schöne Tage", "Text said to be utf-8 was read as cp1252."),
        (
            "charset_utf8_with_latin1_footer",
            "Grüße aus Köln\n-- \nvertraulich für Empfänger",
            "Text said to be utf-8 holds other bytes too.",
        ),
        ("charset_ascii_but_html_names_another", "Ťuk, řeč", "Text said to be us-ascii was read as cp1250."),
        ("charset_unknown_label", "Żółta drukarka", "Unknown charset 'x-roman8-or-so': read as utf-8."),
        ("charset_missing_koi8", "Здравствуйте, принтер не печатает", "Text without a charset: read as koi8-r."),
    ],
)
def test_charset_wrong_is_decided_by_the_bytes(name: str, text: str, defect: str) -> None:
    mail = read(name)
    assert (mail.text, mail.defects) == (text, (defect,))


def test_utf16_file_is_read() -> None:
    mail = read("utf_16_file")
    assert (mail.subject, mail.text) == ("Ä wide mail", "Grüße")


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1251", "Сергей Углицких"),
        ("koi8-r", "Привет, как дела"),
        ("gb18030", "武兰成"),
        ("big5", "繁體中文測試"),
        ("cp949", "안녕하세요 문의드립니다"),
        ("cp932", "ツール"),
        ("euc-jp", "お問い合わせ"),
        ("cp1250", "Příliš žluťoučký kůň"),
        ("cp1252", "Grüße aus München"),
        ("cp1253", "Καλημέρα σας"),
        ("cp1254", "İşçi günü şöyle"),
        ("cp1256", "مرحبا بكم"),
        ("cp874", "สวัสดีครับ"),
        ("utf-8", "日本語"),
    ],
)
def test_guess_from_a_few_bytes(codec: str, text: str) -> None:
    assert guess(text.encode(codec))[0] == text


def test_guess_prefers_what_the_mail_names() -> None:
    data = "中文".encode("euc-jp")
    assert guess(data, ("euc-jp",))[0] == "中文"
