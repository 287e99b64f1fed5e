"""Settings from the environment and from a file."""

import stat
from pathlib import Path

import pytest

from postroom.config import load
from postroom.ground.errors import ConfigError


def test_config_defaults(tmp_path: Path) -> None:
    config = load({"POSTROOM_DATA": str(tmp_path)})
    assert (config.port, config.bind, config.embedded, config.public_url) == (8000, "127.0.0.1", True, "")
    assert config.address == "http://127.0.0.1:8000"
    assert config.data == tmp_path


def test_config_other_names_are_ignored_and_file_is_overruled(tmp_path: Path) -> None:
    (tmp_path / "postroom.conf").write_text(
        '# ours\n\nexport POSTROOM_PORT=8001\nPOSTROOM_BIND = "0.0.0.0"\nPOSTROOM_WORKERS=3\n'
    )
    config = load({"POSTROOM_DATA": str(tmp_path), "POSTROOM_PORT": "9000", "PATH": "/bin"})
    assert (config.port, config.bind, config.workers) == (9000, "0.0.0.0", 3)
    assert config.file == tmp_path / "postroom.conf"
    assert config.address == "http://127.0.0.1:9000"


def test_config_named_file_wins_over_the_one_in_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "postroom.conf").write_text("POSTROOM_PORT=1\n")
    (tmp_path / "other").write_text("POSTROOM_PORT=2\n")
    assert load({"POSTROOM_DATA": str(tmp_path), "POSTROOM_CONFIG": str(tmp_path / "other")}).port == 2


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("POSTROOM_PORT", "http", "POSTROOM_PORT must be a whole number from 1 to 65535, not “http”."),
        ("POSTROOM_PORT", "65536", "POSTROOM_PORT must be a whole number from 1 to 65535, not “65536”."),
        ("POSTROOM_WORKERS", "0", "POSTROOM_WORKERS must be a whole number from 1 to 64, not “0”."),
        ("POSTROOM_BIND", "", "POSTROOM_BIND is set but empty. Give it a value or remove it."),
        ("POSTROOM_DEBUG", "maybe", "POSTROOM_DEBUG must be yes or no, not “maybe”."),
        (
            "POSTROOM_LOG_LEVEL",
            "loud",
            "POSTROOM_LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, not “loud”.",
        ),
        (
            "POSTROOM_PUBLIC_URL",
            "help.example.org",
            "POSTROOM_PUBLIC_URL must be an address like https://help.example.org, without a path, "
            "not “help.example.org”.",
        ),
        (
            "POSTROOM_TRUSTED_PROXIES",
            "10.0.0.0/8, proxy",
            "POSTROOM_TRUSTED_PROXIES must list IP addresses or networks, separated by commas; “proxy” is neither.",
        ),
    ],
)
def test_config_value_without_meaning(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load({"POSTROOM_DATA": str(tmp_path), name: value})
    assert str(caught.value) == sentence


def test_config_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load({"POSTROOM_DATA": str(tmp_path), "POSTROOM_PROT": "1"})
    assert str(caught.value).startswith("Unknown setting POSTROOM_PROT. Postroom knows: POSTROOM_CONFIG, ")


def test_config_file_with_a_line_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "postroom.conf").write_text("POSTROOM_PORT=1\nnonsense\n")
    with pytest.raises(ConfigError) as caught:
        load({"POSTROOM_DATA": str(tmp_path)})
    assert str(caught.value) == f"{tmp_path}/postroom.conf, line 2: expected NAME=value."


def test_config_values_read(tmp_path: Path) -> None:
    config = load(
        {
            "POSTROOM_DATA": str(tmp_path),
            "POSTROOM_PUBLIC_URL": "https://help.example.org/",
            "POSTROOM_TRUSTED_PROXIES": "10.0.0.0/8, ::1",
            "POSTROOM_LOG_LEVEL": "debug",
            "POSTROOM_BIND": "::",
        }
    )
    assert config.public_url == "https://help.example.org"
    assert config.trusted_proxies == ("10.0.0.0/8", "::1/128")
    assert config.log_level == "DEBUG"
    assert config.address == "http://[::1]:8000"


def test_secret_key_made_once_for_its_owner_only(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    key = load({"POSTROOM_DATA": str(data)}).secret_key
    assert len(key) == 64
    assert load({"POSTROOM_DATA": str(data)}).secret_key == key
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in data.iterdir()] == ["secret.key"]


def test_secret_key_given_makes_no_file(tmp_path: Path) -> None:
    assert load({"POSTROOM_DATA": str(tmp_path), "POSTROOM_SECRET_KEY": "given"}).secret_key == "given"
    assert list(tmp_path.iterdir()) == []


def test_secret_key_empty_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("\n")
    with pytest.raises(ConfigError):
        _ = load({"POSTROOM_DATA": str(tmp_path)}).secret_key
    assert (tmp_path / "secret.key").read_text() == "\n"
