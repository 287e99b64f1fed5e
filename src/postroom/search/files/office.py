"""The text of Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300) files: XML in a ZIP archive.

The elements' text in document order is all a search needs; styles, formulas and drawings are passed over.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from postroom.search.files.texts import Gathered, Unreadable

_PARTS = re.compile(
    r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"
    r"|xl/(sharedStrings|comments\d*|worksheets/sheet\d+)\.xml"
    r"|ppt/(slides|notesSlides)/[^/]+\.xml"
    r"|content\.xml"
)
_OPEN_DOCUMENT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_ENDS = frozenset(("p", "h", "si", "c"))
"""Local names of paragraphs, headings, shared texts and cells."""
_MOST_XML = 200_000_000
"""Bytes of XML that are unpacked of one file."""
_MOST_PARTS = 2_000


def read_office(content: bytes, gathered: Gathered) -> None:
    """Add the text of every part that holds some. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _read_parts(archive, gathered)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"It is no Office file that can be read: {error}") from error
    except (ParseError, DefusedXmlException) as error:
        raise Unreadable(f"Its XML cannot be read: {error}") from error


def _read_parts(archive: zipfile.ZipFile, gathered: Gathered) -> None:
    parts = [info for info in archive.infolist() if _PARTS.fullmatch(info.filename)][:_MOST_PARTS]
    if not parts:
        raise Unreadable("It holds no text of a document, a table or slides.")
    room = _MOST_XML
    for info in parts:
        room -= info.file_size
        if room < 0:
            raise Unreadable("It is too large when unpacked.")
        with archive.open(info) as part:
            for paragraph in _paragraphs(iterparse(part, events=("end",))):
                if not gathered.add(paragraph):
                    return


def _paragraphs(elements: Iterator[tuple[str, Element]]) -> Iterator[str]:
    """One text a paragraph or cell, because a change of style may cut a word in two."""
    runs: list[str] = []
    for _event, element in elements:
        namespace, _, name = element.tag.rpartition("}")
        if name == "t":
            runs.append(element.text or "")
        elif name in ("p", "h") and namespace == _OPEN_DOCUMENT:
            runs.extend(element.itertext())
        elif name == "c":
            runs.append(_value(element, namespace))
        if name in _ENDS or name == "row":
            yield "".join(runs)
            runs = []
            element.clear()
    yield "".join(runs)


def _value(cell: Element, namespace: str) -> str:
    """Return what stands in a cell itself; `s` says that it is a number of a shared text (ECMA-376 18.18.11)."""
    value = cell.find(f"{namespace}}}v")
    return "" if value is None or cell.get("t") == "s" else value.text or ""
