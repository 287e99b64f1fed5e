"""What is true of the frame around every page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postroom.web.access import agent_required


@agent_required
def frame(request: HttpRequest) -> HttpResponse:
    """Show the overviews with their counts."""
    return render(request, "components/overviews.html")
