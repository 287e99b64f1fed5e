"""Running a probe: the job's way in."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from postroom.channels import purposes
from postroom.channels.probe_log import ProbeLog
from postroom.channels.sentences.ours import PROBE_BROKEN
from postroom.drivers.errors import DriverError
from postroom.models import Probe, ProbeState, Purpose

_RUN: dict[str, Callable[[Probe, ProbeLog], bool]] = {
    Purpose.GUESS: purposes.find_settings,
    Purpose.CONNECT: purposes.connect,
    Purpose.SURVEY: purposes.survey,
    Purpose.ROUND_TRIP: purposes.round_trip,
    Purpose.CHECK: purposes.check,
    Purpose.ENABLE: purposes.enable,
    Purpose.DOCTOR: purposes.look_at_everything,
}


def run(probe_id: int) -> None:
    """Run a waiting probe to its end; one that runs, has ended or is gone is left alone."""
    if not _claimed(probe_id):
        return
    probe = Probe.objects.select_related("draft", "channel").get(pk=probe_id)
    log = ProbeLog(probe)
    state = ProbeState.FAILED
    try:
        if _RUN[probe.purpose](probe, log):
            state = ProbeState.PASSED
    except Exception:
        log.failed(None, DriverError(code=PROBE_BROKEN, step="probe"))
        raise
    finally:
        Probe.objects.filter(pk=probe_id).update(state=state, finished_at=timezone.now())


def _claimed(probe_id: int) -> bool:
    waiting = Probe.objects.filter(pk=probe_id, state=ProbeState.WAITING)
    return waiting.update(state=ProbeState.RUNNING, started_at=timezone.now()) == 1
