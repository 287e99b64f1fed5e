"""Who calls, for which mailbox, and whether he may.

Source: "Microsoft Graph permissions reference" (learn.microsoft.com/graph/permissions-reference): delegated permissions
reach other people's mailboxes only in their .Shared form; application permissions reach all mailboxes unless
"Role Based Access Control for Applications in Exchange Online" narrows them.
"""

from __future__ import annotations

from dataclasses import dataclass

from postroom.practice.asgi.messages import Request
from postroom.practice.graph.errors import GraphError, access_denied, not_found, unauthorized
from postroom.practice.identity.scopes import GRAPH
from postroom.practice.identity.tokens import Bearer
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.rights import may_by_graph, may_open_by_graph, owns
from postroom.practice.world import World


@dataclass(frozen=True)
class Call:
    """One call to Graph: the request, who makes it, the mailbox it is about."""

    world: World
    request: Request
    bearer: Bearer
    mailbox: Mailbox
    immutable_ids: bool

    @property
    def key(self) -> str:
        """The mailbox as the store names it."""
        return self.mailbox.address.lower()

    @property
    def own(self) -> bool:
        return owns(self.bearer, self.mailbox)

    def need(self, *permissions: str) -> None:
        """One of these is needed. Raises GraphError 403. Another's mailbox needs the .Shared form."""
        if self.bearer.user is None:
            if not may_by_graph(self.world, self.bearer, self.mailbox, permissions):
                raise access_denied()
            return
        suffix = "" if self.own else ".Shared"
        if not self.bearer.may(*(permission + suffix for permission in permissions)):
            raise access_denied()

    def need_read(self) -> None:
        self.need("Mail.Read", "Mail.ReadWrite")

    def need_write(self) -> None:
        self.need("Mail.ReadWrite")

    def need_send(self) -> None:
        self.need("Mail.Send")


def bearer_of(world: World, request: Request) -> Bearer:
    """Raises GraphError 401."""
    word, _, token = request.headers.get("authorization", "").partition(" ")
    if word.lower() != "bearer" or not token:
        raise unauthorized("Access token is empty.")
    if world.key.read(token) is None:
        raise unauthorized("IDX14100: JWT is not well formed, there are no dots (.).")
    bearer = world.tokens.bearer(token)
    if bearer is None:
        raise unauthorized("Lifetime validation failed, the token is expired.")
    if bearer.audience not in (*GRAPH.uris, GRAPH.app_id):
        raise unauthorized("Access token validation failure. Invalid audience.")
    return bearer


def open_call(world: World, request: Request, user: str) -> Call:
    """The call for the mailbox of `user` (me, a sign-in name, an address or an object id). Raises GraphError."""
    bearer = bearer_of(world, request)
    mailbox = _mailbox(world, bearer, user)
    if not may_open_by_graph(world, bearer, mailbox):
        if bearer.user is None:
            raise access_denied()
        raise GraphError(404, "ErrorItemNotFound", f"{not_found().message}, Default folder Root not found.")
    immutable = 'idtype="immutableid"' in request.headers.get("prefer", "").lower()
    return Call(world, request, bearer, mailbox, immutable)


def _mailbox(world: World, bearer: Bearer, user: str) -> Mailbox:
    address = user
    if user == "me":
        if bearer.user is None:
            raise GraphError(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
        address = bearer.user.mailbox
    else:
        named = world.directory.user(user) or world.directory.user_by_id(user)
        address = named.mailbox if named else user
    mailbox = world.post.mailboxes.find(address)
    if mailbox is not None and mailbox.kind != "outside":
        return mailbox
    if address and user != "me":
        raise GraphError(404, "ErrorInvalidUser", f"The requested user '{user}' is invalid.")
    raise GraphError(
        404,
        "MailboxNotEnabledForRESTAPI",
        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    )
