"""The addresses of Graph v1.0 for mail."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from postroom.practice.asgi.messages import Request, Response
from postroom.practice.asgi.router import Router
from postroom.practice.graph import attachments, delta, folders, listing, messages, people, send
from postroom.practice.graph.access import Call, open_call
from postroom.practice.graph.batch import answer_batch
from postroom.practice.graph.errors import GraphError, bad_request, not_found, throttled, too_large
from postroom.practice.graph.subscriptions import Subscriptions
from postroom.practice.identity.routes import away_response
from postroom.practice.mailstore.folders import Folder
from postroom.practice.mailstore.message import Gone
from postroom.practice.switches import Fault
from postroom.practice.world import World

LARGEST_REQUEST = 4 * 1024 * 1024
MOST_AT_ONCE = 4

Answer = Callable[..., Response]


class GraphRouter(Router):
    """Routes of Graph, with what holds for all of them: limits, faults, errors as JSON."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._running: Counter[str] = Counter()

    async def answer(self, request: Request) -> Response | None:
        if not request.path.startswith(("/v1.0/", "/upload/")):
            return None
        switch = self._world.switches.hit(Fault.AWAY_GRAPH)
        if switch is not None:
            return away_response(switch.value)
        who = _app_and_mailbox(request)
        self._running[who] += 1
        try:
            return await self._limited(_plain_path(request), self._running[who])
        except GraphError as problem:
            return problem.response()
        except (ValueError, AttributeError, TypeError):
            return bad_request("Unable to read JSON request payload.").response()
        finally:
            self._running[who] -= 1

    async def _limited(self, request: Request, running: int) -> Response:
        """Source: "Microsoft Graph service-specific throttling limits": 4 requests at once per app and mailbox."""
        switch = self._world.switches.hit(Fault.THROTTLE_GRAPH)
        if switch is not None:
            raise throttled(switch.value)
        if running > MOST_AT_ONCE:
            raise throttled("1")
        if len(request.body) > LARGEST_REQUEST and not request.path.startswith("/upload/"):
            raise too_large()
        if (request.method, request.path.lower()) == ("POST", "/v1.0/$batch"):
            return await answer_batch(request, lambda inner: self._routed(_plain_path(inner)))
        return await self._routed(request)

    async def _routed(self, request: Request) -> Response:
        try:
            response = await super().answer(request)
        except Gone:
            raise not_found() from None
        if response is None:
            raise bad_request(f"Resource not found for the segment '{request.path.rpartition('/')[2]}'.")
        return response


def _app_and_mailbox(request: Request) -> str:
    """What the limit of concurrent requests counts by: the token stands for the app."""
    return f"{request.headers.get('authorization', '')} {'/'.join(request.path.split('/')[2:4])}"


def _plain_path(request: Request) -> Request:
    """OData writes the same path in several ways: mailFolders('inbox'), delta(), microsoft.graph.delta."""
    path = request.path.replace("%27", "'").replace("%28", "(").replace("%29", ")").replace("%24", "$")
    path = re.sub(r"\('([^']*)'\)", r"/\1", path).replace("()", "").replace("microsoft.graph.", "")
    return replace(request, path=path)


def graph_router(world: World, subscriptions: Subscriptions) -> Router:
    router = GraphRouter(world)
    for user in ("/v1.0/me", "/v1.0/users/{user}"):
        router.add("GET", user, partial(people.get_user, world))
        _add_mail(router, world, user)
    _add_uploads(router, world)
    router.add("POST", "/v1.0/subscriptions", subscriptions.create)
    router.add("GET", "/v1.0/subscriptions", subscriptions.list)
    one = "/v1.0/subscriptions/{subscription}"
    router.add("GET", one, subscriptions.get)
    router.add("PATCH", one, subscriptions.renew)
    router.add("DELETE", one, subscriptions.delete)
    router.add("POST", f"{one}/reauthorize", subscriptions.reauthorize)
    return router


def _add_uploads(router: Router, world: World) -> None:
    uploads = attachments.Uploads(world)
    for user in ("/v1.0/me", "/v1.0/users/{user}"):
        path = f"{user}/messages/{{message}}/attachments/createUploadSession"
        router.add("POST", path, _for_mailbox(world, uploads.create))
    router.add("PUT", "/upload/{token}", uploads.put)
    router.add("DELETE", "/upload/{token}", uploads.cancel)


def _add_mail(router: Router, world: World, user: str) -> None:
    def add(method: str, path: str, answer: Answer) -> None:
        router.add(method, user + path, _for_mailbox(world, answer))

    folder, message = "/mailFolders/{folder}", "/messages/{message}"
    add("GET", "/mailFolders", folders.list_folders)
    add("POST", "/mailFolders", folders.create_folder)
    add("GET", "/mailFolders/delta", delta.folder_delta)
    add("GET", folder, folders.get_folder)
    add("GET", "/mailFolders/{parent}/childFolders", folders.list_folders)
    add("POST", "/mailFolders/{parent}/childFolders", folders.create_folder)
    add("GET", f"{folder}/messages/delta", lambda call, folder: delta.message_delta(call, _folder(call, folder)))
    add("GET", f"{folder}/messages", lambda call, folder: listing.list_messages(call, _folder(call, folder)))
    add("POST", f"{folder}/messages", send.create_draft)
    add("GET", "/messages", lambda call: listing.list_messages(call, None))
    add("POST", "/messages", send.create_draft)
    add("POST", "/sendMail", send.send_mail)
    for path in (message, f"{folder}{message}"):
        _add_message(add, path)


def _add_message(add: Callable[[str, str, Answer], None], path: str) -> None:
    def one(answer: Answer) -> Answer:
        """The folder in the path says nothing that the message's id does not say."""
        return lambda call, folder="", **names: answer(call, **names)  # noqa: ARG005

    add("GET", path, one(messages.get_message))
    add("PATCH", path, one(messages.patch_message))
    add("DELETE", path, one(messages.delete_message))
    add("GET", f"{path}/$value", one(messages.get_mime))
    add("POST", f"{path}/move", one(messages.move_message))
    add("POST", f"{path}/copy", one(messages.copy_message))
    add("POST", f"{path}/permanentDelete", one(messages.permanent_delete))
    add("POST", f"{path}/send", one(send.send_draft))
    add("GET", f"{path}/attachments", one(attachments.list_attachments))
    add("POST", f"{path}/attachments", one(attachments.add_attachment))
    add("GET", f"{path}/attachments/{{attachment}}", one(attachments.get_attachment))


def _folder(call: Call, identifier: str) -> Folder:
    return folders.folder_of(call, identifier)


def _for_mailbox(world: World, answer: Answer) -> Callable[..., Response]:
    def handle(request: Request, user: str = "me", **names: str) -> Response:
        return answer(open_call(world, request, user), **names)

    return handle
