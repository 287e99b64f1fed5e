"""What the editor offers for mails on their way in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postroom.conditions.fields import Field, ValueKind
from postroom.conditions.mail_fields import HEADER, MAIL_FIELDS, mail_field
from postroom.web.triggers.vocabulary import Vocabulary

_UNNAMED = Field(_("A header"), ValueKind.HEADER)


def _find(name: str) -> Field | None:
    """A header that has no name yet can be edited, though not saved."""
    return _UNNAMED if name == HEADER else mail_field(name)


ON_MAILS = Vocabulary(
    {**MAIL_FIELDS, HEADER: _UNNAMED}, _find, {"field": "mail.subject", "op": "contains", "value": ""}, (HEADER,)
)
