"""All scheduled jobs with how their last run went, and what one button does to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.models import ScheduledJob
from postroom.triggers.scheduled.due import start
from postroom.triggers.scheduled.editing import switch_scheduled_job
from postroom.web.access import administrator_required


@require_safe
@administrator_required
def scheduled_jobs(request: HttpRequest) -> HttpResponse:
    """List all of them."""
    return render(request, "scheduled_jobs/list.html", {"jobs": ScheduledJob.objects.all()})


@require_POST
@administrator_required
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it run at its hours, or not."""
    job, active = get_object_or_404(ScheduledJob, pk=pk), request.POST.get("active") == "1"
    switch_scheduled_job(job, active=active)
    sentence = _("“%(name)s” runs at its hours from now on.") if active else _("“%(name)s” does not run any more.")
    messages.success(request, sentence % {"name": job.name})
    return redirect("scheduled_jobs")


@require_POST
@administrator_required
def run_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it run at once, also where it is switched off."""
    job = get_object_or_404(ScheduledJob, pk=pk)
    if start(job):
        messages.success(request, _("“%(name)s” runs now. How it went will stand here.") % {"name": job.name})
    else:
        messages.error(request, _("“%(name)s” is running already.") % {"name": job.name})
    return redirect("scheduled_jobs")


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete one."""
    job = get_object_or_404(ScheduledJob, pk=pk)
    if request.method == "POST":
        job.delete()
        messages.success(request, _("The scheduled job is deleted."))
        return redirect("scheduled_jobs")
    return render(request, "scheduled_jobs/remove.html", {"job": job})
