"""The listening socket, made by the supervisor so that the port is known to be free before anything starts."""

import errno
import os
import socket
import time

from postroom.config import Config
from postroom.ground.errors import ConfigError
from postroom.words import gettext as _

_BACKLOG = 512
_PATIENCE = 5.0
"""Seconds for the processes of a killed predecessor to let go of the port."""


def listen(config: Config) -> socket.socket:
    """Listen where the settings say.

    Raises:
        ConfigError: the port is taken, needs rights, or the address is not this machine's.
    """
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return _bound(config)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() >= end:
                raise ConfigError(
                    _("Cannot listen on {address}: {error}. Set POSTROOM_PORT or POSTROOM_BIND.").format(
                        address=config.address, error=os.strerror(error.errno or 0)
                    )
                ) from error
            time.sleep(0.1)


def _bound(config: Config) -> socket.socket:
    family = socket.AF_INET6 if ":" in config.bind else socket.AF_INET
    return socket.create_server((config.bind, config.port), family=family, backlog=_BACKLOG)
