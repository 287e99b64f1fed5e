"""The address by which providers lead back to Postroom and call it."""

from __future__ import annotations

from postroom.configuration import configuration
from postroom.settings import CONFIG


def public_base() -> str:
    """Return scheme and host as configured; empty where nothing is."""
    return CONFIG.public_url or configuration().public_url


def public_callback(route: str) -> str:
    """Return the whole address of `route`; empty where no public address is configured."""
    base = public_base()
    return f"{base}/{route}" if base else ""
