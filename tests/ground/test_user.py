"""``postroom user`` on an installation that is not running."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.running import Running, postroom

pytestmark = pytest.mark.slow


def test_user_created_and_helped(start: Callable[..., Running]) -> None:
    running = start()

    def user(*words: str, typed: str) -> tuple[int, str]:
        done = postroom("user", *words, typed=typed, **running.settings)
        return done.returncode, done.stdout + done.stderr

    anna = ("create", "anna@example.org", "--name", "Anna Muster", "--administrator")
    assert user(*anna, typed="short\n") == (
        1,
        "This password is too short. It must contain at least 10 characters.\n",
    )
    assert user(*anna, typed="correct horse battery\n") == (0, "anna@example.org can sign in now.\n")
    assert user(*anna, typed="correct horse battery\n") == (
        1,
        "There is somebody with the address anna@example.org already.\n",
    )
    before = running.ask("SELECT password FROM postroom_user")
    assert user("reset-password", "Anna@Example.org", typed="another fine password\n") == (
        0,
        "anna@example.org has a new password and is signed out everywhere.\n",
    )
    assert running.ask("SELECT password FROM postroom_user") != before
    assert user("reset-password", "otto@example.org", typed="x\n") == (
        1,
        "There is nobody with the address otto@example.org.\n",
    )
    assert user("remove-second-step", "anna@example.org", typed="") == (1, "anna@example.org has no second step.\n")
    running.change(
        "INSERT INTO mfa_authenticator (type, data, user_id, created_at)"
        " SELECT 'totp', '{}', id, now() FROM postroom_user WHERE email = 'anna@example.org'"
    )
    assert user("remove-second-step", "anna@example.org", typed="") == (
        0,
        "anna@example.org signs in by password alone now and is signed out everywhere.\n",
    )
    assert running.ask("SELECT count(*) FROM mfa_authenticator") == 0
    assert running.ask("SELECT via FROM postroom_auditentry WHERE changes ? 'second_step'") == "command"


def test_user_of_an_installation_never_started(tmp_path: Path) -> None:
    """The database is made for the command, but it has no tables."""
    refused = postroom("user", "reset-password", "a@example.org", typed="x\n", POSTROOM_DATA=str(tmp_path / "data"))
    assert refused.returncode == 1
    assert refused.stderr == "The tables are of an older version. “postroom run” brings them up to date.\n"
