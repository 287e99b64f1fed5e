"""Files of a draft: added at once, so that they survive with it, and images for between the words."""

from __future__ import annotations

import uuid

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from postroom.models import Draft, DraftFile
from postroom.tickets.drafts import FileDraft
from postroom.tickets.unsent import Place, add_file, draft_at
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.fields import MOST_BYTES
from postroom.web.tickets.files import SHOWABLE, handed_out
from postroom.web.tickets.writing import WritingForm
from postroom.web.writing.place import place_of


@require_POST
@agent_required
def add(request: HttpRequest) -> HttpResponse:
    """Keep one file; `inline` for an image between the words."""
    place = place_of(request, request.POST)
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"text": _("There is no file.")}, status=422)
    if _held(place) + (file.size or 0) > MOST_BYTES:
        return JsonResponse({"text": _too_large()}, status=422)
    inline = bool(request.POST.get("inline")) and file.content_type in SHOWABLE
    kept = add_file(place, _draft(file, inline=inline))
    return JsonResponse({**described(kept), "version": kept.draft.version})


@require_safe
@agent_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a file of one's own draft."""
    found = _mine(request, pk)
    return handed_out(found.blob, found.filename, found.content_type)


@require_POST
@agent_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file away again."""
    _mine(request, pk).delete()
    return HttpResponse(status=204)


def keep_uploaded(place: Place, form: WritingForm) -> Draft | None:
    """Keep the files of a form that was refused, and return the draft: a browser sends a file only once."""
    files = form.uploaded()
    if files and _held(place) + sum(len(file.content) for file in files) > MOST_BYTES:
        form.add_error("attachments", _too_large())
    else:
        for file in files:
            add_file(place, file)
    return draft_at(place)


def described(file: DraftFile) -> dict[str, object]:
    """Return what the composer shows of a file."""
    return {
        "id": file.pk,
        "filename": file.filename,
        "size": filesizeformat(file.size),
        "cid": file.content_id,
        "url": reverse("draft_file", args=[file.pk]),
        "remove": reverse("draft_file_remove", args=[file.pk]),
    }


def _mine(request: HttpRequest, pk: int) -> DraftFile:
    return get_object_or_404(DraftFile.objects.select_related("blob"), pk=pk, draft__user=signed_in(request))


def _held(place: Place) -> int:
    draft = draft_at(place)
    return sum(file.size for file in draft.files.all()) if draft else 0


def _draft(file: UploadedFile[bytes], *, inline: bool) -> FileDraft:
    content_id = f"{uuid.uuid4()}@postroom" if inline else ""
    return FileDraft(
        file.name or "file", file.content_type or "application/octet-stream", file.read(), content_id, inline
    )


def _too_large() -> str:
    limit = MOST_BYTES // 1024 // 1024
    return _("Together the files are larger than %(limit)d MB, more than most mailboxes take.") % {"limit": limit}
