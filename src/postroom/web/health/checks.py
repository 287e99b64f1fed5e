"""What is well and what is not, each with a sentence for whoever can mend it."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from postroom.models import ChannelHealth, HealthState
from postroom.web.health import facts

OK, WARNING, ERROR = "ok", "warning", "error"
_SLOW = datetime.timedelta(minutes=5)
"""So long something may wait before it is worth a word."""
_LEAST_FREE, _LITTLE_FREE = 1024**3, 5 * 1024**3
_BACKUP_EVERY = datetime.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `remedy` says what to do where it is not well."""

    title: str
    state: str
    sentence: str
    remedy: str = ""
    href: str = ""


def check_channels(rows: list[ChannelHealth]) -> Check:
    """Whether all active mailboxes are reached."""
    failing = {row.channel.name for row in rows if row.state == HealthState.FAILING}
    title, href = _("Mailboxes"), reverse("channels")
    if failing:
        sentence = _("There is trouble with %(names)s.") % {"names": ", ".join(sorted(failing))}
        return Check(
            title, ERROR, sentence, _("Open the channel: it says what the server answered and what helps."), href
        )
    return Check(title, OK, _("All mailboxes are reached."), href=href)


def check_processes() -> Iterator[Check]:
    """Whether somebody works, and how many web processes hear of news."""
    lanes, heard, webs = facts.processes()
    if lanes:
        yield Check(_("Workers"), OK, _("Workers are running; last heard of %(ago)s ago.") % {"ago": _ago(heard)})
    else:
        yield Check(
            _("Workers"),
            ERROR,
            _("No worker is running: no mail is fetched and none is sent."),
            _("Start “postroom run”, or “postroom worker” where web and workers run apart, and look into its log."),
        )
    sentence = ngettext("%(count)d web process follows.", "%(count)d web processes follow.", webs) % {"count": webs}
    yield Check(_("Web processes"), OK, sentence)


def check_work() -> Iterator[Check]:
    """Whether mail and what follows from it go on."""
    work = facts.work()
    if work is None:
        yield Check(
            _("Database"), ERROR, _("The database did not answer in time."), _("Look at its load and its disk.")
        )
        return
    yield _late(_("Mail that came in"), work.unread_since, _("All stored mail has been read."))
    yield _outbox(work)
    yield _quarantine(work)
    yield _late(_("Triggers"), work.untriggered_since, _("Triggers have run on all that happened."))
    yield _late(_("Search"), work.unsearched_since, _search(work))


def _late(title: str, since: datetime.datetime | None, well: str) -> Check:
    if since is None or timezone.now() - since < _SLOW:
        return Check(title, OK, well)
    sentence = _("The oldest has been waiting for %(ago)s.") % {"ago": _ago(since)}
    return Check(title, WARNING, sentence, _("If this grows, the workers are too few or do not run."))


def _outbox(work: facts.Work) -> Check:
    title, href = _("Outbox"), reverse("outbox")
    if work.stuck:
        sentence = ngettext("%(count)d mail was not sent.", "%(count)d mails were not sent.", work.stuck)
        return Check(
            title, ERROR, sentence % {"count": work.stuck}, _("Decide in the outbox what becomes of them."), href
        )
    sentence = ngettext("%(count)d mail is waiting to leave.", "%(count)d mails are waiting to leave.", work.leaving)
    return Check(title, OK, sentence % {"count": work.leaving}, href=href)


def _quarantine(work: facts.Work) -> Check:
    title, href = _("Quarantine"), reverse("quarantine")
    if not work.quarantined:
        return Check(title, OK, _("Nothing in quarantine"), href=href)
    sentence = ngettext(
        "%(count)d mail could not be made into a ticket.",
        "%(count)d mails could not be made into tickets.",
        work.quarantined,
    )
    remedy = _("Look at them: nothing is lost, they wait for a decision.")
    return Check(title, WARNING, sentence % {"count": work.quarantined}, remedy, href)


def _search(work: facts.Work) -> str:
    if not work.files:
        return _("All that was written is found.")
    sentence = ngettext("%(count)d file is still to be read.", "%(count)d files are still to be read.", work.files)
    return sentence % {"count": work.files}


def check_disk(folder: Path) -> Check:
    """Whether there is room where the data lies."""
    free = shutil.disk_usage(folder).free
    sentence = _("%(size)s are free where the data lies.") % {"size": filesizeformat(free)}
    if free >= _LITTLE_FREE:
        return Check(_("Disk"), OK, sentence)
    state = ERROR if free < _LEAST_FREE else WARNING
    return Check(_("Disk"), state, sentence, _("Make room: with a full disk no mail can be stored."))


def check_backup() -> Check:
    """Whether there is a backup of these days."""
    title, remedy = _("Backup"), _("Let “postroom backup” run every night, and keep the archives on another machine.")
    when = facts.last_backup()
    if when is None:
        return Check(title, WARNING, _("No backup was ever made with “postroom backup”."), remedy)
    sentence = _("The last backup was made %(ago)s ago.") % {"ago": _ago(when)}
    return (
        Check(title, OK, sentence) if timezone.now() - when < _BACKUP_EVERY else Check(title, WARNING, sentence, remedy)
    )


def _ago(when: datetime.datetime | None) -> str:
    return timesince(when) if when else ""
