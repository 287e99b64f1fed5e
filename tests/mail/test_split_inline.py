"""Answers between and below quotes."""

from postroom.mail.body import split_text

HEAD = "On Wed, Jan 29, 2020 at 3:15 PM Ada King <ada@example.com> wrote:"


def test_inline_answers_stay_with_their_questions() -> None:
    split = split_text(
        f"Hi Ada,\n\n{HEAD}\n> Is it on?\n\nYes.\n\n> Is it plugged in?\n\nYes, too.\n\n> Thanks\n> Ada\n"
    )

    assert split.new_text == "Hi Ada,\n\n> Is it on?\n\nYes.\n\n> Is it plugged in?\n\nYes, too."
    assert split.quoted == f"{HEAD}\n> Thanks\n> Ada"


def test_inline_answers_without_blank_lines_stay() -> None:
    split = split_text(f"{HEAD}\n> Is it on?\nyes it is\n> Is it plugged in?\nyes\n> Ada\n")

    assert split.new_text == "> Is it on?\nyes it is\n> Is it plugged in?\nyes"


def test_quote_without_attribution_above_text_stays() -> None:
    text = "> This is a quote.\n\nAnd this is some text."

    assert split_text(text).new_text == text


def test_long_quote_above_the_answer_is_folded() -> None:
    quote = "\n".join(f"> line {number}" for number in range(20))
    split = split_text(f"{HEAD}\n{quote}\n\nThank you, solved.\n")

    assert split.new_text == "Thank you, solved."
    assert split.quoted == f"{HEAD}\n{quote}"


def test_long_quote_between_answers_is_folded() -> None:
    quote = "\n".join(f"> line {number}" for number in range(40))
    split = split_text(f"Here:\n\n{quote}\n\nThis is wrong.\n")

    assert split.new_text == "Here:\n\nThis is wrong."


def test_closing_below_the_quote_does_not_make_it_inline() -> None:
    split = split_text(f"It works.\n\n{HEAD}\n\n> Did you turn it off?\n\nRegards, Bob")

    assert split.new_text == "It works.\n\nRegards, Bob"
    assert split.quoted == f"{HEAD}\n\n> Did you turn it off?"


def test_signature_below_the_quote_does_not_make_it_inline() -> None:
    split = split_text(f"It works.\n\n{HEAD}\n> Did you turn it off?\n\n-- \nBob\nExample Ltd")

    assert split.new_text == "It works."
    assert split.signature == "--\nBob\nExample Ltd"


def test_nested_quotes_of_a_thread_are_past() -> None:
    split = split_text(f"Test reply\n{HEAD}\n\n>Test test\n>{HEAD}\n>\n>>\n>> Test.\n>>\n>> Ada\n\nRegards, Bob")

    assert split.new_text == "Test reply\nRegards, Bob"


def test_quoted_line_wrapped_without_its_sign_is_past() -> None:
    split = split_text(
        f"Solved.\n\n{HEAD}\n> The machine that stands in the corner of the second room has not been\nworking"
        f" since.\n> Ada\n"
    )

    assert split.new_text == "Solved."


def test_quotes_with_initials_are_quotes() -> None:
    split = split_text("It works.\n\nAK> Is it on?\nAK> And plugged in?\n")

    assert split.new_text == "It works."


def test_decoration_with_angle_signs_is_no_quote() -> None:
    text = "Visit us now...\n>>> >>>  http://www.example.com <<<\nby the link above"

    assert split_text(text).new_text == text


def test_thread_of_unquoted_mails_shows_the_newest() -> None:
    split = split_text(
        "The third.\n\nOn Mon, Feb 1, 2016 at 4:58 AM, Ada <ada@example.com> wrote:\n\nThe second.\n\n"
        "On Sun, Jan 31, 2016 at 9:58 PM, Bob <bob@example.com> wrote:\n\nThe first.\n"
    )

    assert split.new_text == "The third."


def test_name_below_the_quote_is_taken_with_it() -> None:
    split = split_text(
        "Do you mean this?\n\n> It burns.\n> It smokes.\nAda King <ada@example.com> wrote on 29.01.2020:\n"
    )

    assert split.new_text == "Do you mean this?"


def test_answer_that_is_only_quoted_has_no_new_text() -> None:
    split = split_text(f"{HEAD}\n> Did you turn it off?\n")

    assert split.new_text == ""
    assert split.quoted == f"{HEAD}\n> Did you turn it off?"


def test_text_that_is_all_quoted_and_has_no_attribution_is_shown() -> None:
    assert split_text("> It burns.\n> It smokes.").new_text == "> It burns.\n> It smokes."


def test_blank_text_is_blank() -> None:
    assert split_text("").new_text == ""
    assert split_text("\n \n").text.strip() == ""
