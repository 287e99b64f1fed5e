"""``postroom demo`` as a newcomer starts it."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path

import pytest

from tests.servers.running import Running, alive

pytestmark = pytest.mark.slow


def test_demo_starts_with_its_tenant_is_filled_once_and_stops_whole(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    first = Running(data, "demo")
    try:
        _check(first)
    finally:
        pids = first.pids("")
        assert first.stop() == 0
    assert [pid for pid in pids if alive(pid)] == []

    again = Running(data, "demo")
    try:
        _check(again)
        assert again.ask("SELECT count(*) FROM postroom_ticket") == 13
        assert again.ask("SELECT count(*) FROM postroom_article WHERE kind = 'note'") == 2
        assert again.ask("SELECT count(DISTINCT user_id) FROM postroom_user_roles") == 2
    finally:
        again.stop()


def _check(demo: Running) -> None:
    told = json.loads((demo.data / "practice.json").read_text())
    assert told["page"] in demo.line
    with urllib.request.urlopen(told["page"], timeout=10) as answer:
        assert answer.status == 200
    assert demo.process.stdout is not None
    line = demo.process.stdout.readline()
    assert re.search(rf"http://127\.0\.0\.1:{demo.port} .*admin@demo\.example", line)
    assert demo.status() == 200
    assert demo.ask("SELECT check_code FROM postroom_oauthapp WHERE checked_at IS NOT NULL") == ""
    assert demo.ask("SELECT cloud FROM postroom_oauthapp") == "practice"
    secret = told["client_secret"]
    assert demo.ask(f"SELECT count(*) FROM postroom_oauthapp WHERE secret LIKE '%{secret}%'") == 0
