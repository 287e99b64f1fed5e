"""Keeping the logo and taking it away again.

Every page reads the settings anyway: there its mark stands, so that no page asks whether there is a logo.
"""

from __future__ import annotations

from django.db import transaction

from postroom.brand.picture import Picture
from postroom.configuration import configure
from postroom.models import Blob, Logo


def keep_logo(content: bytes, picture: Picture) -> None:
    """Show this picture from now on."""
    with transaction.atomic():
        (digest,) = Blob.objects.keep([content])
        values = {"blob_id": digest, "content_type": picture.content_type}
        kept, _created = Logo.objects.update_or_create(pk=Logo.THE_ONE, defaults=values)
        configure(logo=kept.mark)


def remove_logo() -> None:
    """Show Postroom's own mark again; the housekeeping removes the file."""
    with transaction.atomic():
        Logo.objects.all().delete()
        configure(logo="")
