"""An administrator at the pages, and a practice tenant that leads back to them."""

from tests.servers.practice import practice
from tests.web.channels.conftest import administrator, desk, pages, worker

__all__ = ["administrator", "desk", "pages", "practice", "worker"]
