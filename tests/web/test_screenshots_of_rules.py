"""What is filled in, confirmed and set up for oneself: in both languages, at a desk and on a telephone, light and dark.

In the same folders as the pictures of `test_screenshots`.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.web.second_steps import PASSKEY, signing_in_by_password, with_everything
from tests.web.showcase.installation import founded
from tests.web.showcase.rules import Filled, filled
from tests.web.test_screenshots import Pages, look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("language", ["en", "de"]),
]
OWN = ("mfa_index", "mfa_activate_totp", "account_change_password", "account_reauthenticate")
SET_UP = ("mfa_index", "mfa_deactivate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_view_recovery_codes")


def filled_pages(one: Filled) -> Pages:
    """Return what is filled in, and what asks before it goes away."""
    rows = {
        "macro": one.macro,
        "filter": one.filter,
        "scheduled_job": one.job,
        "text_module": one.text_module,
        "ticket_template": one.template,
        "overview": one.overview,
        "signature": one.signature,
    }
    pages = {f"filled-{name}": reverse(name, args=[row.pk]) for name, row in rows.items()}
    removed = {"filter": one.filter, "text_module": one.text_module, "signature": one.signature}
    pages |= {f"remove-{name}": reverse(f"{name}_remove", args=[row.pk]) for name, row in removed.items()}
    return {
        **pages,
        "filled-scheduled-jobs": reverse("scheduled_jobs"),
        "filled-filters": reverse("filters"),
        "group-deactivate": reverse("group_deactivate", args=[one.group.pk]),
    }


def test_what_is_filled_in_and_what_asks_before_it_goes(
    language: str, browser: Browser, live_server: LiveServer
) -> None:
    administrator = founded(language)
    assert look(browser, live_server.url, filled_pages(filled(administrator)), administrator, language) == []


def test_what_one_sets_up_for_oneself(language: str, browser: Browser, live_server: LiveServer) -> None:
    administrator = founded(language)
    with signing_in_by_password():
        nothing = {f"own-{name}": reverse(name) for name in OWN}
        assert look(browser, live_server.url, nothing, administrator, language) == []
        with_everything(administrator)
        remove = {"set-up-passkey-remove": reverse("mfa_remove_webauthn", args=[PASSKEY])}
        pages = {**{f"set-up-{name}": reverse(name) for name in SET_UP}, **remove}
        assert look(browser, live_server.url, pages, administrator, language) == []
