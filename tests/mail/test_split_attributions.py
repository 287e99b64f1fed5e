"""The line "On ..., ... wrote:" in every language and program Postroom names."""

import pytest

from postroom.mail.body import split_text

ATTRIBUTIONS = {
    "english gmail": "On Wed, Jan 29, 2020 at 3:15 PM Ada King <ada@example.com> wrote:",
    "english gmail with an address": "On Wed, Jan 29, 2020 at 3:15 PM <ada@example.com> wrote:",
    "english apple": "On Jan 29, 2020, at 3:15 PM, Ada King <ada@example.com> wrote:",
    "english apple british": "On 29 Jan 2020, at 15:15, Ada King <ada@example.com> wrote:",
    "english thunderbird": "On 29.01.2020 15:15, Ada King wrote:",
    "english outlook for mac": 'On 1/29/20, 3:15 PM, "Ada King" <ada@example.com> wrote:',
    "english with a zone": 'On Mon, Feb 1, 2016 at 4:58 AM -0800, "Ada King" <ada@example.com> wrote:',
    "english proton": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Wednesday, January 29, 2020 3:15 PM, Ada "
    "<ada@example.com> wrote:",
    "english horde": "Quoting Ada King <ada@example.com>:",
    "english address first": "Ada King <ada@example.com> wrote on 29/01/2020 15:15:",
    "old android": "---- Ada King wrote ----",
    "vietnamese gmail": "Vào 15:15 29 tháng 1, 2020, Ada King <ada@example.com> đã viết:",
    "old gmail": "2012/5/3 Ada King <ada@example.com>",
    "german gmail": "Am Mi., 29. Jan. 2020 um 15:15 Uhr schrieb Ada King <ada@example.com>:",
    "german gmail older": "Am 29. Januar 2020 15:15 schrieb Ada King <ada@example.com>:",
    "german apple": "Am 29.01.2020 um 15:15 schrieb Ada King <ada@example.com>:",
    "german thunderbird": "Am 29.01.20 um 15:15 schrieb Ada King:",
    "german android": "Ada King <ada@example.com> schrieb am Mi., 29. Jan. 2020, 15:15:",
    "german wrapped": "Ada King <ada@example.com> schrieb am Mi., 29. Jan. 2020\num 15:15 Uhr:",
    "german horde": "Zitat von Ada King <ada@example.com>:",
    "german k-9": "Am 29. Januar 2020 15:15:01 MEZ schrieb Ada King <ada@example.com>:",
    "french gmail": "Le mer. 29 janv. 2020 à 15:15, Ada King <ada@example.com> a écrit :",
    "french apple": "Le 29 janv. 2020 à 15:15, Ada King <ada@example.com> a écrit :",
    "french thunderbird": "Le 29/01/2020 à 15:15, Ada King a écrit :",
    "french wrapped": 'Le 29 janv. 2020 15:15, "Ada King"\n<ada@example.com>\na écrit :',
    "spanish gmail": "El mié., 29 ene. 2020 a las 15:15, Ada King (<ada@example.com>) escribió:",
    "spanish apple": "El 29 ene 2020, a las 15:15, Ada King <ada@example.com> escribió:",
    "spanish thunderbird": "El 29/01/2020 a las 15:15, Ada King escribió:",
    "italian gmail": "Il giorno mer 29 gen 2020 alle ore 15:15 Ada King <ada@example.com> ha scritto:",
    "italian apple": "Il giorno 29 gen 2020, alle ore 15:15, Ada King <ada@example.com> ha scritto:",
    "italian thunderbird": "Il 29/01/2020 15:15, Ada King ha scritto:",
    "italian wrapped": "Il giovedì 8 dicembre 2016, Ada King <ada@example.com>\nha scritto:",
    "dutch gmail": "Op wo 29 jan. 2020 om 15:15 schreef Ada King <ada@example.com>:",
    "dutch apple": "Op 29 jan. 2020, om 15:15 heeft Ada King <ada@example.com> het volgende geschreven:",
    "dutch thunderbird": "Op 29-01-2020 om 15:15 schreef Ada King:",
    "portuguese gmail": "Em qua., 29 de jan. de 2020 às 15:15, Ada King <ada@example.com> escreveu:",
    "portuguese apple": "No dia 29/01/2020, às 15:15, Ada King <ada@example.com> escreveu:",
    "portuguese thunderbird": "Em 29/01/2020 15:15, Ada King escreveu:",
    "polish gmail": "śr., 29 sty 2020 o 15:15 Ada King <ada@example.com> napisał(a):",
    "polish apple": "Wiadomość napisana przez Ada King <ada@example.com> w dniu 29.01.2020, o godz. 15:15:",
    "polish thunderbird": "W dniu 29.01.2020 o 15:15, Ada King pisze:",
    "polish older": "W dniu 29 stycznia 2020 15:15 użytkownik Ada King <ada@example.com> napisał:",
    "danish gmail": "Den ons. 29. jan. 2020 kl. 15.15 skrev Ada King <ada@example.com>:",
    "danish apple": "Den 29. jan. 2020 kl. 15.15 skrev Ada King <ada@example.com>:",
    "danish thunderbird": "Den 29/01/2020 kl. 15.15 skrev Ada King:",
    "swedish gmail": "Den ons 29 jan. 2020 kl 15:15 skrev Ada King <ada@example.com>:",
    "swedish apple": "29 jan. 2020 kl. 15:15 skrev Ada King <ada@example.com>:",
    "swedish thunderbird": "Den 2020-01-29 kl. 15:15, skrev Ada King:",
    "norwegian gmail": "ons. 29. jan. 2020 kl. 15:15 skrev Ada King <ada@example.com>:",
    "norwegian apple": "Den 29. jan. 2020 kl. 15:15 skrev Ada King <ada@example.com>:",
    "finnish gmail": "ke 29. tammik. 2020 klo 15.15 Ada King (ada@example.com) kirjoitti:",
    "finnish apple": "Ada King <ada@example.com> kirjoitti 29.1.2020 kello 15.15:",
    "finnish thunderbird": "Ada King kirjoitti 29.1.2020 klo 15.15:",
    "czech gmail": "st 29. 1. 2020 v 15:15 odesílatel Ada King <ada@example.com> napsal:",
    "czech apple": "29. 1. 2020 v 15:15, Ada King <ada@example.com>:",
    "czech thunderbird": "Dne 29. 01. 20 v 15:15 Ada King napsal(a):",
    "russian gmail": "ср, 29 янв. 2020 г. в 15:15, Ada King <ada@example.com>:",
    "russian apple": "29 янв. 2020 г., в 15:15, Ada King <ada@example.com> написал(а):",
    "russian thunderbird": "29.01.2020 15:15, Ada King пишет:",
    "russian mail.ru": "Среда, 29 января 2020, 15:15 +03:00 от Ada King <ada@example.com>:",
    "russian yandex": "29.01.2020, 15:15, «Ada King» <ada@example.com>:",
    "chinese gmail": "Ada King <ada@example.com> 于2020年1月29日周三 下午3:15写道：",
    "chinese apple": "在 2020年1月29日，下午3:15，Ada King <ada@example.com> 写道：",
    "chinese traditional": "Ada King <ada@example.com> 於 2020年1月29日 週三 下午3:15寫道：",
    "chinese netease": '在 2020-01-29 15:15:01，"Ada King" <ada@example.com> 写道：',
    "japanese gmail": "2020年1月29日(水) 15:15 Ada King <ada@example.com>:",
    "japanese apple": "2020/01/29 15:15、Ada King <ada@example.com>のメール:",
    "japanese thunderbird": "On 2020/01/29 15:15, Ada King wrote:",
    "english wrapped over four lines": (
        "On Wednesday, January 29, 2020 at 3:15 PM,\nAda King, Analytical Engines\n"
        "<ada.king.of.lovelace@example.com>\nwrote:"
    ),
}


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
def test_attribution_above_quote_is_past(attribution: str) -> None:
    split = split_text(f"It works again.\nThank you!\n\n{attribution}\n\n> Did you turn it off and on?\n> Ada\n")

    assert split.new_text == "It works again.\nThank you!"
    assert split.quoted == f"{attribution}\n\n> Did you turn it off and on?\n> Ada"


