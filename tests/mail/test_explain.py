"""`postroom explain`: the promised keys, the order, and that it needs nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from postroom.mail.explain import describe, main
from postroom.mail.message import parse
from tests.mail.mails import FOLDER, read

KEYS = ["file", "from", "reply_to", "to", "cc", "subject", "date", "message_id", "in_reply_to", "references", "text"]
KEYS += ["html", "new_text", "signature", "attachments", "nature", "bounce", "security", "defects"]


def test_describe_has_the_promised_keys_in_order() -> None:
    described = describe(read("delivery_report"), "x.eml")
    assert list(described) == KEYS
    assert described["from"] == {"name": "Mail Delivery System", "email": "MAILER-DAEMON@mx.example.com"}
    assert described["date"] is None


def test_describe_names_each_attachment_whole() -> None:
    described = describe(read("boundary_never_closed"), "x.eml")
    assert described["attachments"] == [
        {
            "filename": "a.csv",
            "content_type": "text/csv",
            "size": 3,
            "sha256": "17f8af97ad4a7f7639a4c9171d5185cbafb85462877a4746c21bdb0a4f940ca0",
            "content_id": None,
            "inline": False,
        }
    ]


def test_describe_gives_a_bounce_with_its_recipients() -> None:
    described = describe(read("delivery_report"), "x.eml")
    assert described["bounce"] == {
        "recipients": [
            {
                "email": "gone@example.net",
                "status": "5.1.1",
                "permanent": True,
                "class": "address",
                "diagnostic": "550 5.1.1 User unknown",
            }
        ],
        "original_message_id": "ours@example.com",
        "original_subject": "Re: Printer",
    }


def test_json_is_one_object_a_line_in_the_order_of_paths(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b.eml", "a.eml", "c/d.eml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(f"From: {path.stem}@example.org\n\nGrüße".encode())
    assert main(["--json", str(tmp_path / "c"), str(tmp_path)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [Path(line["file"]).relative_to(tmp_path).as_posix() for line in lines] == ["a.eml", "b.eml", "c/d.eml"]
    assert [line["text"] for line in lines] == ["Grüße"] * 3


def test_missing_file_is_said_and_the_rest_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"From: a@example.org\nSubject: There\n\nx")
    assert main([str(path), str(tmp_path / "none.eml")]) == 1
    captured = capsys.readouterr()
    assert "Subject:     There" in captured.out
    assert captured.err == f"{tmp_path / 'none.eml'}: No such file or directory\n"


def test_readable_account_names_what_was_repaired(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(FOLDER / "from_empty_with_reply_to.eml")]) == 0
    out = capsys.readouterr().out
    assert "From:        Anna <anna@example.org>" in out
    assert "   From has no address: the one of Reply-To was taken." in out


def test_trusted_server_gives_dmarc(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"Authentication-Results: MX.example.com; dmarc=fail\nFrom: a@example.org\n\nx")
    assert main(["--json", "--trust", "mx.example.com", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["security"]["dmarc"] == "fail"
    assert parse(path.read_bytes()).security.dmarc is None


def test_module_runs_without_django_or_settings() -> None:
    code = (
        "import sys; from postroom.mail.explain import main; "
        f"main(['--json', {str(FOLDER / 'empty.eml')!r}]); "
        "assert not [name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg', 'procrastinate')]"
    )
    finished = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, check=False, env={})
    assert (finished.returncode, finished.stderr) == (0, b"")
