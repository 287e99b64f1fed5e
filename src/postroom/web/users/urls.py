"""Addresses below `users/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.sign_in import sessions
from postroom.web.users import (
    addresses,
    doubles,
    importing,
    listing,
    merging,
    organisations,
    removing,
    roles,
    separating,
    user,
)

urlpatterns = [
    path("", listing.users, name="users"),
    path("new/", user.new, name="user_new"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.organisation, name="organisation_new"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/delete/", organisations.delete, name="organisation_delete"),
    path("import/", importing.imports, name="user_imports"),
    path("import/example/", importing.example, name="user_import_example"),
    path("import/<int:pk>/", importing.user_import, name="user_import"),
    path("import/<int:pk>/wrong/", importing.wrong_rows, name="user_import_wrong"),
    path("import/<int:pk>/discard/", importing.discard, name="user_import_discard"),
    path("doubles/", doubles.doubles, name="user_doubles"),
    path("doubles/different/", doubles.different, name="user_different"),
    path("doubles/different/<int:pk>/again/", doubles.again, name="user_different_again"),
    path("merges/<int:pk>/", separating.separate, name="user_separate"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.role, name="role_new"),
    path("roles/<int:pk>/", roles.role, name="role"),
    path("<int:pk>/", user.user, name="user"),
    path("<int:pk>/remove/", removing.remove, name="user_remove"),
    path("<int:pk>/removal/", removing.removal, name="user_removal"),
    path("<int:pk>/removal/again/", removing.again, name="user_removal_again"),
    path("<int:pk>/merge/", merging.merge, name="user_merge"),
    path("<int:pk>/addresses/", addresses.add, name="user_address_add"),
    path("<int:pk>/addresses/remove/", addresses.remove, name="user_address_remove"),
    path("<int:pk>/invite/", user.invite, name="user_invite"),
    path("<int:pk>/deactivate/", user.deactivate, name="user_deactivate"),
    path("<int:pk>/activate/", user.activate, name="user_activate"),
    path("<int:pk>/undeliverable/clear/", user.clear_undeliverable, name="user_clear_undeliverable"),
    path("<int:pk>/sign-in/", sessions.of_user, name="user_sign_in"),
    path("<int:pk>/sign-in/end/", sessions.end_of_user, name="user_sign_in_end"),
    path("<int:pk>/sign-in/second-step/remove/", sessions.remove_second_step, name="user_second_step_remove"),
]
