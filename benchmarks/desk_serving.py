"""The web process and the worker of a measured desk."""

from __future__ import annotations

import socket

from benchmarks.tree import Tree, await_that
from tests.servers.ports import free_ports

_DEADLINE = 120.0
FILL = "import sys; from benchmarks.desk_data import fill; fill(int(sys.argv[1]), int(sys.argv[2]))"


def start(tree: Tree) -> str:
    """Start both, the web process last, and return its address when it listens."""
    (port,) = free_ports(1)
    tree.environment["POSTROOM_PORT"] = str(port)
    tree.start("worker-process")
    tree.start("web")
    await_that(lambda: _listens(port), _DEADLINE)
    return f"http://127.0.0.1:{port}"


def _listens(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0
