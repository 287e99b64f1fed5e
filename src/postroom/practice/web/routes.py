"""The addresses of the practice pages and of their JSON twins."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

from postroom.practice.asgi.messages import Request, Response, json_response
from postroom.practice.asgi.router import Router
from postroom.practice.control import Control
from postroom.practice.web import api, breakage, google_page, mailboxes, tenant_page, write
from postroom.practice.web.frame import practice_page
from postroom.practice.web.style import style


class PracticeRouter(Router):
    """Refuses forms that another site's page sends, and says in words what was wrong with a request."""

    async def answer(self, request: Request) -> Response | None:
        origin = request.headers.get("origin", request.base_url)
        if request.method == "POST" and request.path.startswith("/practice/") and origin != request.base_url:
            return Response(403, b"This form was sent by another site.", {"content-type": "text/plain"})
        try:
            return await super().answer(request)
        except (LookupError, ValueError, TypeError) as problem:
            if request.path.startswith("/practice/api/"):
                return json_response({"error": f"{type(problem).__name__}: {problem}"}, 400)
            page = practice_page(request, "That did not work", f"<p>{escape(str(problem))}</p>")
            return Response(400, page.body, page.headers)


def practice_router(control: Control) -> Router:
    router = PracticeRouter()
    router.add("GET", "/practice/style.css", style)
    pages: list[tuple[str, str, Callable[..., Response]]] = [
        ("GET", "/", mailboxes.overview),
        ("GET", "/practice/folder/{folder}", mailboxes.folder_page),
        ("GET", "/practice/message/{message}", mailboxes.message_page),
        ("POST", "/practice/message/{message}/break", mailboxes.toggle_broken),
        ("GET", "/practice/raw/{message}", mailboxes.raw_mail),
        ("GET", "/practice/write", write.write_page),
        ("POST", "/practice/write", write.send),
        ("GET", "/practice/customers", write.customers_page),
        ("GET", "/practice/break", breakage.break_page),
        ("POST", "/practice/break", breakage.break_it),
        ("POST", "/practice/mend", breakage.mend),
        ("POST", "/practice/once", breakage.once),
        ("GET", "/practice/tenant", tenant_page.tenant_page),
        ("POST", "/practice/redirect-address", tenant_page.register_redirect_address),
        ("POST", "/practice/shell", tenant_page.run_script),
        ("POST", "/practice/request", tenant_page.answer_request),
        ("GET", "/practice/google", google_page.google_page),
        ("POST", "/practice/google/redirect-address", google_page.register_redirect_address),
        ("POST", "/practice/google/once", google_page.once),
        ("POST", "/practice/api/break", api.break_),
        ("POST", "/practice/api/mend", api.mend),
        ("POST", "/practice/api/once", api.once),
        ("POST", "/practice/api/send", api.send),
        ("GET", "/practice/api/held", api.held),
    ]
    for method, path, page in pages:
        router.add(method, path, partial(page, control))
    return router
