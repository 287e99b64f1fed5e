"""One name for all style sheets, modules and pictures as they are now: it stands in their addresses.

A module imports its neighbours by relative addresses, which a name in each file's own address would not reach. So the
name is that of the whole: when anything changes, every address does, and until then browsers need not ask.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("Django", "django-allauth", "django-htmx", "django-prose-editor")
"""What brings files of its own."""


def assets_name(folder: Path, packages: Sequence[str] = PACKAGES) -> str:
    """Return the name of the files below `folder` and those of `packages`."""
    digest = hashlib.sha256()
    for name in packages:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
