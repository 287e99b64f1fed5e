"""Mailboxes, an administrator who looks at the pages, and somebody who runs the probes."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from postroom.channels import probe as job
from postroom.models import Probe, ProbeState, Role, User
from tests.channels.mailboxes import mailbox
from tests.web import chromium

__all__ = ["mailbox"]


@pytest.fixture
def administrator(transactional_db: None) -> User:
    """Return an administrator."""
    role = Role.objects.create(name="Chief", is_administrator=True)
    user = User.objects.create_user("admin@example.org", "correct horse battery", language="en")
    user.roles.add(role)
    return user


@pytest.fixture
def pages(client: Client, administrator: User) -> Client:
    """Return a browser without JavaScript in which the administrator is signed in."""
    client.force_login(administrator)
    return client


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """Run probes as they come, as the worker does."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.1):
            for probe in Probe.objects.filter(state=ProbeState.WAITING):
                job.run(probe.pk)
        connection.close()

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.fixture
def desk(
    browser: Browser, live_server: LiveServer, pages: Client, worker: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """Yield a browser in which the administrator is signed in, at the list of channels."""
    # Playwright's loop runs in the thread of the test, which asks the database only between its steps.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with chromium.opened(browser, viewport={"width": 1440, "height": 900}) as page:
        session = pages.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/channels/")
        yield page
