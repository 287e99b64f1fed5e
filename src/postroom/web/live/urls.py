"""Addresses of what pages hear and fetch by themselves."""

from __future__ import annotations

from django.urls import path

from postroom.web.live import stream

urlpatterns = [path("", stream.stream, name="live")]
