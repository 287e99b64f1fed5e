"""From the text of a setting to its value. Each raises `ConfigError` with a sentence that names the setting."""

import ipaddress
import json
from urllib.parse import urlsplit

from postroom.ground.errors import ConfigError
from postroom.words import gettext as _

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_YES, _NO = ("1", "yes", "true", "on"), ("0", "no", "false", "off")
_HIGHEST_PORT = 65535
_MOST_PROCESSES = 64


def text(name: str, value: str) -> str:
    """Anything but nothing."""
    if not value:
        raise ConfigError(_("{name} is set but empty. Give it a value or remove it.").format(name=name))
    return value


def port(name: str, value: str) -> int:
    """A TCP port, 1 to 65535."""
    return _whole_number(name, value, 1, _HIGHEST_PORT)


def processes(name: str, value: str) -> int:
    """How many processes to start, 1 to 64."""
    return _whole_number(name, value, 1, _MOST_PROCESSES)


def _whole_number(name: str, value: str, lowest: int, highest: int) -> int:
    if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
        raise ConfigError(
            _("{name} must be a whole number from {lowest} to {highest}, not “{value}”.").format(
                name=name, lowest=lowest, highest=highest, value=value
            )
        )
    return int(value)


def yes_or_no(name: str, value: str) -> bool:
    """1, yes, true, on or 0, no, false, off."""
    if value.lower() not in _YES + _NO:
        raise ConfigError(_("{name} must be yes or no, not “{value}”.").format(name=name, value=value))
    return value.lower() in _YES


def log_level(name: str, value: str) -> str:
    """One of Python's level names, in capitals."""
    if value.upper() not in LOG_LEVELS:
        raise ConfigError(
            _("{name} must be one of {levels}, not “{value}”.").format(
                name=name, levels=", ".join(LOG_LEVELS), value=value
            )
        )
    return value.upper()


def public_url(name: str, value: str) -> str:
    """The address people type, as scheme and host with an optional port, without a slash at the end."""
    address = urlsplit(value)
    if address.scheme not in ("http", "https") or not address.hostname or address.path.strip("/") or address.query:
        raise ConfigError(
            _("{name} must be an address like https://help.example.org, without a path, not “{value}”.").format(
                name=name, value=value
            )
        )
    return f"{address.scheme}://{address.netloc}"


def networks(name: str, value: str) -> tuple[str, ...]:
    """IP addresses or networks (10.0.0.0/8), separated by commas."""
    return tuple(_network(name, entry.strip()) for entry in value.split(",") if entry.strip())


def _network(name: str, entry: str) -> str:
    try:
        return str(ipaddress.ip_network(entry))
    except ValueError as error:
        raise ConfigError(
            _("{name} must list IP addresses or networks, separated by commas; “{entry}” is neither.").format(
                name=name, entry=entry
            )
        ) from error


def names_and_values(name: str, value: str) -> dict[str, str]:
    """A JSON object whose values are texts or numbers."""
    try:
        found = json.loads(value)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str | int) for one in found.values()):
        raise ConfigError(_("{name} must be a JSON object of texts, not “{value}”.").format(name=name, value=value))
    return {str(key): str(one) for key, one in found.items()}
