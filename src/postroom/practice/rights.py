"""Who may open a mailbox, and who may send in its name.

Sources: "Manage permissions for recipients in Exchange Online" (Full Access and Send As are two permissions),
"Authenticate an IMAP, POP or SMTP connection using OAuth" (service principals need FullAccess on each mailbox),
"Role Based Access Control for Applications in Exchange Online" (which mailboxes app-only Graph reaches).
"""

from __future__ import annotations

from postroom.practice.identity.tokens import Bearer
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.world import World


def owns(bearer: Bearer, mailbox: Mailbox) -> bool:
    return bearer.user is not None and bearer.user.mailbox.lower() == mailbox.address.lower()


def may_open(bearer: Bearer, mailbox: Mailbox) -> bool:
    """Full Access, as IMAP and SMTP need it."""
    if bearer.user is None:
        return bearer.client_id in mailbox.app_access
    return owns(bearer, mailbox) or bearer.user.upn.lower() in (name.lower() for name in mailbox.full_access)


def may_open_by_graph(world: World, bearer: Bearer, mailbox: Mailbox) -> bool:
    if bearer.user is not None:
        return may_open(bearer, mailbox)
    return _by_consent(world, bearer, mailbox) or _by_scope(world, bearer, mailbox)


def may_by_graph(world: World, bearer: Bearer, mailbox: Mailbox, roles: tuple[str, ...]) -> bool:
    """App-only: what Entra ID consented to holds for every mailbox, what RBAC gives for its scope; both add up."""
    if bearer.may(*roles) and _by_consent(world, bearer, mailbox):
        return True
    return world.directory.apps[bearer.client_id].is_scoped_to(mailbox.address, roles)


def _by_consent(world: World, bearer: Bearer, mailbox: Mailbox) -> bool:
    allowed = world.directory.apps[bearer.client_id].graph_mailboxes
    if not bearer.roles or mailbox.kind == "outside":
        return False
    return allowed is None or mailbox.address.lower() in (address.lower() for address in allowed)


def _by_scope(world: World, bearer: Bearer, mailbox: Mailbox) -> bool:
    app = world.directory.apps[bearer.client_id]
    return app.is_scoped_to(mailbox.address, tuple(app.scoped))


def may_send_as(world: World, bearer: Bearer, signed_in: Mailbox, address: str) -> bool:
    """Whether mail from `address` may leave through the mailbox `signed_in`."""
    sender = world.post.mailboxes.find(address)
    if sender is None or sender.kind == "outside":
        return False
    if sender.address.lower() == signed_in.address.lower() and (bearer.user is None or owns(bearer, signed_in)):
        return True
    if bearer.user is None:
        return bearer.client_id in sender.app_access
    return bearer.user.upn.lower() in (name.lower() for name in sender.send_as)
