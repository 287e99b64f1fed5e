"""Addresses below `scheduled-jobs/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.scheduled_jobs import editor, listing

urlpatterns = [
    path("", listing.scheduled_jobs, name="scheduled_jobs"),
    path("new/", editor.scheduled_job, name="scheduled_job_new"),
    path("<int:pk>/", editor.scheduled_job, name="scheduled_job"),
    path("<int:pk>/switch/", listing.switch, name="scheduled_job_switch"),
    path("<int:pk>/run/", listing.run_now, name="scheduled_job_run"),
    path("<int:pk>/remove/", listing.remove, name="scheduled_job_remove"),
]
