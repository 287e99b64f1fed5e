"""The mailboxes with their folders, and one mail."""

from __future__ import annotations

import email
from email import policy
from email.message import Message as Mime
from html import escape

from postroom.practice.asgi.messages import Request, Response
from postroom.practice.clock import utc
from postroom.practice.control import Control
from postroom.practice.graph.decode import attachment_parts, body_of, header_text
from postroom.practice.mailstore.folders import Folder
from postroom.practice.mailstore.mailboxes import Mailbox
from postroom.practice.mailstore.message import Message
from postroom.practice.page import Words, words_for
from postroom.practice.web.frame import done, post_form, practice_page


def overview(control: Control, request: Request) -> Response:
    say = words_for(request)
    intro = say("This is a rehearsal: a stand-in for Microsoft 365 on this computer. Nothing leaves it.")
    cards = "".join(_card(control, say, mailbox) for mailbox in control.world.post.mailboxes.inside())
    return practice_page(request, "Mailboxes", f"<p>{intro}</p><div class='grid'>{cards}</div>")


def _card(control: Control, say: Words, mailbox: Mailbox) -> str:
    folders = control.world.post.folders.all(mailbox.address.lower())
    lines = "".join(_folder_line(control, say, folder) for folder in folders)
    kind = {"shared": say("Shared mailbox"), "user": say("User mailbox")}[mailbox.kind]
    aliases = f"<p class='faint'>{say('Also')}: {escape(', '.join(mailbox.aliases))}</p>" if mailbox.aliases else ""
    return (
        f'<section class="card"><h2>{escape(mailbox.name)}</h2><p>{escape(mailbox.address)}<br>'
        f'<span class="faint">{kind}</span></p>{aliases}<ul>{lines}</ul></section>'
    )


def _folder_line(control: Control, say: Words, folder: Folder) -> str:
    messages = control.world.post.messages.in_folder(folder)
    if not messages and folder.well_known not in ("inbox", "sentitems"):
        return ""
    unread = sum(not message.seen for message in messages)
    path = escape(control.world.post.folders.path(folder))
    return f'<li><a href="/practice/folder/{folder.id}">{path}</a> {len(messages)} ({unread} {say("unread")})</li>'


def folder_page(control: Control, request: Request, folder: str) -> Response:
    say = words_for(request)
    try:
        found = control.world.post.folders.get(int(folder))
    except (LookupError, ValueError):
        return Response(404)
    messages = reversed(control.world.post.messages.in_folder(found))
    heading = f"<h2>{escape(found.mailbox)}: {escape(control.world.post.folders.path(found))}</h2>"
    return practice_page(request, "Mailboxes", heading + message_table(say, list(messages)))


def message_table(say: Words, messages: list[Message]) -> str:
    if not messages:
        return f"<p>{say('No mail here.')}</p>"
    rows = "".join(_row(message) for message in messages)
    heads = "".join(f"<th>{escape(say(name))}</th>" for name in ("Received", "From", "Subject"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(message: Message) -> str:
    css = "" if message.seen else ' class="unread"'
    return (
        f"<tr{css}><td>{utc(message.received):%d.%m.%Y %H:%M}</td><td>{escape(_shown(message.sender))}</td>"
        f'<td><a href="/practice/message/{message.id}">{escape(_shown(message.subject) or "-")}</a></td></tr>'
    )


def _shown(raw: str) -> str:
    headers = Mime()
    headers["Subject"] = raw
    return header_text(headers, "Subject")


def find_message(control: Control, identifier: str) -> Message | None:
    try:
        return control.world.post.messages.get(int(identifier))
    except (LookupError, ValueError):
        return None


def message_page(control: Control, request: Request, message: str) -> Response:
    say = words_for(request)
    found = find_message(control, message)
    if found is None:
        return Response(404)
    mime = email.message_from_bytes(control.world.post.messages.content(found), policy=policy.compat32)
    body = _headers(say, mime) + _body(mime) + _attachments(say, mime) + _actions(control, say, found)
    return practice_page(request, "One mail", body)


def _headers(say: Words, mime: Mime) -> str:
    names = ("From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "Auto-Submitted")
    pairs = ((name, header_text(mime, name)) for name in names)
    lines = "".join(f"<dt>{escape(say(name))}</dt><dd>{escape(text)}</dd>" for name, text in pairs if text)
    return f"<dl>{lines}</dl>"


def _body(mime: Mime) -> str:
    kind, text = body_of(mime)
    if kind == "text":
        return f"<pre>{escape(text)}</pre>"
    # The frame may do nothing at all, and the page's policy keeps it from loading anything.
    return f'<iframe sandbox title="HTML" srcdoc="{escape(text)}" width="100%" height="400"></iframe>'


def _attachments(say: Words, mime: Mime) -> str:
    names = [part.get_filename() or part.get_content_type() for part in attachment_parts(mime)]
    return f"<p>{say('Attachments')}: {escape(', '.join(names))}</p>" if names else ""


def _actions(control: Control, say: Words, message: Message) -> str:
    raw = f'<p><a href="/practice/raw/{message.id}">{say("Raw mail")}</a></p>'
    mailbox = control.world.post.mailboxes.find(message.mailbox)
    if mailbox is not None and mailbox.kind == "outside":
        return raw + f'<p><a href="/practice/write?answer={message.id}">{say("Reply")}</a></p>'
    label = say("Mend this mail") if message.broken else say("Make IMAP fail to retrieve this mail")
    return raw + post_form(f"/practice/message/{message.id}/break", f"<button>{escape(label)}</button>")


def raw_mail(control: Control, request: Request, message: str) -> Response:  # noqa: ARG001 - every page gets it
    found = find_message(control, message)
    if found is None:
        return Response(404)
    return Response(200, control.world.post.messages.content(found), {"content-type": "text/plain; charset=utf-8"})


def toggle_broken(control: Control, request: Request, message: str) -> Response:
    found = find_message(control, message)
    if found is None:
        return Response(404)
    changed = control.world.post.messages.set_broken(found, broken=not found.broken)
    say = words_for(request)
    return done(f"/practice/message/{found.id}", say("Broken for IMAP.") if changed.broken else say("Mended."))
