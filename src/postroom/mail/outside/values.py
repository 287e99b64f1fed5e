"""What a mail of another system says."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class FaultState(enum.StrEnum):
    """What a monitoring mail says of its fault."""

    PROBLEM = "problem"
    RECOVERY = "recovery"
    NOTICE = "notice"
    """Acknowledged, in downtime, flapping: neither begins nor ends it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: one host, or one service on it. `program` is the name of what watches it."""

    program: str
    host: str
    service: str
    """Empty where the host itself is meant."""
    state: FaultState

    @property
    def name(self) -> str:
        """Host and service as people write them."""
        return f"{self.host}/{self.service}" if self.service else self.host


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue or incident of a tracker: `system` is `jira` or `servicenow`."""

    system: str
    number: str
    because: str
    """The header that proves that the system wrote the mail, as `Header-Name: value`."""
