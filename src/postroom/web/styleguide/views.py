"""The page of all components; the address may force a theme or the direction of writing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postroom.models import HealthState, OutboundState, Priority, TicketState, User
from postroom.web.appearance.brand import PLAIN
from postroom.web.styleguide import examples, thread
from postroom.web.styleguide.forms import ExampleForm


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show everything; ``?theme=dark``, ``?dir=rtl``, ``?bare`` (without the toast) for screenshots."""
    if "bare" not in request.GET:
        messages.success(request, "Saved.")
    return render(request, "styleguide/styleguide.html", {**_frame(request), **_matter()})


def mail(request: HttpRequest) -> HttpResponse:
    """Show what stands in the frame of an HTML mail."""
    return render(request, "styleguide/mail.html")


def _frame(request: HttpRequest) -> dict[str, Any]:
    chosen = {"theme": request.GET["theme"]} if request.GET.get("theme") in ("light", "dark") else {}
    return {
        **chosen,
        "force_rtl": request.GET.get("dir") == "rtl",
        "user": User(name="Mira Lang", email="mira.lang@firma.example"),
        "is_administrator": True,
        "organisation_name": "Firma GmbH",
        "brand": PLAIN,
        "overviews": _overviews(),
    }


def _overviews() -> list[dict[str, Any]]:
    here = reverse("styleguide")
    return [
        {"name": name, "url": f"{here}?overview={number}", "count": count}
        for number, (name, count) in enumerate([("My open tickets", 7), ("Unassigned", 3), ("All open", 128)])
    ]


def _matter() -> dict[str, Any]:
    return {
        "tickets": examples.tickets(),
        "steps": examples.steps(),
        "articles": thread.articles(),
        "kinds": examples.mailbox_kinds(),
        "form": ExampleForm(initial={"kind": "microsoft", "security": "tls", "name": "Support"}, prefix="a"),
        "wrong_form": _wrong_form(),
        "page": Paginator(range(412), 50).page(3),
        "ticket_states": TicketState.values,
        "priorities": Priority.values,
        "health_states": HealthState.values,
        "outbound_states": OutboundState.values,
        "checklist": _checklist(),
        "frame_url": reverse("styleguide_mail"),
        "icon_names": _icon_names(),
    }


def _wrong_form() -> ExampleForm:
    form = ExampleForm({"b-name": "", "b-email": "nobody", "b-kind": "imap"}, prefix="b")
    form.add_error(None, "This address already belongs to the channel Support.")
    return form


def _checklist() -> list[dict[str, Any]]:
    return [
        {"title": "Set up Postroom", "text": "Language, organisation, first administrator.", "done": True},
        {"title": "Connect a mailbox", "text": "Mail becomes tickets within seconds.", "url": "#", "action": "Connect"},
        {"title": "Invite agents", "text": "They get a link by mail.", "url": "#", "action": "Invite"},
    ]


def _icon_names() -> list[str]:
    sprite = Path(__file__).parents[1] / "static/postroom/icons.svg"
    return re.findall(r'<symbol id="([^"]+)"', sprite.read_text())
