"""One web process: uvicorn on a listening socket it inherited."""

import gc
import socket
from collections.abc import Sequence

import uvicorn
from django.core.signals import request_started
from django.db import close_old_connections, reset_queries

from postroom import config
from postroom.asgi import application
from postroom.ground.logs import configure_logs
from postroom.live.hub import hub

_GRACE = 5
"""Seconds for open requests at a stop."""
_OBJECTS_BETWEEN = 10_000
"""New objects until the collector looks at them: a page makes some tens of thousands and leaves hardly any behind."""


class _Server(uvicorn.Server):
    """Says good-bye to live connections, which would otherwise be waited for and cut."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop."""
        hub.close()
        await super().shutdown(sockets)


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM. The argument is the descriptor of the socket."""
    settings = config.load()
    configure_logs(settings.log_level)
    server = _Server(
        uvicorn.Config(
            application,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=list(settings.trusted_proxies),
        )
    )
    _reset_nothing()
    _leave_alone_what_stays()
    server.run(sockets=[socket.socket(fileno=int(arguments[0]))])
    return 0


def _reset_nothing() -> None:
    """Save every request a way to its thread and back: a thread that is new has no old connection, and no queries."""
    request_started.disconnect(close_old_connections)
    request_started.disconnect(reset_queries)


def _leave_alone_what_stays() -> None:
    """Let the collector never look again at what was loaded, which would take it a tenth of a second each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN)
