"""``postroom check``: a sentence for each thing that is wrong."""

from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg

from postroom.config import Config, load
from postroom.ground.check_database import check_public_address
from postroom.ground.check_folder import check_disk, check_folder, check_secret_key
from postroom.ground.embedded import Embedded
from postroom.ground.finding import Finding, Weight
from tests.servers.running import Running, postroom


def test_check_of_a_running_installation_without_set_up(start: Callable[..., Running]) -> None:
    running = start()
    done = postroom("check", **running.settings)
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["OK", "OK", "OK", "OK", "OK", "WRONG"]
    assert lines[-1] == "WRONG  There is no public address yet. Do the set-up, or set POSTROOM_PUBLIC_URL."
    assert (done.returncode, done.stderr) == (1, "")


def test_check_of_a_running_installation_in_order(start: Callable[..., Running]) -> None:
    running = start(POSTROOM_PUBLIC_URL="https://help.example.org")
    done = postroom("check", **running.settings)
    assert done.stdout.splitlines()[-1] == "OK     The public address is https://help.example.org."
    assert (done.returncode, done.stderr) == (0, "")


def test_check_names_an_unreachable_database_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://anna:geheim@127.0.0.1:1/postroom"
    done = postroom("check", POSTROOM_DATA=str(tmp_path), POSTROOM_DATABASE_URL=url)
    assert done.returncode == 1
    assert "WRONG  The database of POSTROOM_DATABASE_URL cannot be reached: connection failed: " in done.stdout
    assert "geheim" not in done.stdout + done.stderr


def test_check_says_which_setting_is_unknown() -> None:
    done = postroom("check", POSTROOM_PROT="1")
    assert done.returncode == 1
    assert done.stderr.startswith("Unknown setting POSTROOM_PROT. ")


def test_check_folder_that_is_missing(tmp_path: Path) -> None:
    config = Config(data=tmp_path / "none")
    assert _wrong(check_folder(config)) == [f"The data folder {tmp_path}/none does not exist. “postroom run” makes it."]
    assert list(check_disk(config)) == []


def test_check_key_and_settings_that_others_can_read(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("k" * 64)
    (tmp_path / "secret.key").chmod(0o644)
    (tmp_path / "postroom.conf").write_text("")
    (tmp_path / "postroom.conf").chmod(0o640)
    assert _wrong(check_folder(load({"POSTROOM_DATA": str(tmp_path)}))) == [
        f"{path} can be read by other users of this machine. Run: chmod 600 {path}"
        for path in (tmp_path / "secret.key", tmp_path / "postroom.conf")
    ]


def test_check_secret_key_too_short_or_on_one_machine_only(tmp_path: Path) -> None:
    assert _wrong(check_secret_key(Config(data=tmp_path, given_secret_key="short"))) == [
        "The secret key is shorter than 32 characters. Take a longer random one."
    ]
    (finding,) = check_secret_key(Config(data=tmp_path, external_database_url="postgresql://db/postroom"))
    assert finding.weight is Weight.NOTE


def test_check_public_address(tmp_path: Path, postgres: Embedded) -> None:
    def weight(address: str) -> Weight:
        with psycopg.connect(load().database_url) as connection:
            (finding,) = check_public_address(Config(data=tmp_path, public_url=address), connection)
        return finding.weight

    assert weight("https://help.example.org") is Weight.RIGHT
    assert weight("http://localhost:8000") is Weight.NOTE
    assert weight("http://help.example.org") is Weight.WRONG
    assert weight("") is Weight.WRONG


def _wrong(findings: Iterable[Finding]) -> list[str]:
    return [finding.sentence for finding in findings if finding.weight is Weight.WRONG]
