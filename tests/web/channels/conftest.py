"""Mailboxes, and an administrator who looks at the pages."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.models import Role, User
from tests.channels.mailboxes import mailbox

__all__ = ["mailbox"]


@pytest.fixture
def administrator(db: None) -> User:
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
