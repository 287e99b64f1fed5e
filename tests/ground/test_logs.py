"""No secret gets into a log."""

import json
import subprocess
import sys

import pytest

from postroom.ground.logs import HIDDEN, hide_secrets
from tests.servers.running import environment


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("AUTH PLAIN AGFubmEAc2VjcmV0", f"AUTH PLAIN {HIDDEN}"),
        ("Authorization: Bearer eyJ0eXAi.abc", f"Authorization: Bearer {HIDDEN}"),
        ("POST body grant_type=x&client_secret=a~b&scope=y", f"POST body grant_type=x&client_secret={HIDDEN}&scope=y"),
        ("postgresql://postroom:geheim@db/postroom", f"postgresql://postroom:{HIDDEN}@db/postroom"),
        ('a1 LOGIN anna "ge heim"', f"a1 LOGIN {HIDDEN}"),
        ("login refused for anna", "login refused for anna"),
        ("tickets open: 7", "tickets open: 7"),
    ],
)
def test_log_sentence_with_a_secret(text: str, shown: str) -> None:
    assert hide_secrets(None, "info", {"event": text}) == {"event": shown}


def test_log_field_named_like_a_secret() -> None:
    event = {"event": "x", "password": "p", "details": {"refresh_token": "t", "host": "h"}, "list": ["token=abc"]}
    assert hide_secrets(None, "info", event) == {
        "event": "x",
        "password": HIDDEN,
        "details": {"refresh_token": HIDDEN, "host": "h"},
        "list": [f"token={HIDDEN}"],
    }


def test_log_line_is_json_with_traceback_and_without_secret() -> None:
    program = (
        "import logging, structlog; from postroom.ground.logs import configure_logs; configure_logs('INFO');"
        "structlog.get_logger('ours').debug('not shown')\n"
        "try:\n raise ValueError('password=geheim')\n"
        "except ValueError:\n logging.getLogger('theirs').exception('it %s', 'failed')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=True
    )
    (line,) = done.stderr.splitlines()
    record = json.loads(line)
    assert (record["event"], record["level"], record["logger"]) == ("it failed", "error", "theirs")
    assert record["exception"].splitlines()[-1] == f"ValueError: password={HIDDEN}"
