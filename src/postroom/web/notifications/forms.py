"""What people fill in about themselves: of what they are told by which way, and who stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models.query import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.models import Absence, NotificationKind, User
from postroom.tickets.informing.choices import Choices, Ways


class WaysForm(forms.Form):
    """A box for each kind of event and way."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Choices([user.pk])
        for kind in NotificationKind:
            ways = chosen.of(user.pk, kind)
            self.fields[f"{kind.value}-page"] = _box(_("In the page: %(what)s"), kind, on=ways.page)
            self.fields[f"{kind.value}-mail"] = _box(_("By mail: %(what)s"), kind, on=ways.mail)

    def rows(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Yield each kind with its two boxes."""
        for kind in NotificationKind:
            yield str(kind.label), self[f"{kind.value}-page"], self[f"{kind.value}-mail"]

    def wanted(self) -> dict[NotificationKind, Ways]:
        """Return what was chosen."""
        values = self.cleaned_data
        return {
            kind: Ways(page=values[f"{kind.value}-page"], mail=values[f"{kind.value}-mail"])
            for kind in NotificationKind
        }


def _box(label: str, kind: NotificationKind, *, on: bool) -> forms.BooleanField:
    return forms.BooleanField(label=label % {"what": kind.label}, required=False, initial=on)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AbsenceForm(forms.Form):
    """From when to when one is away, and who stands in."""

    first_day = _day(gettext_lazy("First day"))
    last_day = _day(gettext_lazy("Last day"))
    substitute = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Substitute"), empty_label=gettext_lazy("Choose a colleague")
    )

    def __init__(self, data: QueryDict | None = None, *, absence: Absence | None, colleagues: QuerySet[User]) -> None:
        today = timezone.localdate()
        begun: dict[str, Any] = {"first_day": today, "last_day": today}
        if absence is not None:
            begun = {name: getattr(absence, name) for name in ("first_day", "last_day", "substitute")}
        super().__init__(data, initial=begun)
        field = self.fields["substitute"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = colleagues
