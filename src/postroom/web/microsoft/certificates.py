"""The certificate of an app: downloaded to be registered at Microsoft, made anew before it ends."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from postroom.channels.oauth.apps import prove_by_certificate
from postroom.web.access import administrator_required
from postroom.web.microsoft.apps import find_app


@require_safe
@administrator_required
def download(_request: HttpRequest, app_id: int) -> HttpResponse:
    """Return the certificate; the private key never leaves Postroom."""
    app = find_app(app_id)
    if not app.certificate:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="postroom.pem"'}
    return HttpResponse(app.certificate, content_type="application/x-pem-file", headers=headers)


@require_POST
@administrator_required
def renew(request: HttpRequest, app_id: int) -> HttpResponse:
    """Make a new certificate in place of the old proof."""
    prove_by_certificate(find_app(app_id))
    messages.warning(request, _("A new certificate is made. The app works again once it is uploaded at Microsoft."))
    return redirect("microsoft_app", app_id)
