"""Django, for the commands that need it; the others start without."""

import os
from importlib import import_module

from postroom.words import language


def set_up_django() -> None:
    """Load the settings and the models, and speak the language of the terminal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postroom.settings")
    import_module("django").setup()
    import_module("django.utils.translation").activate(language())
