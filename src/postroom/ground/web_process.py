"""One web process: uvicorn on a listening socket it inherited."""

import socket
from collections.abc import Sequence

import uvicorn

from postroom import config
from postroom.asgi import application
from postroom.ground.logs import configure_logs
from postroom.live.hub import hub

_GRACE = 5
"""Seconds for open requests at a stop."""


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
    server.run(sockets=[socket.socket(fileno=int(arguments[0]))])
    return 0
