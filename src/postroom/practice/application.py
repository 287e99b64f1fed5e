"""The HTTP side of the practice tenant, put together."""

from __future__ import annotations

from postroom.practice.asgi.application import Application
from postroom.practice.graph.routes import graph_router
from postroom.practice.graph.subscriptions import Subscriptions
from postroom.practice.identity.routes import identity_router
from postroom.practice.web.style import style_router
from postroom.practice.world import World


def practice_application(world: World, subscriptions: Subscriptions) -> Application:
    return Application([style_router(), graph_router(world, subscriptions), identity_router(world)])
