"""What an action gets: by whom, on which event, and what may be sent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Self

from postroom.models import Event, Ticket, Trigger
from postroom.tickets.act import Act
from postroom.tickets.automatic import Gate


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event that triggers look at; once one of them acts, `act` bears its name as the reason."""

    act: Act
    event: Event
    gate: Gate
    values: dict[str, Any]
    """What conditions ask about."""
    trigger: Trigger | None = None
    told: set[tuple[int, int]] = field(default_factory=set)
    """Pairs of event and user: whom triggers have written to about what."""

    @property
    def ticket(self) -> Ticket:
        """The ticket of the event, locked."""
        return self.event.ticket

    def of(self, trigger: Trigger) -> Self:
        """Return the occasion as `trigger` acts on it."""
        act = self.act.but(reason=trigger.name, depth=self.event.depth + 1)
        return replace(self, act=act, trigger=trigger)
