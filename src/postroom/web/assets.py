"""Style sheets, modules and pictures: served to be kept by browsers, and changed under an open page only as a whole."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

Handler = Callable[[HttpRequest], HttpResponse]
HEADER = "X-Assets"


class AssetsMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise has no types
    """Serves files whole: one that is handed on in pieces is what Django warns of under ASGI."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """Return the file, or what its headers say where the browser has it already."""
        found = static_file.get_response(request.method, request.META)
        response = HttpResponse(status=int(found.status))
        del response.headers["Content-Type"]
        for name, value in found.headers:
            response.headers[name] = value
        if found.file is not None:
            with found.file as file:
                response.content = file.read()
        return response


class FreshAssetsMiddleware:
    """A page that was opened before an update would load the modules of the new one beside its own: it opens anew."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or send a page of an older Postroom to the whole new page."""
        name = request.headers.get(HEADER, settings.ASSETS)
        if name != settings.ASSETS and request.method == "GET" and request.headers.get("HX-Boosted") == "true":
            return HttpResponse(headers={"HX-Redirect": request.get_full_path()})
        return self.get_response(request)
