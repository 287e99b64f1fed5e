"""Collect the sentences to translate into the catalogue. Needs GNU gettext."""

import os
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

PACKAGE = Path(__file__).parents[1] / "src" / "postroom"
CATALOGUE = Path("locale/de/LC_MESSAGES/django.po")


def collect(package: Path) -> None:
    """Bring the catalogue of a package folder up to date with its sources."""
    with tempfile.TemporaryDirectory(prefix="postroom-messages-") as data:
        os.environ["POSTROOM_DATA"] = data
        os.environ["DJANGO_SETTINGS_MODULE"] = "postroom.settings"
        django.setup()
    os.chdir(package)
    call_command("makemessages", locale=["de"], no_location=True, no_wrap=True, no_obsolete=True, verbosity=0)


if __name__ == "__main__":
    collect(PACKAGE)
