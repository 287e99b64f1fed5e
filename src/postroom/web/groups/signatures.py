"""Signatures, with a preview that shows them as a customer would see them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from postroom.mail.html import make_safe
from postroom.models import Group, Signature, Ticket, User
from postroom.people.groups import delete_signature, save_signature
from postroom.people.refusals import Refusal
from postroom.tickets.variables import VARIABLES, Context, fill_html
from postroom.web.access import administrator_required, signed_in
from postroom.web.groups.forms import SignatureForm

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
_PAGE = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>body{{margin:1rem;'
    'color:#111;background:#fff;font:14px/1.5 system-ui,sans-serif}}</style></head><body dir="auto"><main>{body}</main>'
    "</body></html>"
)


@require_safe
@administrator_required
def signatures(request: HttpRequest) -> HttpResponse:
    """List signatures and the groups that use them."""
    rows = Signature.objects.prefetch_related("group_set").order_by("name")
    return render(request, "groups/signatures.html", {"signatures": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def signature(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Create or change a signature."""
    found = _find(pk) if pk is not None else None
    form = SignatureForm(request.POST or None, instance=found)
    if form.is_valid():
        try:
            saved = save_signature(form.cleaned_data["name"], form.cleaned_data["body"], _find(pk) if pk else None)
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved. Below is how it looks."))
            return redirect("signature", saved.pk)
    context = {"form": form, "signature": _find(pk) if pk else None, "variables": sorted(VARIABLES)}
    return render(request, "groups/signature.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@administrator_required
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a signature filled as it would be in a mail of the person who looks."""
    body = fill_html(make_safe(_find(pk).body).html, Context(_example(), agent=signed_in(request)))
    page = _PAGE.format(language=request.LANGUAGE_CODE, title=_("Preview"), body=body)
    response = HttpResponse(page)
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which groups lose their signature, then delete it."""
    found = _find(pk)
    if request.method == "POST":
        delete_signature(found)
        messages.success(request, _("The signature is deleted."))
        return redirect("signatures")
    return render(request, "groups/signature_remove.html", {"signature": found, "groups": found.group_set.all()})


def _find(pk: int | None) -> Signature:
    return get_object_or_404(Signature, pk=pk)


def _example() -> Ticket:
    """A ticket that is nowhere: previews must not show a real customer."""
    return Ticket(
        number="12345",
        title=_("Invoice for October"),
        group=Group.objects.order_by("-active", "name").first() or Group(name=_("Support")),
        customer=User(name="Erika Mustermann", email="erika@example.org"),
        created_at=timezone.now(),
    )
