"""Parts that hold a whole mail of another kind: winmail.dat."""

from __future__ import annotations

import mimetypes
from dataclasses import replace

from postroom.mail import mapi, tnef
from postroom.mail.limits import Budget
from postroom.mail.made_eml import MadeFile, MadeMail
from postroom.mail.parts import Part
from postroom.mail.tnef import Tnef, TnefFile
from postroom.mail.tnef_meeting import meeting_of
from postroom.sentences import sentence as _

TNEF_TYPE = "application/ms-tnef"
_MOST_DEPTH = 3


def unfold_tnef(part: Part, budget: Budget) -> Part:
    """Return a TNEF part with its body and files as children; the part as it is where it holds none."""
    found = tnef.read_tnef(part.content)
    if found is None:
        if part.content_type == TNEF_TYPE:
            budget.note(_("A winmail.dat that is no TNEF was left as it came."))
        return part
    if found.cut:
        budget.note(_("A winmail.dat ends early: what could be read of it was."))
    files = [_file_part(found, item, 0) for item in found.files if budget.take_part()]
    return replace(part, content_type=TNEF_TYPE, children=(_body_part(found), *files, *_meeting_parts(found)))


def _meeting_parts(found: Tnef) -> tuple[Part, ...]:
    calendar = meeting_of(found)
    return (Part(content_type="text/calendar", text=calendar, content=calendar.encode("utf-8")),) if calendar else ()


def _body_part(found: Tnef) -> Part:
    content_type, text = found.body()
    return Part(content_type=content_type, text=text, content=text.encode("utf-8"))


def _file_part(found: Tnef, item: TnefFile, depth: int) -> Part:
    name = found.name_of(item)
    if item.content.startswith(tnef.SIGNATURE) and depth < _MOST_DEPTH:
        # A mail attached to the mail.
        eml = _as_eml(item.content, depth + 1)
        return Part(
            content_type="message/rfc822", disposition="attachment", filename=f"{name or 'mail'}.eml", content=eml
        )
    said = item.properties.get(mapi.ATTACH_MIME_TYPE)
    content_id = item.properties.get(mapi.ATTACH_CONTENT_ID)
    guessed, _encoding = mimetypes.guess_type(name)
    return Part(
        content_type=(said.text(found.codec) if said else "") or guessed or "application/octet-stream",
        disposition="attachment",
        filename=name,
        content_id=content_id.text(found.codec).strip("<>") if content_id else "",
        content=item.content,
    )


def _as_eml(data: bytes, depth: int) -> bytes:
    found = tnef.read_tnef(data) or Tnef()
    content_type, text = found.body()
    subject = found.properties.get(mapi.SUBJECT)
    made = MadeMail(headers=[("Subject", subject.text(found.codec))] if subject else [])
    made.html, made.text = (text, "") if content_type == "text/html" else ("", text)
    for item in found.files:
        part = _file_part(found, item, depth)
        made.files.append(MadeFile(part.filename, part.content_type, part.content, part.content_id))
    return made.as_eml()
