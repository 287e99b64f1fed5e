"""Addresses as people read them: what is written can be read again."""

from __future__ import annotations

import pytest

from postroom.mail.address_text import address_text, addresses_of_text, addresses_text
from postroom.mail.values import Address


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("", "a@b.example"),
        ("Jörg Müller", "Jörg Müller <a@b.example>"),
        ("Müller, Jörg", '"Müller, Jörg" <a@b.example>'),
        ('The "Boss"', '"The \\"Boss\\"" <a@b.example>'),
        ("a@b (c)", '"a@b (c)" <a@b.example>'),
        ("山田", "山田 <a@b.example>"),
    ],
)
def test_address_is_written_and_read_again(name: str, written: str) -> None:
    address = Address(name, "a@b.example")
    assert (address_text(address), addresses_of_text(written)) == (written, (address,))


def test_several_are_separated_by_commas_and_nobody_is_left_out() -> None:
    several = (Address("A, B", "a@b.example"), Address("", ""), Address("", "c@d.example"))
    assert addresses_text(several) == '"A, B" <a@b.example>, c@d.example'
