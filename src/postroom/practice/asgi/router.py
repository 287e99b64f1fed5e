"""Which function answers which path."""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable
from urllib.parse import unquote

from postroom.practice.asgi.messages import Request, Response

Handler = Callable[..., Response | Awaitable[Response]]


class Router:
    """Routes in the order they were added; `{name}` stands for one path segment and arrives as an argument."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []

    def add(self, method: str, pattern: str, handler: Handler) -> None:
        expression = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(pattern))
        self._routes.append((method, re.compile(expression, re.IGNORECASE), handler))

    async def answer(self, request: Request) -> Response | None:
        """The handler's response, or None where no route fits."""
        for method, expression, handler in self._routes:
            match = expression.fullmatch(request.path)
            if method == request.method and match:
                names = {name: unquote(value) for name, value in match.groupdict().items()}
                response = handler(request, **names)
                return await response if inspect.isawaitable(response) else response
        return None

    def knows(self, path: str) -> bool:
        return any(expression.fullmatch(path) for _, expression, _ in self._routes)
