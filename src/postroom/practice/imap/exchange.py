"""Exchange Online's IMAP.

Source: "Authenticate an IMAP, POP or SMTP connection using OAuth"
(learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth):
a refused token is answered by `NO AUTHENTICATE failed.` at once, without the error challenge that Google sends first.
The capability lines are those that Exchange Online shows before and after sign-in; it offers LIST attributes of
RFC 6154 without naming SPECIAL-USE, and it has no SORT. An expunged message goes to Recoverable Items, where the user
no longer sees it ("Recoverable Items folder in Exchange Online").
"""

from __future__ import annotations

import base64

from postroom.practice.identity.scopes import EXCHANGE
from postroom.practice.identity.tokens import Bearer
from postroom.practice.imap.session import Bad, No, Session
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.mailstore.message import Message
from postroom.practice.passwords import by_password, passwords_allowed
from postroom.practice.rights import may_open
from postroom.practice.world import World

_BEFORE = (
    b"IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+"
)
_HERE = base64.b64encode("PRACTICE.OUTLOOK.EXAMPLE".encode("utf-16-le"))


class Exchange:
    """Words and habits of Exchange Online."""

    mechanisms = frozenset({b"XOAUTH2"})
    greeting = b"* OK The Microsoft Exchange IMAP4 service is ready. [" + _HERE + b"]"
    name = b'("name" "Microsoft.Exchange.Imap4.Imap4Server" "version" "15.20")'
    goodbye = b"Microsoft Exchange Server IMAP4 server signing off."
    after_sign_in = (
        b"IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES "
        b"CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE NAMESPACE LITERAL+"
    )
    special_uses = {
        "drafts": rb"\Drafts",
        "sentitems": rb"\Sent",
        "deleteditems": rb"\Trash",
        "junkemail": rb"\Junk",
        "archive": rb"\Archive",
    }

    def before_sign_in(self, world: World) -> bytes:
        return _BEFORE.replace(b" LOGINDISABLED", b"") if passwords_allowed(world) else _BEFORE

    async def by_token(self, session: Session, user: str, token: str) -> None:
        bearer = bearer_for(session.world, token, "IMAP.AccessAsUser.All", "IMAP.AccessAsApp")
        mailbox = session.world.post.mailboxes.find(user)
        if bearer is None:
            raise No("AUTHENTICATE failed.")
        session.token = token
        session.mailbox = mailbox or Mailbox(user, user)
        session.connected = mailbox is not None and mailbox.imap_enabled and may_open(bearer, mailbox)

    def by_password(self, session: Session, name: str, password: str) -> None:
        """Basic authentication has ended, except in a tenant that still allows it."""
        user = by_password(session.world, name, password)
        mailbox = session.world.post.mailboxes.find(user.mailbox) if user else None
        if mailbox is None:
            raise No("LOGIN failed.")
        session.mailbox, session.connected = mailbox, mailbox.imap_enabled

    def holds(self, session: Session) -> bool:
        return session.world.tokens.bearer(session.token) is not None

    def throttle(self) -> Exception:
        return Bad("Request is throttled. Suggested Backoff Time: 30000 milliseconds")

    def remove(self, session: Session, message: Message) -> None:
        post = session.world.post
        post.messages.move(message, post.folders.well_known(message.mailbox, "recoverableitemsdeletions"))

    def can_select(self, path: str) -> bool:
        return True


def bearer_for(world: World, token: str, scope: str, role: str) -> Bearer | None:
    """What the token proves, if it is for Exchange and allows the protocol."""
    bearer = world.tokens.bearer(token)
    if bearer is None or bearer.audience not in (*EXCHANGE.uris, EXCHANGE.app_id):
        return None
    return bearer if bearer.may(scope if bearer.user else role) else None
