"""The page, and a page inside it."""

from __future__ import annotations

from django.urls import path

from postroom.web.styleguide import views

urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("mail", views.mail, name="styleguide_mail"),
]
