"""Addresses below `groups/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.groups import group, listing, signatures

urlpatterns = [
    path("", listing.groups, name="groups"),
    path("new/", group.new, name="group_new"),
    path("signatures/", signatures.signatures, name="signatures"),
    path("signatures/new/", signatures.signature, name="signature_new"),
    path("signatures/<int:pk>/", signatures.signature, name="signature"),
    path("signatures/<int:pk>/preview/", signatures.preview, name="signature_preview"),
    path("signatures/<int:pk>/remove/", signatures.remove, name="signature_remove"),
    path("<int:pk>/", group.group, name="group"),
    path("<int:pk>/members/", group.members, name="group_members"),
    path("<int:pk>/deactivate/", group.deactivate, name="group_deactivate"),
    path("<int:pk>/activate/", group.activate, name="group_activate"),
]
