"""Every page's address, a line a noun."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("postroom.web.setup.urls")),
    path("", include("postroom.web.tickets.urls")),
    path("account/", include("postroom.web.sign_in.urls")),
    path("account/", include("allauth.urls")),
    path("", include("postroom.web.microsoft.urls")),
    path("", include("postroom.web.google.urls")),
    path("channels/", include("postroom.web.channels.urls")),
    path("groups/", include("postroom.web.groups.urls")),
    path("users/", include("postroom.web.users.urls")),
    path("overviews/", include("postroom.web.overviews.urls")),
    path("templates/", include("postroom.web.ticket_templates.urls")),
    path("tags/", include("postroom.web.tags.urls")),
    path("triggers/", include("postroom.web.triggers.urls")),
    path("scheduled-jobs/", include("postroom.web.scheduled_jobs.urls")),
    path("text-modules/", include("postroom.web.text_modules.urls")),
    path("macros/", include("postroom.web.macros.urls")),
    path("writing/", include("postroom.web.writing.urls")),
    path("filters/", include("postroom.web.filters.urls")),
    path("keys/", include("postroom.web.keys.urls")),
    path("outbox/", include("postroom.web.outbox.urls")),
    path("quarantine/", include("postroom.web.quarantine.urls")),
    path("search/", include("postroom.web.search.urls")),
    path("audit/", include("postroom.web.audit.urls")),
    path("health/", include("postroom.web.health.urls")),
    path("settings/", include("postroom.web.settings_pages.urls")),
    path("appearance/", include("postroom.web.appearance.urls")),
    path("live/", include("postroom.web.live.urls")),
    path("notifications/", include("postroom.web.notifications.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", include("postroom.web.styleguide.urls"))]
