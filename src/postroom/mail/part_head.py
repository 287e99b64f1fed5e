"""The header block of one part, and what it says about the part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from postroom.mail.header_block import HeaderBlock, read_header_block
from postroom.mail.headers import decode_headers, split_parameters
from postroom.mail.limits import Budget
from postroom.mail.parts import Part
from postroom.sentences import sentence as _

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_BARE_TYPES = {"text": "text/plain", "html": "text/html", "plain": "text/plain", "multipart": "multipart/mixed"}


@dataclass(frozen=True, slots=True)
class PartHead:
    """What the headers of one part say."""

    block: HeaderBlock
    headers: tuple[tuple[str, str], ...]
    content_type: str
    params: dict[str, str]
    boundary: bytes
    disposition: str
    filename: str
    content_id: str
    encoding: str

    @property
    def body_start(self) -> int:
        """Where the body begins in the source."""
        return self.block.body_start

    def part(self, source: bytes, start: int, end: int) -> Part:
        """Return the part with all but its content."""
        return Part(
            content_type=self.content_type,
            params=self.params,
            headers=self.headers,
            disposition=self.disposition,
            filename=self.filename,
            content_id=self.content_id,
            source=source,
            start=start,
            end=end,
        )


def read_part_head(source: bytes, start: int, end: int, budget: Budget, default_type: str) -> PartHead:
    """Read the headers of the part at `source[start:end]`."""
    block = read_header_block(source, start, end, budget)
    content_type, params = split_parameters(block.first("content-type"), budget)
    disposition, disposition_params = split_parameters(block.first("content-disposition"), budget)
    return PartHead(
        block=block,
        headers=decode_headers(block, budget, params.get("charset", "")),
        content_type=_usable_type(content_type, default_type, budget),
        params=params,
        # The bytes of a boundary are compared as they stand: decoding could change them.
        boundary=params.get("boundary", "").strip().encode("utf-8", "surrogateescape"),
        disposition=disposition if disposition in ("", "inline") else "attachment",
        filename=disposition_params.get("filename") or params.get("name") or "",
        content_id=block.first("content-id").strip(b" \t<>").decode("utf-8", "replace"),
        encoding=block.first("content-transfer-encoding").split(b";")[0].decode("latin-1").strip(),
    )


def _usable_type(written: str, default: str, budget: Budget) -> str:
    if not written:
        return default
    name = _BARE_TYPES.get(written, written).replace(" ", "")
    if _TYPE.fullmatch(name):
        return name
    budget.note(_("Content-Type '%(written)s' is none: read as %(default)s.", written=written[:60], default=default))
    return default
