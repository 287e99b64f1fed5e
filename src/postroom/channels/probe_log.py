"""What a probe did, written line by line while it runs, so that the page shows it as it happens."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from postroom.channels.kinds.base import Trial
from postroom.channels.sentences.doctor import CERTIFICATE_ENDS
from postroom.drivers.base import Step, StepListener
from postroom.drivers.errors import DriverError
from postroom.models import Direction, LineState, Probe, ProbeLine

Facts = Mapping[str, Any]
"""What `ProbeLine.facts` holds: values that JSON knows."""

_RENEWED_BY_NOW = datetime.timedelta(days=10)
"""Before the end of a certificate its automatic renewal should have happened."""

_UNREMARKABLE = {"quit", "logout", "reset", "idle", "list"}
"""Steps of saying goodbye, of waiting and of counting in parts: they tell nothing by themselves."""


class Attempt:
    """How one direction fared: `error` is None while nothing failed."""

    error: DriverError | None = None

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return self.error is None


class ProbeLog:
    """Writes lines of one probe."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe

    @property
    def is_clean(self) -> bool:
        """Whether no line failed yet."""
        return not self._probe.lines.filter(state=LineState.FAILED).exists()

    @contextmanager
    def attempt(self, direction: Direction | None, detail: str = "") -> Iterator[Attempt]:
        """Run something of one direction; what a driver raises becomes the last line instead of ending the probe.

        `detail` says what it was tried for, where that is not plain.
        """
        attempt = Attempt()
        try:
            yield attempt
        except DriverError as error:
            attempt.error = error
            self.failed(direction, error, detail)

    def listener(self, direction: Direction) -> StepListener:
        """Return what a driver tells of its steps."""

        told: set[tuple[str, str]] = set()

        def listen(step: Step) -> None:
            # A folder is opened again before it is listed: once is enough to tell.
            fact = (step.name, step.detail)
            if _UNREMARKABLE.isdisjoint(fact) and fact not in told:
                told.add(fact)
                worry = _worry(step)
                state = LineState.WARNING if worry else LineState.OK
                values = {"detail": step.detail, "milliseconds": step.milliseconds, "facts": dict(step.facts)}
                self._write(direction, step.name, code=worry, state=state, **values)

        return listen

    @contextmanager
    def step(self, direction: Direction | None, name: str, detail: str = "") -> Iterator[None]:
        """Run a step of our own and write its line when it is done."""
        started = time.monotonic()
        yield
        self.done(direction, name, detail, (time.monotonic() - started) * 1000)

    def done(
        self,
        direction: Direction | None,
        name: str,
        detail: str = "",
        milliseconds: float | None = None,
        facts: Facts | None = None,
    ) -> None:
        """Write a step that went well."""
        self._write(direction, name, detail=detail, milliseconds=milliseconds, facts=facts or {})

    def warned(
        self,
        direction: Direction | None,
        name: str,
        code: str,
        detail: str = "",
        words: str = "",
        milliseconds: float | None = None,
        facts: Facts | None = None,
    ) -> None:
        """Write a step that went well, though something has to be known."""
        values = {"detail": detail, "server_text": words, "milliseconds": milliseconds, "facts": facts or {}}
        self._write(direction, name, code=code, state=LineState.WARNING, **values)

    def failed(self, direction: Direction | None, error: DriverError, detail: str = "") -> None:
        """Write the step that failed."""
        values = {"detail": detail, "code": error.code, "server_text": error.server_text}
        self._write(direction, error.step or "probe", state=LineState.FAILED, **values)

    def tried(self, trial: Trial) -> None:
        """Write one trial of looking for settings. That nothing was there is no failure of the search."""
        state = LineState.OK if trial.found else LineState.WARNING
        self._write(
            trial.direction,
            "trial",
            detail=trial.detail,
            milliseconds=trial.milliseconds,
            code=trial.code,
            server_text=trial.server_text,
            state=state,
        )

    def _write(self, direction: Direction | None, name: str, **values: object) -> None:
        ProbeLine.objects.create(probe=self._probe, direction=direction or "", step=name, **values)


def _worry(step: Step) -> str:
    """Return the code of what should be known of a step that went well."""
    ends = parse_datetime(step.facts.get("valid_until", ""))
    return CERTIFICATE_ENDS if ends and ends < timezone.now() + _RENEWED_BY_NOW else ""
