from __future__ import annotations

import time

import pytest

from postroom.mail.crypto.program import private_folder, run
from postroom.mail.crypto.values import CryptoError


def test_program_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with private_folder() as folder, pytest.raises(CryptoError) as raised:
        run(["sleep", "30"], folder, deadline=0.2)
    assert raised.value.code == "timeout"
    assert time.monotonic() - began < 5


def test_program_that_is_not_there_is_said_to_be_missing() -> None:
    with private_folder() as folder, pytest.raises(CryptoError) as raised:
        run(["no-such-program-anywhere"], folder)
    assert raised.value.code == "program-missing"


def test_folder_is_private_and_goes_away() -> None:
    with private_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()
