"""Signatures, lines of mobile mail programs, closings and disclaimers at the end of what is new."""

import pytest

from postroom.mail.body import split_text

MOBILE = [
    "Sent from my iPhone",
    "Sent from my iPad",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from Samsung Mobile",
    "Sent from Outlook for iOS",
    "Sent from Mail for Windows 10",
    "Sent from Yahoo Mail on Android",
    "Sent from Yahoo Mail for iPhone",
    "Sent from ProtonMail mobile",
    "Sent with Proton Mail secure email.",
    "Sent via BlackBerry from T-Mobile",
    "Sent from TypeApp<http://www.typeapp.com/r?b=2621>",
    "Sent from my mobile device, please excuse any typos.",
    "Get Outlook for Android",
    "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "Get [Outlook for Android](https://aka.ms/ghei36)",
    "Von meinem iPhone gesendet",
    "Von meinem iPad gesendet",
    "Von meinem Mobiltelefon gesendet",
    "Von meinem Samsung Galaxy Smartphone gesendet.",
    "Von unterwegs gesendet",
    "Gesendet von meinem Samsung Galaxy Smartphone.",
    "Gesendet von Outlook für iOS",
    "Gesendet mit der GMX Mail App",
    "Gesendet mit der WEB.DE Mail App",
    "Gesendet aus der Telekom Mail App",
    "Diese Nachricht wurde von meinem Android-Mobiltelefon mit K-9 Mail gesendet.",
    "Holen Sie sich Outlook für iOS",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon iPhone",
    "Envoyé depuis mon appareil Galaxy",
    "Obtenir Outlook pour iOS",
    "Enviado desde mi iPhone",
    "Enviado desde mi dispositivo Samsung Galaxy",
    "Obtener Outlook para iOS",
    "Inviato da iPhone",
    "Inviato dal mio dispositivo Galaxy",
    "Scarica Outlook per iOS",
    "Verstuurd vanaf mijn iPhone",
    "Verzonden vanaf mijn Galaxy",
    "Verzonden met BlackBerry Work",
    "Outlook voor iOS downloaden",
    "Enviado do meu iPhone",
    "Enviada do meu iPad",
    "Obter o Outlook para iOS",
    "Wysłane z iPhone'a",
    "Wysłano z mojego smartfona Samsung",
    "Pobierz aplikację Outlook dla systemu iOS",
    "Sendt fra min iPhone",
    "Hent Outlook til iOS",
    "Skickat från min iPhone",
    "Hämta Outlook för iOS",
    "Få Outlook for iOS",
    "Lähetetty iPhonesta",
    "Hanki Outlook for iOS",
    "Odesláno z iPhonu",
    "Odesláno z mobilního zařízení Samsung Galaxy",
    "Stáhnout Outlook pro iOS",
    "Отправлено с iPhone",
    "Отправлено из мобильной Яндекс.Почты",
    "发自我的iPhone",
    "发自我的 iPhone",
    "從我的 iPhone 傳送",
    "获取 Outlook for iOS",
    "iPhoneから送信",
    "Outlook for iOS を入手",
    "<<sent by galaxy>>",
    "(sent from a phone)",
    "via mobile",
]


@pytest.mark.parametrize("line", MOBILE)
def test_line_of_a_mobile_program_is_signature(line: str) -> None:
    split = split_text(f"The printer burns.\nPlease come.\n\n{line}\n")

    assert split.new_text == "The printer burns.\nPlease come."
    assert split.signature == line


@pytest.mark.parametrize(
    "text",
    [
        "Sent from the warehouse this morning, it should arrive by noon.\nPlease confirm the three boxes "
        "when they are in.",
        "I sent it from my office.\nWhere is it?",
        "Mail me.",
        "Sent from: Warehouse A\nSent to: Warehouse B\nBoxes: 3",
        "Sent with DHL\nParcel 123\nWhere is it?",
        "Get well soon!",
        "The phone rings.",
        "My iPhone is broken.",
        "Gesendet wurde das Paket gestern, sagt der Händler.\nKann das sein?",
    ],
)
def test_sentence_about_sending_is_new(text: str) -> None:
    assert split_text(f"Hello,\n\n{text}").new_text == f"Hello,\n\n{text}"


DELIMITERS = ["-- ", "--", "—", "__________", "----------------------------------------"]


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_lines_below_a_delimiter_are_signature(delimiter: str) -> None:
    split = split_text(f"The printer burns.\n\n{delimiter}\nAda King\nAnalytical Engines Ltd\n")

    assert split.new_text == "The printer burns."
    assert split.signature == f"{delimiter.strip()}\nAda King\nAnalytical Engines Ltd"


def test_signature_above_the_quote_is_taken_off() -> None:
    split = split_text("It works.\n\n-- \nBob\n\nOn 29.01.2020 15:15, Ada wrote:\n> Is it on?\n")

    assert (split.new_text, split.signature) == ("It works.", "--\nBob")
    assert split.quoted == "On 29.01.2020 15:15, Ada wrote:\n> Is it on?"


def test_footer_of_a_list_below_a_signature_is_taken_off_as_well() -> None:
    split = split_text(
        "What is the best way?\n\n-Ada King\n\n\n_______________________________\nengines mailing list\n"
        "engines@example.com\n"
    )

    assert split.new_text == "What is the best way?"


def test_rule_between_sections_of_a_text_is_new() -> None:
    text = "First.\n\n----------------------------------------\n\n" + "\n".join(
        ["A sentence that says something."] * 20
    )

    assert split_text(text).new_text == text


CLOSINGS = {
    "english": "Best regards,",
    "english kind": "Kind regards",
    "english sincerely": "Yours sincerely,",
    "english cheers": "Cheers,",
    "german": "Mit freundlichen Grüßen",
    "german without umlaut": "Mit freundlichen Gruessen",
    "german short": "MfG",
    "german best": "Beste Grüße",
    "german many": "Viele Grüße",
    "german swiss": "Freundliche Grüsse",
    "german thanks": "Vielen Dank und viele Grüße",
    "french": "Cordialement,",
    "french well": "Bien cordialement",
    "spanish": "Un saludo,",
    "spanish formal": "Atentamente,",
    "spanish cordial": "Saludos cordiales",
    "italian": "Cordiali saluti",
    "italian formal": "Distinti saluti,",
    "dutch": "Met vriendelijke groet,",
    "dutch plural": "Vriendelijke groeten",
    "portuguese": "Atenciosamente,",
    "portuguese european": "Com os melhores cumprimentos,",
    "polish": "Z poważaniem",
    "polish warm": "Pozdrawiam serdecznie,",
    "danish": "Med venlig hilsen",
    "danish short": "Mvh",
    "swedish": "Med vänliga hälsningar",
    "swedish best": "Bästa hälsningar,",
    "norwegian": "Med vennlig hilsen",
    "finnish": "Ystävällisin terveisin",
    "czech": "S pozdravem",
    "russian": "С уважением,",
    "chinese": "此致",
    "japanese": "よろしくお願いいたします。",
}


@pytest.mark.parametrize("closing", CLOSINGS.values(), ids=CLOSINGS.keys())
def test_closing_with_contact_lines_is_signature(closing: str) -> None:
    split = split_text(f"The printer burns.\n\n{closing}\n\nAda King\nAnalytical Engines Ltd\nTel. +44 20 7946 0123\n")

    assert split.new_text == "The printer burns."
    assert split.signature.startswith(closing)


@pytest.mark.parametrize("closing", CLOSINGS.values(), ids=CLOSINGS.keys())
def test_closing_with_only_a_name_stays_with_the_text(closing: str) -> None:
    text = f"The printer burns.\n\n{closing}\nAda"

    assert split_text(text).new_text == text


@pytest.mark.parametrize(
    "text",
    [
        "I wanted to discuss the issue with regards to the payment.\n\nAs regards the timeline:\n+44 20 "
        "7946 0123 is our number.",
        "Thanks\n\nfor the quick answer. The number you asked for is +44 20 7946 0123, please call me before noon "
        "because I leave for the day after that and will not be back before Monday.",
        "Best of all would be a call: +44 20 7946 0123",
    ],
)
def test_words_of_closings_inside_a_text_are_new(text: str) -> None:
    assert split_text(text).new_text == text


DISCLAIMERS = {
    "english": "This e-mail and any attachments are confidential and intended solely for the addressee. If "
    "you are not the"
    " intended recipient, please delete it.",
    "english notice": "CONFIDENTIALITY NOTICE: The contents of this message may be privileged, and are "
    "meant for the addressee"
    " and nobody else in the world at large.",
    "german": "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, "
    "informieren Sie"
    " bitte sofort den Absender und vernichten Sie diese Mail.",
    "french": "Ce message et toutes les pièces jointes sont établis à l'intention exclusive de leurs "
    "destinataires et sont"
    " confidentiels, merci de les détruire.",
    "spanish": "Este mensaje y los ficheros anexos son confidenciales. Si usted no es el destinatario, le "
    "rogamos que lo"
    " comunique al remitente y lo elimine.",
    "italian": "Questo messaggio è riservato e destinato esclusivamente al destinatario indicato. Chi lo "
    "riceve per errore è"
    " pregato di distruggerlo subito.",
    "dutch": "Dit bericht is uitsluitend bestemd voor de geadresseerde. Indien dit bericht niet voor u "
    "bestemd is, verzoeken"
    " wij u het te vernietigen.",
}


@pytest.mark.parametrize("disclaimer", DISCLAIMERS.values(), ids=DISCLAIMERS.keys())
def test_disclaimer_is_no_new_text(disclaimer: str) -> None:
    split = split_text(f"The printer burns.\n\nAda\n\n{disclaimer}\n")

    assert split.new_text == "The printer burns.\n\nAda"
    assert split.signature == disclaimer


def test_name_of_the_sender_above_contact_lines_opens_the_signature() -> None:
    split = split_text("The printer burns.\n\nAda King\nAnalytical Engines Ltd\nTel. +44 20 7946 0123\n", "Ada King")

    assert split.new_text == "The printer burns."
    assert split.signature == "Ada King\nAnalytical Engines Ltd\nTel. +44 20 7946 0123"


def test_name_above_a_mobile_line_is_signature() -> None:
    split = split_text("I can't go any higher.\n\nAda King\nvia mobile\n")

    assert split.signature == "Ada King\nvia mobile"


def test_mail_of_nothing_but_a_signature_has_no_new_text() -> None:
    split = split_text("\n\nSent from my iPhone\n")

    assert (split.new_text, split.signature) == ("", "Sent from my iPhone")


def test_list_with_dashes_at_the_end_is_new() -> None:
    text = "We need:\n\n- Paper\n- Toner\n- Patience"

    assert split_text(text).new_text == text


@pytest.mark.parametrize(
    "below",
    [
        "One more thing\nCan you call me on +44 20 7946 0123?\nAda",
        "PS: the number is +44 20 7946 0123\nAda\nBob",
        "I forgot to say that it smokes.\nAda\nBob",
    ],
)
def test_words_below_a_closing_are_new(below: str) -> None:
    text = f"The printer burns.\n\nThanks!\n\n{below}"

    assert split_text(text).new_text == text


def test_thanks_with_contact_lines_as_the_whole_answer_is_new() -> None:
    text = "Thanks\nAda\nTel. +44 20 7946 0123"
    split = split_text(f"{text}\n\n> It works again.\n> Bob")

    assert (split.new_text, split.quoted) == (text, "> It works again.\n> Bob")
