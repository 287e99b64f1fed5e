from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from postroom.practice import start_practice_tenant
from postroom.practice.seed.demo import LETTERS
from postroom.practice.seed.shop_letters import SHOP_LETTERS
from tests.practice.browser import IMAP
from tests.practice.mails import SUPPORT, mail


@contextmanager
def command(*arguments: str) -> Iterator[dict[str, Any]]:
    process = subprocess.Popen([sys.executable, "-m", "postroom.practice", *arguments], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        process.stdout.close()


def test_command_prints_where_everything_is_and_ends_on_sigterm() -> None:
    with command("--callback", "http://127.0.0.1:1/callback") as printed:
        assert sorted(printed) == [
            "authority", "certificate_authority", "client_id", "client_secret", "domain", "gmail_imap_port",
            "gmail_smtp_port", "google", "google_app_password", "google_client_id", "google_client_secret",
            "google_user", "graph", "imap_host", "imap_plain_port", "imap_port", "page", "smtp_host", "smtp_port",
            "tenant",
        ]  # fmt: skip
        assert "http://127.0.0.1:1/callback" in httpx.get(f"{printed['page']}practice/tenant").text
        socket.create_connection(("127.0.0.1", printed["imap_port"]), timeout=5).close()


def test_restart_keeps_mail_tokens_and_the_authority(tmp_path: Path) -> None:
    with start_practice_tenant(data=tmp_path) as first:
        uid = first.control.put(SUPPORT, mail("Bleibt"))
        answer = first.control.grant(SUPPORT, f"{IMAP} offline_access")
        authority = first.authority_file.read_text()
    with start_practice_tenant(data=tmp_path) as second:
        assert [(held.uid, held.subject) for held in second.control.held(SUPPORT)] == [(uid, "Bleibt")]
        assert second.authority_file.read_text() == authority
        assert (second.client_id, second.client_secret) == (first.client_id, first.client_secret)
        refreshed = httpx.post(
            f"{second.authority}/{second.tenant_id}/oauth2/v2.0/token",
            data={
                "client_id": second.client_id,
                "client_secret": second.client_secret,
                "grant_type": "refresh_token",
                "refresh_token": answer["refresh_token"],
            },
        )
        assert refreshed.status_code == 200


def test_demo_seed_fills_the_mailboxes_once(tmp_path: Path) -> None:
    counts = []
    for _ in range(2):
        with start_practice_tenant(data=tmp_path, seed="demo") as tenant:
            post = tenant.control.world.post
            counts.append(sum(len(post.messages.in_mailbox(one.address.lower())) for one in post.mailboxes.inside()))
            folders = {held.subject for held in tenant.control.held(SUPPORT, "Anfragen/Tech-Support")}
    assert counts == [len(LETTERS) + len(SHOP_LETTERS) + 1] * 2
    assert "Work light flickers" in folders


def test_taken_port_is_an_error_and_not_a_hang() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"), start_practice_tenant(port=port):
            pass