# "2012/5/3 Name <address>" alone says too little: it is known by the quote below it.
KNOWN_ALONE = {name: attribution for name, attribution in ATTRIBUTIONS.items() if name != "old gmail"}


@pytest.mark.parametrize("attribution", KNOWN_ALONE.values(), ids=KNOWN_ALONE.keys())
def test_attribution_above_unquoted_past_hides_the_rest(attribution: str) -> None:
    split = split_text(f"It works again.\n\n{attribution}\n\nDid you turn it off and on?\n\nAda\n")

    assert split.new_text == "It works again."
    assert split.quoted.endswith("Did you turn it off and on?\n\nAda")


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
def test_attribution_above_answer_below_quote_leaves_the_answer(attribution: str) -> None:
    split = split_text(f"{attribution}\n> Did you turn it off and on?\n\nYes, twice.\nIt did not help.\n")

    assert split.new_text.endswith("Yes, twice.\nIt did not help.")
    assert attribution.splitlines()[-1] in split.quoted
    assert attribution.splitlines()[-1] not in split.new_text


SENTENCES = [
    "On the surface, this looks like a quote header but it is not.",
    "On your remote host you can run:\n\n    telnet 127.0.0.1 52698",
    "On 3 May I ran into the following:\n\nThe printer is on fire.",
    "He wrote:\n\nThe printer is on fire.",
    "Am Montag habe ich folgendes getan:\n\nNeustart, dann Update.",
    "Le problème est le suivant :\n\nIl ne démarre plus.",
    "Bestellt am 29.01.2020, Lieferung an:\n\nMax Muster\nHauptstr. 1",
    "Please send it to these addresses:\n\nada@example.com\nbob@example.com",
    "The time was 15:15 and the error reads:\n\nconnection refused",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_sentence_that_only_looks_like_an_attribution_stays_new(text: str) -> None:
    assert split_text(f"Hello,\n\n{text}\n\nWhat now?").new_text == f"Hello,\n\n{text}\n\nWhat now?"


def test_attribution_on_the_line_of_the_answer_is_parted_from_it() -> None:
    split = split_text("reply On Wed, Apr 4, 2012 at 3:59 PM, bob@example.com wrote:\n> Hi")

    assert split.new_text == "reply"
    assert split.quoted == "On Wed, Apr 4, 2012 at 3:59 PM, bob@example.com wrote:\n> Hi"
