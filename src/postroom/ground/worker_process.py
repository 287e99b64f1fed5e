"""One worker process."""

from collections.abc import Sequence

from postroom import config
from postroom.ground.logs import configure_logs
from postroom.jobs.worker import main as work


def main(arguments: Sequence[str]) -> int:
    """Work until SIGTERM."""
    configure_logs(config.load().log_level)
    return work(arguments)
