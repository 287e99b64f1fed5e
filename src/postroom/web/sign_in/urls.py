"""Addresses of one's own sign-in, below `account/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.sign_in import second_step, sessions

urlpatterns = [
    path("sessions/", sessions.own, name="sessions"),
    path("sessions/end/", sessions.end_own, name="sessions_end"),
    path("second-step/", second_step.wanted, name="second_step_wanted"),
]
