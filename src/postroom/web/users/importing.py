"""People from a file: upload, what each column means, what would happen, progress, report."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.models import ImportState, UserImport
from postroom.people.importing.columns import FIELDS
from postroom.people.importing.planning import Planned, Verdict, plan, table_of
from postroom.people.importing.reading import MOST_BYTES, FileRefused, Table
from postroom.people.importing.running import start, take_in
from postroom.people.importing.writing import csv_text
from postroom.sentences import made_of
from postroom.told import told
from postroom.web.access import administrator_required, signed_in
from postroom.web.tickets.going import wants_part
from postroom.web.users.import_forms import FileForm, HowForm

_SHOWN = 20
_PAGE = 50
_EXAMPLE = (
    ("E-Mail", "Name", "Phone", "Organisation", "Language", "Note"),
    ("ada@example.org", "Ada Example", "+44 20 7946 0000", "Example Ltd", "en", "prefers the telephone"),
    ("jörg@example.com", "Jörg Beispiel", "+49 30 1234567", "Beispiel GmbH", "de", ""),
)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def imports(request: HttpRequest) -> HttpResponse:
    """Take a file, and list those that were taken before."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # A byte more than is allowed tells that it is too large; the rest need not be read.
            batch = take_in(signed_in(request), file.name, file.read(MOST_BYTES + 1))
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("user_import", batch.pk)
    rows = UserImport.objects.defer("content", "wrong").select_related("created_by")[:_SHOWN]
    status = 422 if request.method == "POST" else 200
    return render(request, "users/imports.html", {"form": form, "imports": rows}, status=status)


@require_safe
@administrator_required
def example(_request: HttpRequest) -> HttpResponse:
    """Download a file as it may look."""
    return _download(csv_text(_EXAMPLE), "example.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def user_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an import as far as it is: what would happen, how far it is, what came of it."""
    batch = get_object_or_404(UserImport.objects.select_related("role", "created_by"), pk=pk)
    if batch.state != ImportState.PREPARED:
        template = "users/_import_progress.html" if wants_part(request) else "users/import_done.html"
        return render(request, template, {"batch": batch, "error": told(batch.error), "wrong": _wrong(batch)[:_PAGE]})
    table = table_of(batch)
    form = HowForm(request.POST or None, instance=batch, headings=table.headings)
    if request.method == "POST" and form.is_valid():
        batch = form.save()
        if request.POST.get("do") == "start" and form.has_changed():
            messages.warning(request, _("You changed something. Look at what would happen now, then import."))
        elif request.POST.get("do") == "start":
            start(batch)
        return redirect("user_import", pk)
    planned = plan(batch, table.rows) if "email" in batch.columns else []
    counts = Counter(one.verdict.value for one in planned)
    wanted = request.GET.get("kind", "")
    page = Paginator(_of_kind(planned, wanted), _PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "form": form,
        "samples": _samples(table),
        "counts": counts,
        "importable": len(planned) - counts[Verdict.WRONG.value],
        "kind": wanted,
        "page": page,
        "rows": [(one, _why(one), _changes(one)) for one in page.object_list],
    }
    return render(request, "users/import.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@administrator_required
def wrong_rows(_request: HttpRequest, pk: int) -> HttpResponse:
    """Download the rows that could not be taken over, with the reason, to be mended and taken in again."""
    batch = get_object_or_404(UserImport, pk=pk)
    names = [str(FIELDS.get(name) or name) for name in batch.columns]
    rows = [(*row["cells"], str(row["line"]), str(row["said"])) for row in _wrong(batch)]
    return _download(csv_text([(*names, _("Line"), _("Reason")), *rows], batch.delimiter), "wrong-rows.csv")


@require_POST
@administrator_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an import: one that is not started, or the report of one that is done."""
    UserImport.objects.filter(pk=pk).exclude(state=ImportState.WAITING).delete()
    messages.success(request, _("The import is removed from the list. People who came with it stay."))
    return redirect("user_imports")


def _of_kind(planned: list[Planned], kind: str) -> list[Planned]:
    return [one for one in planned if one.verdict.value == kind] if kind else planned


def _why(one: Planned) -> str:
    return told(one.why, made_of(one.why)) if one.why is not None else ""


def _changes(one: Planned) -> list[tuple[str, str, str]]:
    """Return what changes: label, before, after."""
    labels = {**FIELDS, "role": _("Role")}
    return [(str(labels[name]), before, after) for name, (before, after) in one.changes.items()]


def _wrong(batch: UserImport) -> list[dict[str, Any]]:
    return [{**row, "said": told(row["why"], row["made_of"])} for row in batch.wrong]


def _samples(table: Table) -> list[str]:
    """Return what stands first in each column."""
    columns = zip_longest(*(row.cells for row in table.rows[:_PAGE]), fillvalue="")
    return [next(filter(None, column), "") for column in columns]


def _download(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
