"""Addresses of one's own sign-in, below `account/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.sign_in import second_step, sessions
from postroom.web.sign_in.not_offered import not_offered

NOT_OFFERED = ("signup/", "email/", "confirm-email/", "confirm-email/<str:key>/", "login/code/confirm/")
"""Addresses of django-allauth, which needs their names: people are invited, administrators change who has which address
and the log says so, and mail carries no codes to sign in with."""

urlpatterns = [
    *(path(address, not_offered) for address in NOT_OFFERED),
    path("sessions/", sessions.own, name="sessions"),
    path("sessions/end/", sessions.end_own, name="sessions_end"),
    path("second-step/", second_step.wanted, name="second_step_wanted"),
]
