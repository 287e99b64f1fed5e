"""What the frame of every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from postroom.web.appearance import cookies


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what `base.html` needs; nothing here asks the database unless the template does."""
    return {"theme": getattr(getattr(request, "user", None), "theme", "") or cookies.theme(request)}
