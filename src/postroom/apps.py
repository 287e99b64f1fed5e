"""Postroom as one Django app."""

from django.apps import AppConfig


class PostroomConfig(AppConfig):
    """The only app: what happens to a message cuts the inside, not app borders."""

    name = "postroom"
    label = "postroom"
    verbose_name = "Postroom"
