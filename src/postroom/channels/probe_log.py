"""What a probe did, written line by line while it runs, so that the page shows it as it happens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from postroom.channels.kinds.base import Trial
from postroom.drivers.base import Step, StepListener
from postroom.drivers.errors import DriverError
from postroom.models import Direction, LineState, Probe, ProbeLine

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

    @contextmanager
    def attempt(self, direction: Direction | None) -> Iterator[Attempt]:
        """Run something of one direction; what a driver raises becomes the last line instead of ending the probe."""
        attempt = Attempt()
        try:
            yield attempt
        except DriverError as error:
            attempt.error = error
            self.failed(direction, error)

    def listener(self, direction: Direction) -> StepListener:
        """Return what a driver tells of its steps."""

        told: set[tuple[str, str]] = set()

        def listen(step: Step) -> None:
            # A folder is opened again before it is listed: once is enough to tell.
            fact = (step.name, step.detail)
            if _UNREMARKABLE.isdisjoint(fact) and fact not in told:
                told.add(fact)
                self.done(direction, step.name, step.detail, step.milliseconds)

        return listen

    @contextmanager
    def step(self, direction: Direction | None, name: str, detail: str = "") -> Iterator[None]:
        """Run a step of our own and write its line when it is done."""
        started = time.monotonic()
        yield
        self.done(direction, name, detail, (time.monotonic() - started) * 1000)

    def done(self, direction: Direction | None, name: str, detail: str, milliseconds: float | None) -> None:
        """Write a step that went well."""
        self._write(direction, name, detail=detail, milliseconds=milliseconds)

    def warned(self, direction: Direction | None, name: str, code: str, detail: str = "", words: str = "") -> None:
        """Write a step that went well, though something has to be known."""
        self._write(direction, name, detail=detail, code=code, server_text=words, state=LineState.WARNING)

    def failed(self, direction: Direction | None, error: DriverError) -> None:
        """Write the step that failed."""
        state = LineState.FAILED
        self._write(direction, error.step or "probe", code=error.code, server_text=error.server_text, state=state)

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
