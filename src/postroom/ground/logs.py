"""Logging of every process: lines of JSON for machines, colours for a terminal, secrets in neither."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

_SECRET_NAME = re.compile(r"passw|secret|token|credential|authorization|cookie|api_?key", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"(?P<before>(?:bearer|basic|xoauth2|auth\s+plain)\s+|"
    r"(?:password|passwd|secret|token|code|client_secret|refresh_token|access_token)[\"']?\s*[=:]\s*[\"']?|"
    r"://[^\s/:@]+:)[^\s\"'&,;@]+",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"(?P<before>\bLOGIN\s+)(?:\"[^\"]*\"|\S+)\s+(?:\"[^\"]*\"|\S+)")
"""IMAP's command with user and password (RFC 9051, 6.2.3), which mail programs log in capitals."""
HIDDEN = "[hidden]"
_KEPT = rf"\g<before>{HIDDEN}"
_TALKATIVE = ("httpx", "httpcore", "uvicorn", "imapclient", "procrastinate")
"""Libraries that report every start, stop and request; their warnings are enough."""


def configure_logs(level: str) -> None:
    """Set up structlog and the standard library's logging, to standard error.

    Args:
        level: a level name of the standard library, such as ``INFO``.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_last()))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _last() -> list[structlog.typing.Processor]:
    clean = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if sys.stderr.isatty():
        return [clean, structlog.dev.ConsoleRenderer()]
    return [clean, structlog.processors.JSONRenderer()]


def hide_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: values under a name that says secret, and secrets inside sentences, become [hidden]."""
    for name, value in event.items():
        event[name] = HIDDEN if _SECRET_NAME.search(name) else _clean(value)
    return event


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _LOGIN.sub(_KEPT, _SECRET_TEXT.sub(_KEPT, value))
    if isinstance(value, Mapping):
        return {name: HIDDEN if _SECRET_NAME.search(str(name)) else _clean(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(inner) for inner in value]
    return value
