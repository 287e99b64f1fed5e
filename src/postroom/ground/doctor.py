"""``postroom doctor``: look at everything about a channel and say what is wrong, line by line as it is found."""

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models import Q

from postroom import config
from postroom.channels import probe as job
from postroom.channels.doctor.report import line_json, line_text
from postroom.channels.probing import is_lost, probe_channel
from postroom.ground.errors import GroundError
from postroom.ground.migrations import pending_migrations
from postroom.ground.serving import database_for
from postroom.models import Channel, Probe, ProbeLine, ProbeState, Purpose
from postroom.words import gettext as _

_LOOK_EVERY = 0.2


class ChannelUnknown(GroundError):
    """There is no such channel, or the tables are too old to tell."""


def main(arguments: Sequence[str]) -> int:
    """Print a line for everything; 0 where all is well or only worth knowing, 1 where something is wrong."""
    given = _parser().parse_args(arguments)
    with database_for(config.load()):
        if pending_migrations():
            raise ChannelUnknown(_("The tables are of an older version. “postroom run” brings them up to date."))
        return _visit(_find(given.channel), as_json=given.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="postroom doctor",
        description=_(
            "Look at everything about a channel: names, certificates, sign-in, folders, a test mail from each address "
            "to itself, and whether each mail on the server is known. The test mails are deleted afterwards."
        ),
    )
    parser.add_argument("channel", metavar="CHANNEL", help=_("number, name or address of the channel"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object at the end, for programs"))
    return parser


def _find(wanted: str) -> Channel:
    named = Q(name=wanted) | Q(addresses__email__iexact=wanted)
    found = Channel.objects.filter(named | Q(pk=int(wanted)) if wanted.isdigit() else named).distinct().first()
    if found is None:
        names = ", ".join(f"{channel.pk} ({channel.name})" for channel in Channel.objects.order_by("pk"))
        raise ChannelUnknown(_("There is no such channel. Name one of: {names}").format(names=names or "-"))
    return found


def _visit(channel: Channel, *, as_json: bool) -> int:
    probe = probe_channel(channel, Purpose.DOCTOR)
    # It must also work where no worker does; should one be quicker, its lines are followed.
    threading.Thread(target=_run, args=(probe.pk,), name="doctor").start()
    lines = []
    for line in _as_they_come(probe.pk):
        lines.append(line)
        if not as_json:
            sys.stdout.write(line_text(line, channel) + "\n")
            sys.stdout.flush()
    state = Probe.objects.get(pk=probe.pk).state
    if as_json:
        told = {"channel": channel.pk, "name": channel.name, "state": state, "lines": [*map(line_json, lines)]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    return 0 if state == ProbeState.PASSED else 1


def _run(probe_id: int) -> None:
    try:
        job.run(probe_id)
    finally:
        connection.close()


def _as_they_come(probe_id: int) -> Iterator[ProbeLine]:
    last = 0
    over = False
    while not over:
        time.sleep(_LOOK_EVERY)
        # Asked before the lines are: what is written after its end nobody misses, for nothing is.
        probe = Probe.objects.get(pk=probe_id)
        over = probe.finished or is_lost(probe)
        for line in ProbeLine.objects.filter(probe=probe_id, pk__gt=last):
            last = line.pk
            yield line
