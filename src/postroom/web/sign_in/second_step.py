"""Who has to set up a second step before anything else."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from postroom.web.access import signed_in
from postroom.web.sign_in.required import lacks_second_step


@require_safe
@login_required
def wanted(request: HttpRequest) -> HttpResponse:
    """Say that a second step is required, and lead to setting one up."""
    if not lacks_second_step(signed_in(request)):
        return redirect("/")
    return render(request, "sign_in/second_step.html")
