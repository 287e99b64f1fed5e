"""Probes and health as the components of the design system want them."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from postroom.channels.commands import command_for
from postroom.channels.doctor.report import result_of
from postroom.channels.kinds.google.config import KIND as GOOGLE
from postroom.channels.notices_ahead import stopping, tell
from postroom.channels.probing import is_lost
from postroom.channels.registry import kind_of
from postroom.channels.sentences import explain, section_title, step_title
from postroom.drivers.errors import DriverError
from postroom.models import (
    Account,
    Channel,
    ChannelHealth,
    Direction,
    HealthState,
    LineState,
    Notice,
    Probe,
    ProbeLine,
    ProbeState,
)

IMPATIENT_AFTER = datetime.timedelta(seconds=8)
"""So long a probe may wait for a worker before the page says that none seems to run."""


@dataclass(slots=True)
class StepGroup:
    """The steps of one direction, or those of the way back."""

    title: StrOrPromise
    steps: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ProbeView:
    """What a page shows of a probe."""

    probe: Probe
    groups: list[StepGroup]
    running: bool
    lost: bool
    no_worker: bool


def show_probe(probe: Probe) -> ProbeView:
    """Return the lines so far, by direction."""
    lost = is_lost(probe)
    running = not probe.finished and not lost
    waits = probe.state == ProbeState.WAITING and timezone.now() - probe.created_at > IMPATIENT_AFTER
    groups = _groups(list(probe.lines.all()), probe.channel or probe.draft)
    if running:
        groups = groups or [StepGroup(_("Starting"))]
        groups[-1].steps.append({"state": "running", "title": _("Working on it")})
    return ProbeView(probe, groups, running, lost, waits)


def _groups(lines: list[ProbeLine], account: Account | None) -> list[StepGroup]:
    groups: dict[str, StepGroup] = {}
    for line in lines:
        title = str(section_title(line.direction, line.step))
        groups.setdefault(title, StepGroup(title)).steps.append(_step(line, account))
    return list(groups.values())


def _step(line: ProbeLine, account: Account | None) -> dict[str, Any]:
    shown: dict[str, Any] = {"state": line.state, "title": step_title(line.step), "detail": result_of(line)}
    shown["time"] = "" if line.milliseconds is None else _duration(line.milliseconds)
    if line.step == "trial":
        # That a server is not where one was looked for is no trouble while others are.
        return {**shown, "state": "ok" if line.state == LineState.OK else "skipped"}
    if line.code:
        said = explain(line.code)
        shown |= {"remedy": said.remedy, "words": line.server_text}
        shown |= {"command": command_for(said, account), "link": said.link}
    return shown


def _duration(milliseconds: float) -> str:
    if milliseconds < 1000:
        return f"{round(milliseconds)} ms"
    return f"{number_format(milliseconds / 1000, 1)} s"


@dataclass(frozen=True, slots=True)
class HealthView:
    """How one direction of a channel is."""

    channel: Channel
    direction: Direction
    state: str
    """A value of `HealthState`, or "off" for a disabled channel."""
    label: StrOrPromise
    what: StrOrPromise = ""
    remedy: StrOrPromise = ""
    row: ChannelHealth | None = None
    command: str = ""
    link: str = ""

    @property
    def settings(self) -> str:
        """The direction in one line. Looked up only where it is shown: a kind may ask the database for it."""
        try:
            return kind_of(self.channel).describe(self.channel, self.direction)
        except DriverError as error:
            return str(explain(error.code).what)


def show_health(channel: Channel) -> list[HealthView]:
    """Return both directions of a channel, receiving first."""
    rows = {row.direction: row for row in channel.health.all()}
    return [_direction(channel, direction, rows.get(direction.value)) for direction in Direction]


def _direction(channel: Channel, direction: Direction, row: ChannelHealth | None) -> HealthView:
    if not channel.active:
        return HealthView(channel, direction, "off", _("disabled"))
    if row is None:
        return HealthView(channel, direction, HealthState.UNKNOWN, "")
    if row.state not in {HealthState.FAILING, HealthState.WARNING}:
        return HealthView(channel, direction, row.state, "", row=row)
    said = explain(row.code)
    command = command_for(said, channel)
    return HealthView(channel, direction, row.state, "", said.what, said.remedy, row, command, said.link)


@dataclass(frozen=True, slots=True)
class AheadView:
    """Something that will stop a channel some day."""

    what: StrOrPromise
    when: str
    remedy: StrOrPromise
    link: str
    at_google: bool
    """Whether the app is Google's; else it is Microsoft's."""


def show_ahead(notices: Collection[Notice]) -> list[AheadView]:
    """Return what is coming, in words."""
    channels = stopping(notices)
    return [_show_coming(notice, channels[notice.pk]) for notice in notices]


def _show_coming(notice: Notice, channels: Collection[Channel]) -> AheadView:
    said, at_google = explain(notice.code), any(channel.kind == GOOGLE for channel in channels)
    return AheadView(said.what, tell(notice, channels), said.remedy, said.link, at_google)
