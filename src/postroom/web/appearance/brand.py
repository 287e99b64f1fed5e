"""Logo and accent colour as files: for everybody, as the page of sign-in shows them, and to be kept by browsers."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from postroom.brand.accent import style_sheet
from postroom.brand.colours import read_colour
from postroom.configuration import configuration
from postroom.models import Logo

_KEPT = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Brand:
    """What the frame of a page shows of the organisation; addresses are empty where Postroom's own look holds."""

    name: str
    logo: str
    accent: str


PLAIN = Brand("Postroom", "", "")


def brand() -> Brand:
    """Return what the settings say."""
    now = configuration()
    logo = f"{reverse('logo')}?{urlencode({'v': now.logo})}" if now.logo else ""
    return Brand(now.organisation or PLAIN.name, logo, accent_url(now.accent) if now.accent else "")


def accent_url(colour: str) -> str:
    """Return where the style sheet of a colour (#rrggbb) is; another release may make other shades of it."""
    return f"{reverse('accent')}?{urlencode({'colour': colour.lstrip('#'), 'v': settings.ASSETS})}"


@require_safe
def accent(request: HttpRequest) -> HttpResponse:
    """Hand out the tokens of the colour in the address, whichever was chosen: it is nobody's secret."""
    try:
        colour = read_colour(request.GET.get("colour", ""))
    except ValueError as error:
        raise Http404 from error
    return HttpResponse(style_sheet(colour), content_type="text/css; charset=utf-8", headers={"Cache-Control": _KEPT})


@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """Hand out the logo, to be kept where the address is that of this very file."""
    found = get_object_or_404(Logo.objects.select_related("blob"))
    return HttpResponse(
        bytes(found.blob.content),
        content_type=found.content_type,
        headers={
            "Cache-Control": _KEPT if request.GET.get("v") == found.mark else "no-cache",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )
