"""The supervisor with small programs as children."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from postroom.ground.child import Plan
from postroom.ground.signals import Signals, watched_signals
from postroom.ground.supervisor import Supervisor

SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"


@pytest.fixture
def signals() -> Iterator[Signals]:
    with watched_signals() as watched:
        yield watched


def _plan(program: str, name: str = "child", patience: float = 5.0, log: Path | None = None) -> Plan:
    return Plan(name, lambda: [sys.executable, "-S", "-c", program], patience=patience, log=str(log) if log else None)


def test_supervisor_starts_again_what_ends_with_longer_and_longer_pauses(signals: Signals, tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    program = "import sys, time; print(time.time()); sys.exit(3)"
    with Supervisor(signals) as tree:
        tree.add([_plan(program, log=starts)])
        assert tree.wait_for(lambda: starts.read_text().count("\n") >= 4, 20)
    times = [float(line) for line in starts.read_text().split()]
    assert times[3] - times[0] > 1.2  # 0.2, 0.4 and 0.8 seconds, less what the first start took


def test_supervisor_stops_the_last_group_first(signals: Signals, tmp_path: Path) -> None:
    ends = tmp_path / "ends"
    ends.touch()
    with Supervisor(signals) as tree:
        for name in ("first", "second"):
            (tmp_path / name).touch()
            program = (
                "import signal, sys, time\n"
                f"signal.signal(15, lambda *_: (print({name!r}, flush=True), sys.exit()))\n"
                f"open({str(tmp_path / name)!r}, 'w').write('ready')\ntime.sleep(60)"
            )
            tree.add([_plan(program, name, log=ends)])
        assert tree.wait_for(lambda: all((tmp_path / name).read_text() for name in ("first", "second")), 20)
    assert ends.read_text().split() == ["second", "first"]


def test_supervisor_kills_what_does_not_stop(signals: Signals, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    with Supervisor(signals) as tree:
        (child,) = tree.add([_plan(STUBBORN, patience=0.3, log=log)])
        assert tree.wait_for(lambda: log.read_text() == "\n", 20)
        pid = child.pid
        begun = time.monotonic()
    assert 0.3 <= time.monotonic() - begun < 5
    assert pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_supervisor_keeps_until_a_signal(signals: Signals) -> None:
    with Supervisor(signals) as tree:
        (child,) = tree.add([_plan(SLEEP)])
        os.kill(os.getpid(), signal.SIGTERM)
        tree.keep()
        assert child.pid


def test_supervisor_waiting_is_ended_by_a_signal(signals: Signals) -> None:
    reached = []
    with Supervisor(signals) as tree:
        os.kill(os.getpid(), signal.SIGINT)
        reached.append("before")
        tree.wait_for(lambda: False, 20)
        reached.append("after")
    assert reached == ["before"]


def test_supervisor_waiting_ends_with_the_time(signals: Signals) -> None:
    with Supervisor(signals) as tree:
        assert tree.wait_for(lambda: False, 0.1) is False


def test_supervisor_goes_on_when_a_child_cannot_be_started_again(signals: Signals, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    with Supervisor(signals) as tree:
        tree.add([Plan("child", lambda: [str(program)])])
        program.unlink()
        assert tree.wait_for(lambda: False, 1.5) is False
        program.write_text(f"#!/bin/sh\ntouch {tmp_path}/back\nexec sleep 60\n")
        program.chmod(0o755)
        assert tree.wait_for(lambda: (tmp_path / "back").exists(), 20)
