"""``postroom run``: everything, as one process tree."""

import argparse
import subprocess
import sys
from collections.abc import Sequence

from postroom import config
from postroom.config import Config
from postroom.ground.embedded import Embedded, embedded
from postroom.ground.errors import DatabaseError
from postroom.ground.listener import listen
from postroom.ground.lock import only_one
from postroom.ground.logs import configure_logs
from postroom.ground.postmaster import read_postmaster
from postroom.ground.signals import watched_signals
from postroom.ground.supervisor import Supervisor
from postroom.ground.tree import own_command, postgres_plan, web_plans, worker_plans
from postroom.words import gettext as _

_DATABASE_DEADLINE = 120.0
"""Seconds; after a crash PostgreSQL first replays its log."""


def main(arguments: Sequence[str]) -> int:
    """Run until Ctrl-C or SIGTERM."""
    argparse.ArgumentParser(prog="postroom run", description=_("Start everything.")).parse_args(arguments)
    settings = config.load()
    configure_logs(settings.log_level)
    with only_one(settings.data, settings.address), listen(settings) as listener, watched_signals() as signals:
        tree = Supervisor(signals)
        try:
            if settings.embedded:
                _start_database(tree, embedded(settings.data))
            if not tree.stopping and prepare():
                tree.add(worker_plans(settings))
                tree.add(web_plans(settings, listener))
                _announce(settings)
                tree.keep()
        finally:
            tree.stop()
    return 0


def _start_database(tree: Supervisor, server: Embedded) -> None:
    tree.add([postgres_plan(server)])

    def ready() -> bool:
        postmaster = read_postmaster(server.cluster)
        return postmaster is not None and postmaster.ready

    if not tree.wait_for(ready, _DATABASE_DEADLINE) and not tree.stopping:
        raise DatabaseError(_("The database does not start. {log} says why.").format(log=server.log))


def prepare() -> bool:
    return subprocess.run(own_command("prepare"), check=False).returncode == 0


def _announce(settings: Config) -> None:
    sys.stdout.write(f"Postroom: {settings.address}\n")
    sys.stdout.flush()
