"""One kept process: started, started again after a pause when it ends, stopped with a deadline."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 30.0
_HEALTHY = 60.0
"""Seconds a process has to live for the next pause to be the first one again."""


@dataclass(frozen=True)
class Plan:
    """How to start and stop one kind of process.

    Attributes:
        name: for the log.
        command: made anew at each start.
        stop_signal: asks it to end.
        patience: seconds until SIGKILL after that.
        descriptors: inherited, such as the listening socket.
        log: a file for what it writes; None: where this process writes.
        before: called before each start.
    """

    name: str
    command: Callable[[], Sequence[str]]
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    descriptors: tuple[int, ...] = ()
    log: str | None = None
    before: Callable[[], None] = lambda: None


class Child:
    """A process kept after its plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = _FIRST_PAUSE
        self._next_start = 0.0

    @property
    def pid(self) -> int | None:
        """Its number; None while it does not run."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it, in a process group of its own: Ctrl-C in the terminal is for the supervisor alone."""
        self._started = time.monotonic()
        self.plan.before()
        output = os.open(self.plan.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640) if self.plan.log else None
        try:
            self._process = subprocess.Popen(
                list(self.plan.command()),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=self.plan.descriptors,
                process_group=0,
            )
        finally:
            if output is not None:
                os.close(output)

    def ended(self) -> int | None:
        """The exit code, once, when the process has ended; plans the next start."""
        if self._process is None or self._process.poll() is None:
            return None
        code = self._process.returncode
        self._process = None
        self.plan_next_start()
        return code

    def plan_next_start(self) -> None:
        """After a pause, which doubles each time until the process lives for a minute."""
        lived = time.monotonic() - self._started
        self._pause = _FIRST_PAUSE if lived > _HEALTHY else self._pause
        self._next_start = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    def due_in(self) -> float | None:
        """Seconds until it is to be started again; None while it runs."""
        return None if self._process else max(0.0, self._next_start - time.monotonic())

    def ask_to_stop(self) -> None:
        """Send the stop signal."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(self.plan.stop_signal)

    def wait_stopped(self, end: float) -> bool:
        """Wait until it has ended, up to a monotonic time; then kill it. Whether it ended by itself."""
        if self._process is None:
            return True
        try:
            self._process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return False
        return True
