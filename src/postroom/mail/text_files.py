"""Files that stand encoded in the text of a mail, as parts of their own."""

from __future__ import annotations

import mimetypes

from postroom.mail import charsets, uuencode, yenc
from postroom.mail.limits import Budget
from postroom.mail.parts import Part
from postroom.mail.uuencode import EncodedFile
from postroom.sentences import sentence as _


def cut_out_files(data: bytes, budget: Budget) -> tuple[bytes, tuple[Part, ...]]:
    """Return the text without uuencode and yEnc files, and the files as attached parts."""
    rest, files = uuencode.cut_out(data)
    rest, more = yenc.cut_out(rest)
    if not files and not more:
        return data, ()
    budget.note(_("The text held encoded files (uuencode or yEnc): they are attachments now."))
    return rest, tuple(_as_part(item) for item in (*files, *more))


def _as_part(item: EncodedFile) -> Part:
    filename, _defect = charsets.decode(item.filename, "")
    guessed, _encoding = mimetypes.guess_type(filename)
    return Part(
        content_type=guessed or "application/octet-stream",
        disposition="attachment",
        filename=filename,
        content=item.content,
    )
