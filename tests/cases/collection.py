"""The mail cases beside the checkout: real mails and what a good reader makes of them (see their README)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from postroom.mail.message import parse
from postroom.mail.values import InboundMail

FOLDER = Path(__file__).parents[2] / "../shared/mail-cases"


@dataclass(frozen=True)
class Case:
    """One mail and what is expected of it."""

    path: Path

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @cached_property
    def raw(self) -> bytes:
        return self.path.read_bytes()

    @cached_property
    def expected(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.path.with_suffix(".json").read_text(encoding="utf-8"))
        return loaded

    @cached_property
    def mail(self) -> InboundMail:
        return parse(self.raw)


def all_cases() -> list[Case]:
    """Return every case in the order of its path; none where the folder is missing."""
    return [Case(path) for path in sorted(FOLDER.glob("*/*.eml"))]
