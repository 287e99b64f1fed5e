"""All keys, one key, adding and removing them. A private key is never shown again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from postroom.keys.ring import is_valid
from postroom.keys.values import KeyRefused
from postroom.keys.verbs import add_keys, remove_key
from postroom.models import MailKey
from postroom.web.access import administrator_required
from postroom.web.keys.forms import KeyForm


@require_safe
@administrator_required
def keys(request: HttpRequest) -> HttpResponse:
    """List every key with what it is for and how long it is valid."""
    now = timezone.now()
    rows = [(key, is_valid(key, now)) for key in MailKey.objects.all()]
    return render(request, "keys/list.html", {"keys": rows})


@sensitive_post_parameters("text", "passphrase")
@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def new(request: HttpRequest) -> HttpResponse:
    """Add what is in a file or was pasted."""
    form = KeyForm(request.POST, request.FILES) if request.method == "POST" else KeyForm()
    if form.is_valid():
        try:
            added = add_keys(form.content(), form.cleaned_data["passphrase"])
        except KeyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            sentence = ngettext("%(count)s key is there.", "%(count)s keys are there.", len(added))
            messages.success(request, sentence % {"count": len(added)})
            return redirect("keys")
    return render(request, "keys/new.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_safe
@administrator_required
def key(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what there is to know of a key."""
    found = get_object_or_404(MailKey, pk=pk)
    return render(request, "keys/key.html", {"key": found, "valid": is_valid(found, timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what removing means, then do it."""
    found = get_object_or_404(MailKey, pk=pk)
    if request.method == "POST":
        remove_key(found)
        messages.success(request, _("The key is removed."))
        return redirect("keys")
    return render(request, "keys/remove.html", {"key": found})
