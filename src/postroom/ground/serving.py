"""The database for a command that runs by itself, whether or not Postroom is running."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from postroom.config import Config
from postroom.ground.embedded import Embedded, embedded
from postroom.ground.errors import AlreadyRunning, DatabaseError
from postroom.ground.lock import only_one
from postroom.ground.postmaster import make_room, serves, wait_until
from postroom.words import gettext as _

_START_DEADLINE = 120.0
_STOP_DEADLINE = 60.0


@contextmanager
def database_for(config: Config) -> Iterator[None]:
    """Have the database there for the block: the one that is running, else the embedded one started for it.

    Raises:
        DatabaseError: it cannot be started.
    """
    if not config.embedded:
        yield
        return
    with ExitStack() as held:
        try:
            held.enter_context(only_one(config.data, _("a command")))
        except AlreadyRunning:
            yield
            return
        held.enter_context(running_server(embedded(config.data)))
        yield


@contextmanager
def running_server(server: Embedded) -> Iterator[None]:
    """Run an embedded server for the time of the block.

    Raises:
        DatabaseError: it does not start.
    """
    make_room(server.cluster)
    with server.log.open("ab") as log:
        process = subprocess.Popen(server.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0)
    try:
        wait_until(lambda: serves(server.cluster, process.pid) or process.poll() is not None, _START_DEADLINE)
        if not serves(server.cluster, process.pid):
            raise DatabaseError(_("The database does not start. {log} says why.").format(log=server.log))
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(_STOP_DEADLINE)
