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
    app = world.directory.apps[bearer.client_id]
    if app.graph_mailboxes is None:
        return mailbox.kind != "outside"
    return mailbox.address.lower() in (address.lower() for address in app.graph_mailboxes)


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
