"""People who look like one: finding them, saying that they are two, taking that back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postroom.models import User
from postroom.people.merging.differing import are_different, different_people, may_be_one
from postroom.people.merging.doubles import likely_doubles
from postroom.people.refusals import NotAlike
from postroom.web.access import administrator_required, signed_in

PAGE = 50
_DIGITS = 15


@require_safe
@administrator_required
def doubles(request: HttpRequest) -> HttpResponse:
    """List people who may be one and the same."""
    return render(request, "users/doubles.html", {"pairs": likely_doubles()})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def different(request: HttpRequest) -> HttpResponse:
    """List whom somebody told apart; tell two apart."""
    if request.method == "POST":
        _tell_apart(request)
        return redirect("user_doubles")
    page = Paginator(different_people(), PAGE).get_page(request.GET.get("page"))
    return render(request, "users/different.html", {"page": page})


@require_POST
@administrator_required
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Let two be offered as doubles again."""
    may_be_one(pk)
    messages.success(request, _("These two are looked at again. They are offered as long as they are alike."))
    return redirect("user_different")


def _tell_apart(request: HttpRequest) -> None:
    one, another = (request.POST.get(name, "")[:_DIGITS] for name in ("first", "second"))
    if not (one.isdecimal() and another.isdecimal()):
        raise Http404
    try:
        said = are_different(signed_in(request), int(one), int(another))
    except User.DoesNotExist as gone:
        raise Http404 from gone
    except NotAlike as refusal:
        messages.info(request, str(refusal))
        return
    names = {"first": said.first, "second": said.second}
    messages.success(
        request, _("%(first)s and %(second)s are two different people; they are not offered again.") % names
    )
