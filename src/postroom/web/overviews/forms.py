"""What an overview is called, how its list looks, and whom a shared one is for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postroom.models import Group, Role, StoredOverview
from postroom.web.tickets.columns import COLUMNS, NEEDED, USUAL
from postroom.web.tickets.order import GROUPINGS, SORTS
from postroom.web.tickets.order import USUAL as USUAL_SORT


def _sort_choices() -> list[tuple[str, str]]:
    columns = [(name, COLUMNS[name].label) for name in SORTS]
    up = [(name, _("%(column)s, ascending") % {"column": label}) for name, label in columns]
    down = [(f"-{name}", _("%(column)s, descending") % {"column": label}) for name, label in columns]
    return [choice for pair in zip(up, down, strict=True) for choice in pair]


class OverviewForm(forms.Form):
    """Everything but the conditions."""

    name = forms.CharField(label=_("Name"), max_length=200)
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The title is always shown."),
    )
    sort = forms.ChoiceField(label=_("Sort by"), required=False)
    group_by = forms.ChoiceField(label=_("Group by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "columns": [(name, column.label) for name, column in COLUMNS.items() if name != NEEDED],
            "sort": _sort_choices(),
            "group_by": [("", _("nothing")), *((name, grouping.label) for name, grouping in GROUPINGS.items())],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered


class SharedForm(OverviewForm):
    """An overview that an administrator makes for others."""

    everyone = forms.BooleanField(label=_("Every agent"), required=False, initial=True)
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        label=_("Agents of these groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    roles = forms.ModelMultipleChoiceField(
        Role.objects.order_by("name"),
        label=_("People with these roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """Somebody has to see it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ("everyone", "groups", "roles")):
            self.add_error("everyone", _("Choose whom it is for."))
        return cleaned


def initial_of(row: StoredOverview | None, *, shared: bool) -> dict[str, Any]:
    """Return what the form shows of an overview, or of a new one."""
    if row is None:
        return {"columns": list(USUAL), "sort": USUAL_SORT}
    shown = {
        "name": row.name,
        "columns": row.columns or list(USUAL),
        "sort": row.sort or USUAL_SORT,
        "group_by": row.group_by,
    }
    if not shared:
        return shown
    return shown | {"everyone": row.everyone, "groups": list(row.groups.all()), "roles": list(row.roles.all())}
