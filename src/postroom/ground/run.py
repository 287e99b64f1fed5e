"""``postroom run``, ``postroom web`` and ``postroom worker``: a process tree each, until Ctrl-C or SIGTERM."""

import argparse
from collections.abc import Sequence

from postroom import config
from postroom.ground.embedded import Embedded, embedded
from postroom.ground.errors import DatabaseError
from postroom.ground.listener import listen
from postroom.ground.lock import only_one
from postroom.ground.postmaster import serves
from postroom.ground.readiness import announce, prepare, say
from postroom.ground.signals import watched_signals
from postroom.ground.supervisor import Supervisor
from postroom.ground.tree import postgres_plan, web_plans, worker_plans
from postroom.words import gettext as _

_DATABASE_DEADLINE = 120.0
"""Seconds; after a crash PostgreSQL first replays its log."""


def run(arguments: Sequence[str]) -> int:
    """The embedded database unless there is one of one's own, web and workers."""
    _parse("run", _("Start the database, web and workers, and keep them running until Ctrl-C."), arguments)
    settings = config.load()
    with (
        only_one(settings.data, settings.address),
        listen(settings) as listener,
        watched_signals() as signals,
        Supervisor(signals) as tree,
    ):
        if settings.embedded:
            start_database(tree, embedded(settings.data))
        link = prepare(tree)
        tree.add(web_plans(settings, listener))
        announce(tree, settings, link)
        tree.add(worker_plans(settings))
        tree.keep()
    return 0


def web(arguments: Sequence[str]) -> int:
    """Web processes only; the database has to be there."""
    _parse("web", _("Start the web processes only, beside a database that is already running."), arguments)
    settings = config.load()
    with listen(settings) as listener, watched_signals() as signals, Supervisor(signals) as tree:
        link = prepare(tree)
        tree.add(web_plans(settings, listener))
        announce(tree, settings, link)
        tree.keep()
    return 0


def worker(arguments: Sequence[str]) -> int:
    """Workers only; the database has to be there."""
    _parse("worker", _("Start the workers only, beside a database that is already running."), arguments)
    settings = config.load()
    with watched_signals() as signals, Supervisor(signals) as tree:
        prepare(tree)
        tree.add(worker_plans(settings))
        say(_("The workers are running."))
        tree.keep()
    return 0


def _parse(name: str, description: str, arguments: Sequence[str]) -> None:
    argparse.ArgumentParser(prog=f"postroom {name}", description=description).parse_args(arguments)


def start_database(tree: Supervisor, server: Embedded) -> None:
    """Start the embedded database and wait for it.

    Raises:
        DatabaseError: it does not start.
    """
    (postgres,) = tree.add([postgres_plan(server)])

    if not tree.wait_for(lambda: serves(server.cluster, postgres.pid), _DATABASE_DEADLINE):
        raise DatabaseError(_("The database does not start. {log} says why.").format(log=server.log))
