"""The web server's entry point."""

from __future__ import annotations

import os

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Application(ASGIHandler):
    """Answers a request from the first middleware to the last in one thread.

    Django's own handler comes back to the event loop between them, because some of ours are not asynchronous, and
    that costs processor time on every page. Live connections are streamed by the event loop as ever.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the chain of middleware that is called by `get_response`."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer to a request."""
        return await sync_to_async(self.get_response)(request)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postroom.settings")
django.setup(set_prefix=False)
application = Application()
