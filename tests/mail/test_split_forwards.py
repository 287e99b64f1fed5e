"""A mail handed on: what is handed on is shown where nothing else is said."""

import pytest

from postroom.mail.body import split_text

FORWARDS = {
    "gmail": "---------- Forwarded message ---------",
    "thunderbird": "-------- Forwarded Message --------",
    "apple": "Begin forwarded message:",
    "notes": "----- Forwarded by Ada King/Engines/Example on 29.01.2020 15:15 -----",
    "german thunderbird": "-------- Weitergeleitete Nachricht --------",
    "german apple": "Anfang der weitergeleiteten Nachricht:",
    "german notes": "----- Weitergeleitet von Ada King/Example am 29.01.2020 15:15 -----",
    "french gmail": "---------- Message transféré ---------",
    "french apple": "Début du message réexpédié :",
    "spanish gmail": "---------- Mensaje reenviado ---------",
    "spanish apple": "Inicio del mensaje reenviado:",
    "italian gmail": "---------- Messaggio inoltrato ---------",
    "italian apple": "Inizio messaggio inoltrato:",
    "dutch gmail": "---------- Doorgestuurd bericht ---------",
    "dutch apple": "Begin doorgestuurd bericht:",
    "portuguese gmail": "---------- Mensagem encaminhada ---------",
    "portuguese apple": "Início da mensagem reencaminhada:",
    "polish gmail": "---------- Przekazana wiadomość ---------",
    "polish apple": "Początek przekazywanej wiadomości:",
    "danish gmail": "---------- Videresendt besked ---------",
    "danish apple": "Start på videresendt besked:",
    "swedish gmail": "---------- Vidarebefordrat mejl ---------",
    "swedish apple": "Vidarebefordrat brev:",
    "norwegian gmail": "---------- Videresendt e-post ---------",
    "norwegian apple": "Videresendt melding:",
    "finnish gmail": "---------- Edelleenlähetetty viesti ---------",
    "finnish apple": "Välitetty viesti:",
    "czech gmail": "---------- Přeposlaná zpráva ---------",
    "czech apple": "Přeposílaná zpráva:",
    "russian gmail": "---------- Пересылаемое сообщение ---------",
    "russian apple": "Начало переадресованного сообщения:",
    "chinese gmail": "---------- 转发的邮件 ---------",
    "chinese traditional": "---------- 轉寄郵件 ---------",
    "japanese gmail": "---------- 転送メッセージ ---------",
    "japanese apple": "転送されたメッセージ：",
}
HANDED_ON = "From: Ada King <ada@example.com>\nDate: Wed, 29 Jan 2020\nSubject: The printer\nTo: Bob\n\nIt burns."


@pytest.mark.parametrize("separator", FORWARDS.values(), ids=FORWARDS.keys())
def test_forward_with_own_words_folds_what_is_handed_on(separator: str) -> None:
    split = split_text(f"Can you look into this before noon?\n\n{separator}\n{HANDED_ON}\n")

    assert split.new_text == "Can you look into this before noon?"
    assert split.quoted == f"{separator}\n{HANDED_ON}"


@pytest.mark.parametrize("separator", FORWARDS.values(), ids=FORWARDS.keys())
@pytest.mark.parametrize("own", ["", "FYI\n\n", "zur Info\n\n"])
def test_forward_without_own_words_shows_what_is_handed_on(separator: str, own: str) -> None:
    text = f"{own}{separator}\n{HANDED_ON}"

    assert split_text(text).new_text == text


def test_forward_with_nothing_but_a_signature_shows_what_is_handed_on() -> None:
    split = split_text(f"-- \nBob\nExample Ltd\n\n-------- Forwarded Message --------\n{HANDED_ON}")

    assert split.new_text == f"-------- Forwarded Message --------\n{HANDED_ON}"
    assert split.signature == "-- \nBob\nExample Ltd".replace("-- ", "--")


def test_forward_of_apple_mail_with_quoted_text_is_shown_when_nothing_is_said() -> None:
    text = "Begin forwarded message:\n\n> From: Ada <ada@example.com>\n> Subject: The printer\n>\n> It burns."

    assert split_text(text).new_text == text


def test_question_of_three_words_is_something_said() -> None:
    split = split_text(f"Is this yours?\n\n---------- Forwarded message ---------\n{HANDED_ON}")

    assert split.new_text == "Is this yours?"


@pytest.mark.parametrize(
    "own", ["siehe unten", "z.K.", "pour info", "ter info", "do wiadomości", "tiedoksi", "см. ниже", "供参考"]
)
def test_words_that_only_hand_on_say_nothing(own: str) -> None:
    text = f"{own}\n\n---------- Forwarded message ---------\n{HANDED_ON}"

    assert split_text(text).new_text == text
