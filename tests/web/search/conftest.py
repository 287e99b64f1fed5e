"""The installation, its agent and an administrator who is none."""

from __future__ import annotations

import pytest

from postroom.models import Role, User
from tests.web.cast import Cast
from tests.web.tickets.conftest import pages, world
from tests.world import World

__all__ = ["pages", "world"]


@pytest.fixture
def cast(world: World) -> Cast:
    """Return the installation with an administrator who may read no ticket."""
    chief = User.objects.create_user("chief@desk.example", name="Chief")
    chief.roles.add(Role.objects.create(name="Administrator", is_administrator=True))
    return Cast(world, chief)
