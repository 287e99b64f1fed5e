"""What an agent does on the pages, and a mail to look at."""

from __future__ import annotations

import email
import email.policy
from typing import Any

from django.test import Client

from postroom.models import (
    Article,
    Inbound,
    Ticket,
)
from tests.world import World, eml


def html_mail(width: str = "40") -> bytes:
    """Return a mail with an inline image, a remote one, a tracking one, and an older mail quoted."""
    message = email.message_from_bytes(eml(subject="Look at this"), policy=email.policy.default)
    message.set_content("plain")
    message.add_alternative(
        '<p>See <b>this</b>: <img src="cid:drop@x"></p>'
        f'<img src="https://elsewhere.example/a.png" width="{width}" height="{width}">'
        '<img src="https://elsewhere.example/t.gif" width="1" height="1"><script>alert(1)</script>'
        '<div class="gmail_quote"><div class="gmail_attr">On Monday, Anna wrote:</div>'
        "<blockquote type=cite>An older mail</blockquote></div>",
        subtype="html",
    )
    html = message.get_payload()[1]  # type: ignore[index]
    html.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<drop@x>", filename="drop.png")  # type: ignore[union-attr]
    return message.as_bytes()


def ticket_of(row: Inbound) -> Ticket:
    """Return what became of the mail."""
    assert row.ticket is not None
    return Ticket.objects.get(pk=row.ticket.pk)


def article_of(row: Inbound) -> Article:
    """Return the article of the mail."""
    assert row.article is not None
    return row.article


def fields(**changes: Any) -> dict[str, Any]:
    return {"body": "Use water.", "to": "Carl <carl@customer.example>", "subject": "RE: Printer", **changes}


def answer(pages: Client, world: World, ticket: Ticket, kind: str = "reply", **changes: Any) -> Any:
    return pages.post(f"/tickets/{ticket.pk}/{kind}/", fields(sender=world.address.pk, **changes))
