"""Further addresses of a person."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postroom.models import User
from postroom.people.addresses import add_address, remove_address
from postroom.people.refusals import Refusal
from postroom.web.access import administrator_required


@require_POST
@administrator_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Let mail from another address be this person's."""
    person = get_object_or_404(User, pk=pk)
    email = request.POST.get("email", "").strip()
    try:
        add_address(person, email)
    except ValidationError:
        messages.error(request, _("“%(email)s” is not an e-mail address.") % {"email": email})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Mail from %(email)s is this person’s from now on.") % {"email": email})
    return redirect("user", pk)


@require_POST
@administrator_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of them."""
    wanted = request.POST.get("address", "")
    remove_address(get_object_or_404(User, pk=pk), int(wanted) if wanted.isdecimal() else 0)
    messages.success(request, _("The address is not this person’s any more."))
    return redirect("user", pk)
