"""The HTTP side of the practice tenant, put together."""

from __future__ import annotations

from postroom.practice.asgi.application import Application
from postroom.practice.control import Control
from postroom.practice.google.routes import google_router
from postroom.practice.graph.routes import graph_router
from postroom.practice.graph.subscriptions import Subscriptions
from postroom.practice.identity.routes import identity_router
from postroom.practice.web.routes import practice_router
from postroom.practice.world import World


def practice_application(world: World, subscriptions: Subscriptions, control: Control) -> Application:
    return Application(
        [practice_router(control), graph_router(world, subscriptions), google_router(world), identity_router(world)]
    )
