"""The process tree: keeps its children running until told to stop, then stops them in the opposite order."""

import time
from collections.abc import Callable, Sequence

from postroom.ground.child import Child, Plan
from postroom.ground.errors import GroundError
from postroom.ground.signals import STOPPING, Signals
from postroom.ground.small_log import warn

_LONGEST_SLEEP = 3600.0
_STEP = 0.02


class Stopped(Exception):
    """A stopping signal came while something was waited for."""


class Supervisor:
    """Starts plans in groups; each group stands on the ones before it and is stopped before them.

    Used in a ``with`` block, which ends quietly at `Stopped` and leaves no process behind.
    """

    def __init__(self, signals: Signals) -> None:
        self._signals = signals
        self._groups: list[list[Child]] = []
        self._stopping = False

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> bool:
        self.stop()
        return isinstance(error, Stopped)

    def add(self, plans: Sequence[Plan]) -> list[Child]:
        """Start a group of processes."""
        group = [Child(plan) for plan in plans]
        self._groups.append(group)
        for child in group:
            child.start()
        return group

    def keep(self) -> None:
        """Start again whatever ends, until a stopping signal comes."""
        while not self._stopping:
            self._restart()
            self._look(self._pause())

    def wait_for(self, true: Callable[[], bool], seconds: float) -> bool:
        """Keep the children until something is true; False when the time is over.

        Raises:
            Stopped: a stopping signal came first.
        """
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() >= end:
                return False
            self._restart()
            self._look(_STEP)
            if self._stopping:
                raise Stopped
        return True

    def stop(self) -> None:
        """Stop the groups, the last one first; within a group all at once, each with its own patience."""
        for group in reversed(self._groups):
            begun = time.monotonic()
            for child in group:
                child.ask_to_stop()
            for child in group:
                if not child.wait_stopped(begun + child.plan.patience):
                    warn("killed, it did not stop", process=child.plan.name, seconds=child.plan.patience)

    def _look(self, seconds: float) -> None:
        self._stopping = self._stopping or bool(self._signals.wait(seconds) & STOPPING)

    def _restart(self) -> None:
        for child in self._children():
            code = child.ended()
            if code is not None:
                warn("process ended, starting it again", process=child.plan.name, code=code, seconds=child.due_in())
            if child.due_in() == 0.0:
                _start_again(child)

    def _pause(self) -> float:
        due = [seconds for child in self._children() if (seconds := child.due_in()) is not None]
        return min([*due, _LONGEST_SLEEP])

    def _children(self) -> list[Child]:
        return [child for group in self._groups for child in group]


def _start_again(child: Child) -> None:
    """What keeps it from starting now may be over in a while: the others go on."""
    try:
        child.start()
    except (GroundError, OSError) as error:
        child.plan_next_start()
        warn("process does not start", process=child.plan.name, error=str(error), seconds=child.due_in())
