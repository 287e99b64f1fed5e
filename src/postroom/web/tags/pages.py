"""All tags, and one with what uses it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from postroom.configuration import configuration
from postroom.models import Tag, Ticket
from postroom.tickets.tagging.listing import counted_tags
from postroom.tickets.tagging.verbs import LONGEST, TagRefused, TagThere, create_tag, merge_tags, rename_tag
from postroom.web.access import administrator_required
from postroom.web.tags.uses import search_for, shown_uses

_PAGE = 100


class TagForm(forms.Form):
    """The name of a tag."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST)


class RenamingForm(TagForm):
    """A new name; `merge` says that the two tags shall be one where it is taken."""

    merge = forms.BooleanField(required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def tags(request: HttpRequest) -> HttpResponse:
    """List tags, those that contain `q`, and add one."""
    form = TagForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _created(request, form):
        return redirect("tags")
    wanted = request.GET.get("q", "").strip()
    page = Paginator(counted_tags(wanted), _PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "q": wanted, "only_chosen": not configuration().agents_make_tags}
    return render(request, "tags/list.html", context, status=422 if form.errors else 200)


def _created(request: HttpRequest, form: TagForm) -> bool:
    try:
        made = create_tag(form.cleaned_data["name"])
    except (TagRefused, TagThere) as refusal:
        form.add_error("name", str(refusal))
        return False
    messages.success(request, _("The tag “%(name)s” can be chosen now.") % {"name": made.name})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what uses a tag; give it another name, or join it with the tag that has that name."""
    found = get_object_or_404(Tag, pk=pk)
    form = RenamingForm(request.POST or None, initial={"name": found.name})
    there = None
    if request.method == "POST" and form.is_valid():
        try:
            return _renamed(request, found, form)
        except TagRefused as refusal:
            form.add_error("name", str(refusal))
        except TagThere as refusal:
            there = refusal.there
    context = {
        "tag": found,
        "form": form,
        "there": there,
        "uses": shown_uses(found),
        "tickets": _tickets(found),
        "search": search_for(found),
    }
    return render(request, "tags/tag.html", context, status=422 if form.errors else 200)


def _renamed(request: HttpRequest, found: Tag, form: RenamingForm) -> HttpResponse:
    name = form.cleaned_data["name"]
    try:
        changed = rename_tag(found, name)
        done = _("The tag is called “%(name)s” now.") % {"name": " ".join(name.split())}
    except TagThere as refusal:
        if not form.cleaned_data["merge"]:
            raise
        changed = merge_tags(found, refusal.there)
        done = _("The two tags are one now: “%(name)s”.") % {"name": refusal.there.name}
    messages.success(request, f"{done} {tickets_changed(changed)}")
    return redirect("tags")


def tickets_changed(count: int) -> str:
    """Say how many tickets changed with a tag."""
    return ngettext("%(count)d ticket changed.", "%(count)d tickets changed.", count) % {"count": count}


def _tickets(found: Tag) -> int:
    return Ticket.objects.filter(tags__contains=[found.name]).count()
