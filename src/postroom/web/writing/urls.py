"""Addresses below `writing/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.writing import calling_back, drafts, files, modes, people, signatures

urlpatterns = [
    path("draft/save/", drafts.save, name="draft_save"),
    path("draft/discard/", drafts.discard, name="draft_discard"),
    path("draft/files/", files.add, name="draft_file_add"),
    path("draft/files/<int:pk>/", files.show, name="draft_file"),
    path("draft/files/<int:pk>/remove/", files.remove, name="draft_file_remove"),
    path("plain/", modes.plain, name="writing_plain"),
    path("people/", people.people, name="writing_people"),
    path("undo/<int:pk>/", calling_back.undo, name="writing_undo"),
    path("signature/", signatures.signature_of, name="writing_signature"),
]
