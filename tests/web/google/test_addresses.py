"""Which addresses Google registers, and which servers are Google's: told without asking anybody."""

from __future__ import annotations

import pytest

from postroom.channels.kinds.google.converting import is_at_google
from postroom.web.google.addresses import is_refused_by_google


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("https://desk.example.org/google/callback/", False),
        ("http://localhost:8000/google/callback/", False),
        ("http://127.0.0.1:8000/google/callback/", False),
        ("http://desk.example.org/google/callback/", True),
        ("https://192.0.2.7/google/callback/", True),
        ("https://desk/google/callback/", True),
        ("https://desk.lan/google/callback/", True),
    ],
)
def test_addresses_that_google_does_not_register_are_known(address: str, refused: bool) -> None:
    assert is_refused_by_google(address) is refused


@pytest.mark.parametrize(
    ("host", "at_google"),
    [("imap.gmail.com", True), ("IMAP.googlemail.com.", True), ("imap.gmail.com.example.org", False)],
)
def test_googles_servers_are_known_by_name(host: str, at_google: bool) -> None:
    assert is_at_google(host, 993) is at_google
