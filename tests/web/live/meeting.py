"""Two people, each in a browser of their own, on the same installation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from postroom.models import Role, User
from tests.web import chromium
from tests.web.live.listening import cookies_of

HARMLESS = "status of 422|ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY_RESPONSE|Failed to load resource"
"""What Chromium says when a server goes away, which the tests let it do."""


def colleague(name: str = "Ben Becker", email: str = "ben@desk.example") -> User:
    """Return one more agent with the rights of all agents."""
    user = User.objects.create_user(email, name=name)
    user.roles.set(Role.objects.filter(is_agent=True))
    return user


@contextmanager
def at_desk(browser: Browser, url: str, user: User, harmless: str = "status of 422", **options: Any) -> Iterator[Page]:
    """Open a browser in which `user` is signed in."""
    given = {"viewport": {"width": 1440, "height": 900}, "base_url": url, **options}
    with chromium.opened(browser, harmless, **given) as page:
        page.context.add_cookies(
            [{"name": name, "value": value, "url": url} for name, value in cookies_of(user).items()]
        )
        yield page
