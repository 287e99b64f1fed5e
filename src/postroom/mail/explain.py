"""`postroom explain`: how Postroom reads a mail, for people and as JSON. Needs no database and no configuration."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from postroom.mail.explain_text import render
from postroom.mail.message import parse
from postroom.mail.values import Address, Attachment, Bounce, InboundMail
from postroom.words import gettext as _

_EXPLAINED_NAMES = frozenset((".eml", ".msg", ".mbox", ".box", ".txt", ".mail", ""))


def main(argv: Sequence[str] | None = None) -> int:
    """Explain the files named in `argv`; return 0, or 1 where one could not be read from disk."""
    parser = argparse.ArgumentParser(prog="postroom explain", description=_("Say how Postroom reads a mail."))
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help=_("a mail, or a folder of mails"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a mail, for programs"))
    parser.add_argument(
        "--trust",
        action="append",
        default=[],
        metavar="NAME",
        help=_("believe Authentication-Results of the receiving server of that name (may be given again)"),
    )
    options = parser.parse_args(argv)
    try:
        return _explain(options.paths, frozenset(name.lower() for name in options.trust), as_json=options.json)
    except BrokenPipeError:
        # The reader of our output, such as `head`, has seen enough; nothing more may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _explain(paths: Iterable[Path], trusted: frozenset[str], *, as_json: bool) -> int:
    failed = False
    for path in files_of(paths):
        try:
            raw = path.read_bytes()
        except OSError as error:
            sys.stderr.write(f"{path}: {error.strerror or error}\n")
            failed = True
            continue
        mail = parse(raw, trusted_authserv_ids=trusted)
        _print(_as_line(mail, str(path)) if as_json else render(mail, str(path)))
    return 1 if failed else 0


def _print(text: str) -> None:
    """Write to standard output, whatever the terminal's charset can show."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _as_line(mail: InboundMail, file: str) -> str:
    return json.dumps(describe(mail, file), ensure_ascii=False)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the mails named, and those in the folders named, in the order of their sorted paths."""
    return sorted({file for path in paths for file in _files_below(path)})


def _files_below(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in path.rglob("*"):
        if file.suffix.lower() in _EXPLAINED_NAMES and not file.name.startswith(".") and file.is_file():
            yield file


def describe(mail: InboundMail, file: str) -> dict[str, object]:
    """Return what was read, with the keys that `postroom explain --json` promises."""
    return {
        "file": file,
        "from": _address(mail.from_),
        "reply_to": [_address(item) for item in mail.reply_to],
        "to": [_address(item) for item in mail.to],
        "cc": [_address(item) for item in mail.cc],
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "text": mail.text,
        "html": mail.html,
        "new_text": mail.new_text,
        "signature": mail.signature,
        "attachments": [_attachment(item) for item in mail.attachments],
        "nature": {
            "kind": mail.nature.kind.value,
            "because": list(mail.nature.because),
            "may_answer": mail.nature.may_answer,
        },
        "bounce": _bounce(mail.bounce) if mail.bounce else None,
        "security": {
            "signed": mail.security.signed,
            "signature_valid": mail.security.signature_valid,
            "encrypted": mail.security.encrypted,
            "dmarc": mail.security.dmarc,
        },
        "defects": list(mail.defects),
    }


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "email": address.email}


def _attachment(attachment: Attachment) -> dict[str, object]:
    return {
        "filename": attachment.filename,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "content_id": attachment.content_id,
        "inline": attachment.inline,
    }


def _bounce(bounce: Bounce) -> dict[str, object]:
    return {
        "recipients": [
            {
                "email": recipient.email,
                "status": recipient.status,
                "permanent": recipient.permanent,
                "class": recipient.category.value,
                "diagnostic": recipient.diagnostic,
            }
            for recipient in bounce.recipients
        ],
        "original_message_id": bounce.original_message_id,
        "original_subject": bounce.original_subject,
    }


if __name__ == "__main__":
    sys.exit(main())
