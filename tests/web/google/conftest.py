"""An administrator at the pages, and a stand-in Google that leads back to them."""

from tests.servers.practice_google import google
from tests.web.channels.conftest import administrator, desk, pages, worker

__all__ = ["administrator", "desk", "google", "pages", "worker"]
