"""What the conditions of filters can ask about a mail on its way in."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from postroom.conditions.fields import Field, ValueKind

HEADER = "mail.header:"
"""Stands before the name of any header: `mail.header:List-Id`."""
_HEADER_NAME = re.compile(r"[!-9;-~]{1,100}")
"""RFC 5322 section 2.2: printable ASCII without the colon."""

MAIL_FIELDS: dict[str, Field] = {
    "mail.from": Field(_("Sender"), ValueKind.TEXT),
    "mail.reply_to": Field("Reply-To", ValueKind.TEXT),
    "mail.to": Field(_("To"), ValueKind.TEXT),
    "mail.cc": Field(_("Cc"), ValueKind.TEXT),
    "mail.recipients": Field(_("Any recipient"), ValueKind.TEXT),
    "mail.subject": Field(_("Subject"), ValueKind.TEXT),
    "mail.body": Field(_("Text"), ValueKind.TEXT),
    "mail.size": Field(_("Size in KB"), ValueKind.NUMBER),
    "mail.attachments": Field(_("Number of attachments"), ValueKind.NUMBER),
    "mail.attachment_names": Field(_("Name of an attachment"), ValueKind.TEXT),
    "mail.attachment_types": Field(_("Type of an attachment"), ValueKind.TEXT),
    "mail.nature": Field(_("Nature"), ValueKind.CHOICE, choices="nature"),
    "mail.dmarc": Field(_("DMARC result"), ValueKind.TEXT),
    "mail.spf": Field(_("SPF result"), ValueKind.TEXT),
    "mail.dkim": Field(_("DKIM result"), ValueKind.TEXT),
    "mail.channel": Field(_("Channel"), ValueKind.CHOICE, choices="channel"),
}


def mail_field(name: str) -> Field | None:
    """Return the field of that name, a header's too; None where there is none."""
    if name.startswith(HEADER):
        header = name.removeprefix(HEADER)
        return Field(header, ValueKind.HEADER) if _HEADER_NAME.fullmatch(header) else None
    return MAIL_FIELDS.get(name)
