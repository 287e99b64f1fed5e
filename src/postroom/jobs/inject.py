"""`postroom inject`: mails from files into a channel, a line a mail."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from postroom import config
from postroom.ground.serving import database_for
from postroom.intake.inject import Found, find_mails, inject
from postroom.models import Channel, Inbound
from postroom.words import gettext as _


def main(arguments: Sequence[str]) -> int:
    """Inject; 0 when every mail became or had become something, 1 when one is in quarantine, 2 for a wrong call."""
    options = _parser().parse_args(arguments)
    with database_for(config.load()):
        return _inject_all(options)


def _inject_all(options: argparse.Namespace) -> int:
    channel = _channel(options.channel)
    if channel is None:
        sys.stderr.write(_("There is no such channel. Name one of: {names}").format(names=_names()) + "\n")
        return 2
    good = True
    for path in options.paths:
        try:
            for found in find_mails(path):
                good &= _one(channel, found, as_json=options.json)
        except OSError as error:
            sys.stderr.write(f"{path}: {error.strerror}\n")
            good = False
    return 0 if good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="postroom inject",
        description=_("Put .eml files, an mbox or a Maildir into a channel as if they had been fetched."),
    )
    parser.add_argument("--channel", default="", help=_("name or number of the channel (default: the only one)"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a mail, for programs"))
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    return parser


def _channel(name: str) -> Channel | None:
    channels = Channel.objects.order_by("pk")
    if not name:
        return channels.first() if channels.count() == 1 else None
    return channels.filter(name=name).first() or (channels.filter(pk=int(name)).first() if name.isdigit() else None)


def _names() -> str:
    return ", ".join(f"{channel.pk} ({channel.name})" for channel in Channel.objects.order_by("pk")) or "-"


def _one(channel: Channel, found: Found, *, as_json: bool) -> bool:
    row, is_new = inject(channel, found)
    outcome = (row.outcome or row.state) if is_new else "known"
    number = row.ticket.number if row.ticket else None
    if as_json:
        line = json.dumps({"file": found.name, "outcome": outcome, "ticket": number, "error": _last_line(row)})
    else:
        line = f"{found.name}: {outcome}{f' #{number}' if number else ''}{_reason(row)}"
    sys.stdout.write(line + "\n")
    return not row.error


def _last_line(row: Inbound) -> str | None:
    return row.error.strip().rpartition("\n")[2] or None


def _reason(row: Inbound) -> str:
    return f" ({_last_line(row)})" if row.error else ""
