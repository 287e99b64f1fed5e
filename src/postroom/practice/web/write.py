"""Writing as a customer, and the customers' inboxes."""

from __future__ import annotations

import email
import re
from email import policy
from email.message import EmailMessage, Message
from email.utils import formataddr, formatdate, make_msgid
from html import escape

from postroom.practice.asgi.messages import Request, Response
from postroom.practice.control import Control
from postroom.practice.graph.decode import body_of, header_text, one_recipient
from postroom.practice.page import Words, hidden, words_for
from postroom.practice.web.frame import choice, done, post_form, practice_page, text_field
from postroom.practice.web.mailboxes import find_message, message_table

_KINDS = ("An ordinary mail", "An out-of-office answer", "A newsletter")


def write_page(control: Control, request: Request) -> Response:
    say = words_for(request)
    answered = _answered(control, request)
    fields = _people(control, say, answered) + _content(say, answered) + _extras(say)
    return practice_page(request, "Write as a customer", post_form("/practice/write", fields, files=True))


def _answered(control: Control, request: Request) -> tuple[str, Message] | None:
    """Whose inbox and which mail is being answered."""
    found = find_message(control, request.query.get("answer", ""))
    if found is None:
        return None
    raw = control.world.post.messages.content(found)
    return found.mailbox, email.message_from_bytes(raw, policy=policy.compat32)


def _people(control: Control, say: Words, answered: tuple[str, Message] | None) -> str:
    post = control.world.post.mailboxes
    customers = [(one.address, f"{one.name} <{one.address}>") for one in post.outside() if not one.refuses]
    ours = [address for one in post.inside() for address in one.addresses]
    to = ""
    if answered:
        sender = one_recipient(answered[1], "Reply-To") or one_recipient(answered[1], "From")
        to = sender["emailAddress"]["address"] if sender else ""
    options = "".join(f'<option value="{escape(address)}"></option>' for address in ours)
    return (
        choice("from", say("From"), customers, answered[0] if answered else "")
        + text_field("to", say("To (several with commas)"), to or ours[0], required=True, listed="ours")
        + f'<datalist id="ours">{options}</datalist>'
        + text_field("cc", say("Cc"))
    )


def _content(say: Words, answered: tuple[str, Message] | None) -> str:
    subject, text, thread = "", "", ""
    if answered:
        mime = answered[1]
        subject = "Re: " + re.sub(r"^(re|aw):\s*", "", header_text(mime, "Subject"), flags=re.IGNORECASE)
        kind, body = body_of(mime)
        plain = re.sub(r"<[^>]+>", "", body) if kind == "html" else body
        text = "\n\n" + "\n".join(f"> {line}" for line in plain.splitlines())
        references = f"{header_text(mime, 'References')} {header_text(mime, 'Message-ID')}".strip()
        thread = hidden("references", references)
    return (
        thread
        + text_field("subject", say("Subject"), subject, required=True)
        + f'<label for="text">{say("Text")}</label><textarea id="text" name="text" rows="10">{escape(text)}</textarea>'
    )


def _extras(say: Words) -> str:
    return (
        f'<label class="check"><input type="checkbox" name="html" value="1"> {say("Send as HTML too")}</label>'
        + choice("kind", say("Kind"), [(kind, say(kind)) for kind in _KINDS])
        + f'<label for="files">{say("Attachments")}</label><input id="files" name="files" type="file" multiple>'
        + f'<button class="main">{say("Send")}</button>'
    )


def send(control: Control, request: Request) -> Response:
    """Answer POST /practice/write."""
    form = request.form
    recipients = [part.strip() for name in ("to", "cc") for part in form.get(name, "").split(",") if "@" in part]
    mail = _compose(control, request, form)
    control.send_from_outside(form["from"], recipients, mail.as_bytes())
    return done("/practice/write", words_for(request)("Sent."))


def _compose(control: Control, request: Request, form: dict[str, str]) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    sender = control.mailbox(form["from"])
    mail["From"] = formataddr((sender.name, sender.address))
    mail["To"] = form["to"]
    if form.get("cc"):
        mail["Cc"] = form["cc"]
    mail["Subject"] = " ".join(form["subject"].split())
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = make_msgid(domain=sender.address.rpartition("@")[2])
    _add_thread(mail, form.get("references", ""))
    _add_kind(mail, form.get("kind", ""))
    mail.set_content(form.get("text", ""))
    if form.get("html"):
        paragraphs = "".join(f"<p>{escape(part)}</p>" for part in form.get("text", "").split("\n\n"))
        mail.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html")
    for upload in request.uploads:
        if upload.filename:
            main, _, subtype = upload.content_type.partition("/")
            mail.add_attachment(upload.content, maintype=main, subtype=subtype, filename=upload.filename)
    return mail


def _add_thread(mail: EmailMessage, references: str) -> None:
    known = references.split()
    if known:
        mail["In-Reply-To"] = known[-1]
        mail["References"] = " ".join(known)


def _add_kind(mail: EmailMessage, kind: str) -> None:
    if kind == "An out-of-office answer":
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
    elif kind == "A newsletter":
        mail["List-Id"] = "<newsletter.practice.example>"
        mail["List-Unsubscribe"] = "<mailto:abmelden@practice.example>"
        mail["Precedence"] = "bulk"


def customers_page(control: Control, request: Request) -> Response:
    say = words_for(request)
    sections = ""
    for mailbox in control.world.post.mailboxes.outside():
        inbox = control.folder(mailbox.address, "inbox")
        messages = list(reversed(control.world.post.messages.in_folder(inbox)))
        note = f" ({say('bounces')})" if mailbox.refuses else f" ({say('away')})" if mailbox.out_of_office else ""
        table = message_table(say, messages)
        sections += f"<h2>{escape(mailbox.name)} &lt;{escape(mailbox.address)}&gt;{note}</h2>{table}"
    return practice_page(request, "Customers' inboxes", sections)
