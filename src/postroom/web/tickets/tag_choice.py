"""Whether somebody may give a ticket a tag that is not in the list."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from postroom.configuration import configuration
from postroom.models import User
from postroom.tickets.access import is_administrator
from postroom.tickets.tagging.listing import unknown_tags


def refuse_new_tags(by: User, tags: Sequence[str], kept: Sequence[str] = ()) -> None:
    """Raise ValidationError where `by` may only choose and `tags` holds one that is neither listed nor in `kept`."""
    if configuration().agents_make_tags or is_administrator(by):
        return
    unknown = unknown_tags(tag for tag in tags if tag not in kept)
    if unknown:
        raise ValidationError(
            _("There is no such tag: %(names)s. Choose among those there are, or ask an administrator for a new one.")
            % {"names": ", ".join(unknown)}
        )
