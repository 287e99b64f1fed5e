"""The optional file of settings: lines of NAME=value, ``#`` for comments, quotes around a value allowed."""

from pathlib import Path

from postroom.ground.errors import ConfigError
from postroom.words import gettext as _


def read_settings_file(path: Path) -> dict[str, str]:
    """The values in a file.

    Raises:
        ConfigError: it cannot be read, is not UTF-8, or a line is not NAME=value.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            _("The file of settings {path} cannot be read: {error}.").format(path=path, error=error)
        ) from error
    numbered = enumerate((line.strip() for line in lines), start=1)
    return dict(_entry(path, number, line) for number, line in numbered if line and not line.startswith("#"))


def _entry(path: Path, number: int, line: str) -> tuple[str, str]:
    name, equals, value = line.removeprefix("export ").partition("=")
    if not equals:
        raise ConfigError(_("{path}, line {number}: expected NAME=value.").format(path=path, number=number))
    return name.strip(), _without_quotes(value.strip())


def _without_quotes(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
