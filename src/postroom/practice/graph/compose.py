"""Messages written as Graph's JSON, turned into MIME; drafts changed in place."""

from __future__ import annotations

import base64
import binascii
import email
from email import policy
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.utils import formataddr, formatdate, make_msgid
from typing import Any

from postroom.practice.graph.errors import bad_request
from postroom.practice.mailstore.mailboxes import Mailbox

_RECIPIENTS = {"toRecipients": "To", "ccRecipients": "Cc", "bccRecipients": "Bcc", "replyTo": "Reply-To"}


def from_json(body: dict[str, Any], mailbox: Mailbox) -> bytes:
    """A whole message from Graph's JSON. Raises GraphError (400) where Graph refuses it."""
    mail = EmailMessage(policy=policy.SMTP)
    sender = (body.get("from") or {}).get("emailAddress") or {}
    mail["From"] = formataddr((sender.get("name") or mailbox.name, sender.get("address") or mailbox.address))
    for name, header in _RECIPIENTS.items():
        if body.get(name):
            mail[header] = _addresses(body[name])
    mail["Subject"] = body.get("subject") or ""
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(domain=mailbox.address.rpartition("@")[2])
    _add_own_headers(mail, body.get("internetMessageHeaders") or [])
    content = body.get("body") or {}
    subtype = "html" if str(content.get("contentType", "text")).lower() == "html" else "plain"
    mail.set_content(str(content.get("content") or ""), subtype=subtype)
    raw = mail.as_bytes()
    for attachment in body.get("attachments") or []:
        raw = with_attachment(raw, attachment_part(attachment, attachment_content(attachment)))
    return raw


def _addresses(recipients: list[dict[str, Any]]) -> str:
    entries = [one.get("emailAddress") or {} for one in recipients]
    return ", ".join(formataddr((entry.get("name") or "", entry.get("address") or "")) for entry in entries)


def _add_own_headers(mail: EmailMessage, headers: list[dict[str, str]]) -> None:
    """Only the user's own headers are allowed; In-Reply-To and the like need MIME."""
    for header in headers:
        if not header.get("name", "").lower().startswith("x-"):
            raise bad_request(
                f"The internet message header name '{header.get('name')}' should start with 'x-' or 'X-'.",
                "InvalidInternetMessageHeader",
            )
        mail[header["name"]] = header.get("value", "")


def attachment_content(attachment: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(str(attachment.get("contentBytes", "")), validate=True)
    except binascii.Error as error:
        raise bad_request("Cannot convert the literal to the expected type 'Edm.Binary'.") from error


def attachment_part(attachment: dict[str, Any], content: bytes) -> Message:
    """A MIME part for a fileAttachment."""
    kind = str(attachment.get("contentType") or "application/octet-stream")
    part = Message()
    part["Content-Type"] = kind
    part.set_param("name", str(attachment.get("name") or "attachment"))
    part["Content-Transfer-Encoding"] = "base64"
    disposition = "inline" if attachment.get("isInline") else "attachment"
    part.add_header("Content-Disposition", disposition, filename=_parameter(str(attachment.get("name") or "")))
    if attachment.get("contentId"):
        part["Content-ID"] = f"<{attachment['contentId']}>"
    part.set_payload(base64.encodebytes(content).decode())
    return part


def _parameter(name: str) -> str | tuple[str, str, str]:
    return name if name.isascii() else ("utf-8", "", name)


def with_attachment(raw: bytes, part: Message) -> bytes:
    """The message with one more part; a message that is not multipart/mixed yet is wrapped into one."""
    message = email.message_from_bytes(raw, policy=policy.compat32)
    if message.get_content_type() != "multipart/mixed":
        message = _wrapped(message)
    message.attach(part)
    return message.as_bytes(policy=policy.compat32.clone(linesep="\r\n", max_line_length=None))


def _wrapped(message: Message) -> Message:
    outer, inner = MIMEMultipart("mixed"), Message()
    for name, value in message.items():
        target = inner if name.lower().startswith("content-") else outer
        if name.lower() != "mime-version":
            target[name] = value
    inner.set_payload(message.get_payload())
    outer.attach(inner)
    return outer


def changed_draft(raw: bytes, changes: dict[str, Any]) -> bytes:
    """A draft with some of its fields replaced (PATCH)."""
    message = email.message_from_bytes(raw, policy=policy.SMTP)
    for name, header in _RECIPIENTS.items():
        if name in changes:
            del message[header]
            if changes[name]:
                message[header] = _addresses(changes[name])
    if "subject" in changes:
        del message["Subject"]
        message["Subject"] = str(changes["subject"])
    if "body" in changes:
        target = message.get_body(("html", "plain")) or message
        subtype = "html" if str(changes["body"].get("contentType", "text")).lower() == "html" else "plain"
        target.set_content(str(changes["body"].get("content") or ""), subtype=subtype)
    return message.as_bytes()
