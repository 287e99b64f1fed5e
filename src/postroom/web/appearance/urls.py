"""One address that takes the choice."""

from __future__ import annotations

from django.urls import path

from postroom.web.appearance import views

urlpatterns = [path("", views.choose, name="appearance")]
