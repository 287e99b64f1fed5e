"""What the doctor found, as text: for the terminal, and for a mail to whoever helps."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from postroom.channels.commands import command_for
from postroom.channels.registry import kind_of
from postroom.channels.sentences import explain, section_title, step_title
from postroom.channels.sentences.facts import describe, moment
from postroom.drivers.errors import DriverError
from postroom.models import Channel, Direction, Probe, ProbeLine

_PRIVATE = ("subject",)
"""Facts that are nobody's business but the desk's."""


def result_of(line: ProbeLine) -> str:
    """Return what came of a step, and where something is to be known, what."""
    found = describe(line.step, line.detail, line.facts)
    return " · ".join(part for part in (found, str(explain(line.code).what) if line.code else "") if part)


def line_text(line: ProbeLine, channel: Channel) -> str:
    """Return a line with its remedy for `channel` and the server's words below it."""
    duration = "" if line.milliseconds is None else f" ({line.milliseconds:.0f} ms)"
    way = f"{section_title(line.direction, line.step)}: " if line.direction else ""
    result = f": {found}" if (found := result_of(line)) else ""
    head = f"[{line.get_state_display()}] {way}{step_title(line.step)}{result}{duration}"
    return "\n".join([head, *(f"    {text}" for text in _below(line, channel))])


def _below(line: ProbeLine, channel: Channel) -> Iterator[str]:
    if line.code:
        said = explain(line.code)
        yield from (text for text in (str(said.remedy), command_for(said, channel), said.link) if text)
    if line.server_text:
        yield _("The server’s words: %(words)s") % {"words": line.server_text}


def line_json(line: ProbeLine) -> dict[str, Any]:
    """Return a line for programs."""
    said = explain(line.code) if line.code else None
    return {
        "step": line.step,
        "direction": line.direction,
        "state": line.state,
        "title": str(step_title(line.step)),
        "result": result_of(line),
        "facts": line.facts,
        "code": line.code,
        "remedy": str(said.remedy) if said else "",
        "server_text": line.server_text,
        "milliseconds": line.milliseconds,
    }


def support_text(channel: Channel, probe: Probe) -> str:
    """Return everything in a piece, without subjects of mails and without secrets."""
    lines = list(probe.lines.all())
    for line in lines:
        line.facts = {name: "" if name in _PRIVATE else value for name, value in line.facts.items()}
    when = moment(timezone.localtime(probe.created_at).isoformat())
    head = [
        f"Postroom {version('postroom')}, {channel.name}, {when}",
        *(_settings(channel, way) for way in Direction),
        "",
    ]
    return "\n".join([*head, *(line_text(line, channel) for line in lines)])


def _settings(channel: Channel, direction: Direction) -> str:
    try:
        settings = kind_of(channel).describe(channel, direction)
    except DriverError as error:
        settings = str(explain(error.code).what)
    return f"{direction.label}: {settings}"
