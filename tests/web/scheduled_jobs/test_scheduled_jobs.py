"""The pages of scheduled jobs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from postroom.models import ScheduledJob, Ticket
from tests.web.cast import Cast, statements

pytestmark = pytest.mark.django_db

NEW = {"all": [{"field": "ticket.state", "op": "is", "value": ["new"]}]}


def entered(pages: Client, url: str, **changes: Any) -> dict[str, Any]:
    """Return what a browser would post of the editor with one action to set a tag."""
    editor = pages.get(url).context["conditions"]
    assert editor is not None
    return {
        "name": "Nightly", "note": "", "weekdays": ["1", "7"], "hours": ["6"], "most": "50",
        "c-join": "all", "c-count": "1", "c-0-field": "ticket.state", "c-0-op": "is", "c-0-value": ["new"],
        "a-count": "1", "a-0-action": "tags", "a-0-add": "seen", "a-0-remove": "", "do": "save", **changes,
    }  # fmt: skip


def test_job_is_made_switched_on_run_and_deleted(cast: Cast, pages: Client) -> None:
    answer = pages.post("/scheduled-jobs/new/", entered(pages, "/scheduled-jobs/new/"))
    assert answer.status_code == 302, answer.content.decode()
    made = ScheduledJob.objects.get()
    assert (made.weekdays, made.hours, made.most, made.active) == ([1, 7], [6], 50, False)
    assert made.conditions == NEW
    assert made.actions == [{"action": "tags", "add": ["seen"], "remove": []}]
    pages.post(f"/scheduled-jobs/{made.pk}/switch/", {"active": "1"})
    pages.post(f"/scheduled-jobs/{made.pk}/run/")
    made.refresh_from_db()
    assert (made.active, made.due) == (True, True)
    assert "running already" in pages.post(f"/scheduled-jobs/{made.pk}/run/", follow=True).content.decode()
    pages.post(f"/scheduled-jobs/{made.pk}/remove/")
    assert ScheduledJob.objects.count() == 0


def test_editor_counts_tickets_and_refuses_without_changing(cast: Cast, pages: Client) -> None:
    now = timezone.now()
    Ticket.objects.create(
        number="1", title="T", group=cast.world.group, customer=cast.world.customer, created_at=now, updated_at=now
    )
    url = "/scheduled-jobs/new/"
    assert "1" in pages.post(url, entered(pages, url, do="count")).content.decode()
    assert pages.post(url, entered(pages, url, weekdays=[])).status_code == 422
    assert pages.post(url, entered(pages, url, **{"a-count": "0"})).status_code == 422
    assert pages.post(url, entered(pages, url, do="action:note")).context["actions"][1].action == "note"
    assert ScheduledJob.objects.count() == 0


def test_list_needs_no_more_statements_for_more_jobs(cast: Cast, pages: Client) -> None:
    ScheduledJob.objects.create(name="1")
    before = statements(pages, "/scheduled-jobs/")
    ScheduledJob.objects.create(name="2", ran_at=timezone.now(), done=3, failed=1, error="x")
    assert statements(pages, "/scheduled-jobs/") == before
