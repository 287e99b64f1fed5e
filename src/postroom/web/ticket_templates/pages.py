"""All templates, the form of one, and deleting it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from postroom.models import Group, TicketTemplate
from postroom.tickets.access import owners_in
from postroom.web.access import administrator_required
from postroom.web.tickets.fields import TagsField


class TemplateForm(forms.ModelForm[TicketTemplate]):
    """Everything of a template; what is left empty the agent fills in."""

    tags = TagsField(label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("Separated by commas."))

    class Meta:
        model = TicketTemplate
        fields = ("name", "title", "group", "owner", "priority", "tags", "text", "active", "position")
        labels = {"position": gettext_lazy("Place in the list")}
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, data: object = None, *, instance: TicketTemplate | None = None) -> None:
        super().__init__(data, instance=instance)  # type: ignore[arg-type]  # the stubs know no QueryDict or None here
        groups, owner = self.fields["group"], self.fields["owner"]
        assert isinstance(groups, forms.ModelChoiceField)
        assert isinstance(owner, forms.ModelChoiceField)
        groups.empty_label = owner.empty_label = str(_("as the agent chooses"))
        groups.queryset = Group.objects.filter(active=True)
        owner.queryset = owners_in(Group.objects.values_list("pk", flat=True))


@require_safe
@administrator_required
def templates(request: HttpRequest) -> HttpResponse:
    """List templates."""
    rows = TicketTemplate.objects.select_related("group", "owner")
    return render(request, "ticket_templates/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show, make and change a template."""
    found = find(pk) if pk is not None else None
    form = TemplateForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("ticket_templates")
    status = 422 if form.errors else 200
    return render(request, "ticket_templates/template.html", {"template": found, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete a template; tickets made by it stay."""
    found = find(pk)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("The template is deleted."))
        return redirect("ticket_templates")
    return render(request, "ticket_templates/remove.html", {"template": found})


def find(pk: int) -> TicketTemplate:
    """Return the template.

    Raises Http404.
    """
    return get_object_or_404(TicketTemplate, pk=pk)
