"""The page of system health."""

from __future__ import annotations

import platform
from importlib.metadata import version

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postroom.models import ChannelHealth
from postroom.web.access import administrator_required
from postroom.web.health import checks, facts, housekeeping

_MOST_CHANNELS = 200


@require_safe
@administrator_required
def health(request: HttpRequest) -> HttpResponse:
    """Say what is well and what is not, worst first."""
    channels = list(ChannelHealth.objects.filter(channel__active=True).select_related("channel")[:_MOST_CHANNELS])
    tidied = housekeeping.lines()
    found = [
        checks.check_channels(channels),
        *checks.check_processes(),
        *checks.check_work(),
        checks.check_disk(settings.CONFIG.data),
        checks.check_backup(),
        housekeeping.check_housekeeping(tidied),
    ]
    size, server = facts.database()
    context = {
        "checks": sorted(found, key=lambda check: [checks.ERROR, checks.WARNING, checks.OK].index(check.state)),
        "well": all(check.state == checks.OK for check in found),
        "channels": sorted(channels, key=lambda row: (row.channel.name, row.direction)),
        "queues": facts.queues(),
        "tidied": tidied,
        "database_size": size,
        "tables": facts.tables(),
        "versions": {"Postroom": version("postroom"), "Python": platform.python_version(), "PostgreSQL": server},
        "title": _("System health"),
    }
    return render(request, "health/page.html", context)
