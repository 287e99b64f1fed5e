"""``postroom demo``: Postroom together with a practice Microsoft 365 on this machine, in a data folder of its own.

The practice tenant runs as one more process; nothing of it is imported here.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from postroom import config
from postroom.config import Config
from postroom.ground.demo_tenant import Tenant, environment_for, start_tenant
from postroom.ground.embedded import embedded
from postroom.ground.errors import NotPrepared
from postroom.ground.listener import listen
from postroom.ground.lock import only_one
from postroom.ground.readiness import prepare, run_to_end, say, wait_for_web
from postroom.ground.run import start_database
from postroom.ground.signals import watched_signals
from postroom.ground.supervisor import Supervisor
from postroom.ground.tree import own_command, web_plans, worker_plans
from postroom.words import gettext as _

_FOLDER = "data-demo"
_PORT = "8020"


def main(arguments: Sequence[str]) -> int:
    """Start everything, fill it once, and print where to click."""
    description = _(
        "Start Postroom with a practice Microsoft 365, to be tried and broken; nothing leaves this machine."
    )
    argparse.ArgumentParser(prog="postroom demo", description=description).parse_args(arguments)
    settings = _own_settings()
    with only_one(settings.data, settings.address), watched_signals() as signals, Supervisor(signals) as tree:
        tenant = start_tenant(tree, settings)
        os.environ.update(environment_for(tenant, settings.data))
        _start_postroom(tree, config.load(), tenant)
    return 0


def _own_settings() -> Config:
    """Return the settings; folder and port are others than those of a real Postroom, unless somebody chose them."""
    os.environ.setdefault("POSTROOM_DATA", str(Path(_FOLDER).absolute()))
    os.environ.setdefault("POSTROOM_PORT", _PORT)
    settings = config.load()
    settings.data.mkdir(parents=True, exist_ok=True)
    return settings


def _start_postroom(tree: Supervisor, settings: Config, tenant: Tenant) -> None:
    with listen(settings) as listener:
        if settings.embedded:
            start_database(tree, embedded(settings.data))
        prepare(tree)
        filled = run_to_end(tree, own_command("demo-fill", str(tenant.file), settings.address))
        if filled.code:
            raise NotPrepared(_("The demo could not be filled. The lines above say why."))
        tree.add(web_plans(settings, listener))
        wait_for_web(tree, settings)
        tree.add(worker_plans(settings))
        line = _("Practice Microsoft 365, with its mailboxes and switches to break things: {address}")
        say(line.format(address=tenant.page))
        say(filled.output)
        tree.keep()
