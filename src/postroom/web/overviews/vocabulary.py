"""What the editor offers for lists of tickets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postroom.conditions.fields import FIELDS
from postroom.conditions.personal import ME, MY_GROUPS
from postroom.models import Level, User
from postroom.tickets.access import groups, owners_in
from postroom.tickets.overview_editing import askable
from postroom.web.triggers.condition_rows import Offers
from postroom.web.triggers.vocabulary import Vocabulary

ON_LISTS = Vocabulary(
    {name: field for name, field in FIELDS.items() if field.path},
    askable,
    {"field": "ticket.state", "op": "is", "value": ["new", "open"]},
    without=frozenset({"matches"}),
    deepest=3,
    more={"agent": ((ME, _("me")),), "group": ((MY_GROUPS, _("my groups")),)},
)


def offers_for(user: User, *, everything: bool) -> Offers:
    """Return the choices: `everything` there is, or only what the person may know of."""
    if everything:
        return Offers(ON_LISTS)
    offered = list(groups(user, Level.OVERVIEW))
    people = owners_in([group.pk for group in offered])
    given = {
        "group": [(str(group.pk), group.name) for group in offered],
        "agent": [(str(person.pk), str(person)) for person in people],
    }
    return Offers(ON_LISTS, given)
