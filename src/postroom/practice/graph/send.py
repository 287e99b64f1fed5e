"""sendMail, drafts and sending them.

Sources: "user: sendMail", "Create message", "message: send" and "Send Outlook messages in MIME format"
(learn.microsoft.com/graph): MIME comes base64-encoded as text/plain; the answer is 202 without an id.
"""

from __future__ import annotations

import base64
import binascii
import email
from email import policy
from email.utils import formataddr, getaddresses

from postroom.practice.asgi.messages import Response, json_response
from postroom.practice.graph.access import Call
from postroom.practice.graph.as_json import message_json
from postroom.practice.graph.compose import from_json
from postroom.practice.graph.errors import GraphError, bad_request
from postroom.practice.graph.folders import folder_of
from postroom.practice.graph.messages import message_of
from postroom.practice.mailstore.headers import with_crlf, with_header, without_header
from postroom.practice.mailstore.post import address_of
from postroom.practice.rights import may_open_by_graph, may_send_as
from postroom.practice.smtp.submit import LARGEST_MESSAGE
from postroom.practice.switches import Fault


def send_mail(call: Call) -> Response:
    call.need_send()
    if _is_mime(call):
        content, keep = _mime(call), True
    else:
        body = call.request.json()
        content, keep = from_json(body.get("message") or {}, call.mailbox), body.get("saveToSentItems", True)
    content, recipients = _checked(call, content)
    call.world.post.submit([call.mailbox] if keep else [], _sender(content), recipients, content)
    return _accepted(call)


def _accepted(call: Call) -> Response:
    dropped = call.world.switches.hit(Fault.DROP_AFTER_SEND, call.key)
    if dropped is None:
        return Response(202)
    return Response(202, hang=dropped.value == "hang", cut_off=True)


def _is_mime(call: Call) -> bool:
    return call.request.headers.get("content-type", "").lower().startswith("text/plain")


def _mime(call: Call) -> bytes:
    try:
        return with_crlf(base64.b64decode(b"".join(call.request.body.split()), validate=True))
    except binascii.Error as error:
        raise bad_request("Invalid base64 string for MIME content.", "ErrorMimeContentInvalidBase64String") from error


def _checked(call: Call, content: bytes) -> tuple[bytes, list[str]]:
    """The message as it leaves, and its recipients. Raises GraphError where Exchange would not send it."""
    message = email.message_from_bytes(content, policy=policy.compat32)
    sender = address_of(str(message.get("From", ""))) or call.mailbox.address.lower()
    if not _may_send(call, sender):
        raise GraphError(
            403,
            "ErrorSendAsDenied",
            "The user account which was used to submit this request does not have the right to send mail on behalf of "
            "the specified sending account., Cannot submit message.",
        )
    if len(content) > LARGEST_MESSAGE:
        raise GraphError(400, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.")
    headers = [str(value) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])]
    recipients = [address for _, address in getaddresses(headers) if address]
    if not recipients or any("@" not in address for address in recipients):
        raise bad_request("At least one recipient isn't valid.", "ErrorInvalidRecipients")
    return _with_directory_name(call, content, sender), recipients


def _may_send(call: Call, sender: str) -> bool:
    named = call.world.post.mailboxes.find(sender)
    if call.bearer.user is None:
        return named is not None and may_open_by_graph(call.world, call.bearer, named)
    if named is not None and named.address == call.mailbox.address and not call.own:
        # Sending as the shared mailbox itself takes Send As; Full Access alone is not enough.
        return call.bearer.user.upn.lower() in (name.lower() for name in named.send_as)
    return may_send_as(call.world, call.bearer, call.mailbox, sender)


def _with_directory_name(call: Call, content: bytes, sender: str) -> bytes:
    """Exchange replaces the display name in From by the one of the directory when mail comes by Graph."""
    named = call.world.post.mailboxes.find(sender) or call.mailbox
    return with_header(without_header(content, "From"), "From", formataddr((named.name, sender)))


def _sender(content: bytes) -> str:
    return address_of(str(email.message_from_bytes(content, policy=policy.compat32).get("From", "")))


def create_draft(call: Call, folder: str = "drafts") -> Response:
    call.need_write()
    content = _mime(call) if _is_mime(call) else from_json(call.request.json(), call.mailbox)
    target = folder_of(call, folder)
    message = call.world.post.messages.add(target, with_crlf(content), flags=[r"\Seen", r"\Draft"])
    return json_response(message_json(call, message), 201)


def send_draft(call: Call, message: str) -> Response:
    """The draft itself becomes the copy in Sent Items, so that its immutable id stays."""
    call.need_send()
    draft = message_of(call, message)
    if not draft.draft:
        raise bad_request("The message has already been sent.", "ErrorInvalidOperation")
    post = call.world.post
    content, recipients = _checked(call, post.messages.content(draft))
    sent = post.messages.set_flags(post.messages.replace(draft, content), draft.flags - {r"\Draft"})
    post.messages.move(sent, post.folders.well_known(call.key, "sentitems"))
    post.deliver(_sender(content), recipients, without_header(content, "Bcc"))
    return _accepted(call)
