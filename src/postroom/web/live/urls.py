"""Addresses of what pages hear and fetch by themselves."""

from __future__ import annotations

from django.urls import path

from postroom.web.live import frame, presence, stream

urlpatterns = [
    path("", stream.stream, name="live"),
    path("frame/", frame.frame, name="live_frame"),
    path("here/", presence.who_is_here, name="live_here"),
    path("here/<int:pk>/", presence.be_here, name="live_be_here"),
]
