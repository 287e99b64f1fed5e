"""Addresses below `notifications/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.notifications import choosing, following, listing

urlpatterns = [
    path("", listing.notifications, name="notifications"),
    path("bell/", listing.bell, name="notifications_bell"),
    path("read/", listing.read_all, name="notifications_read"),
    path("<int:pk>/", listing.follow_notification, name="notification"),
    path("<int:pk>/read/", listing.read_one, name="notification_read"),
    path("settings/", choosing.notification_settings, name="notification_settings"),
    path("away/", choosing.away, name="away"),
    path("follow/<int:pk>/", following.follow_ticket, name="ticket_follow"),
    path("people/<int:pk>/", following.offer_people, name="mention_people"),
]
