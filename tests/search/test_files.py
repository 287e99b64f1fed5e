"""Words are read out of files; a broken one is noted and never more than that."""

from __future__ import annotations

import datetime
import io
import os
import signal
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from postroom.models import Article, Attachment, Blob, FileState, FileText, Inbound, SearchText
from postroom.search.files.child import read
from postroom.search.files.kinds import kind_of
from postroom.search.files.reader import Reader
from postroom.search.files.reading import read_waiting
from postroom.search.files.texts import LONGEST, Unreadable
from postroom.search.index import index_waiting
from postroom.search.turn import files_in_turn
from tests.world import arrive, eml, make_world

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
T = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def archive(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """The smallest PDF with a line of text (ISO 32000-1, annex H.3), its table of objects left to be rebuilt."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + end).encode()


DOCX = archive(**{"word/document.xml": f"<x {W}><w:p><w:t>Rech</w:t><w:t>nung</w:t></w:p></x>"})
XLSX = archive(
    **{
        "xl/sharedStrings.xml": f"<sst {X}><si><t>Toner</t></si></sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet {X}><row><c t="s"><v>0</v></c><c><v>4711</v></c></row></worksheet>',
    }
)
PPTX = archive(**{"ppt/slides/slide1.xml": f"<x {A}><a:p><a:r><a:t>Quarterly figures</a:t></a:r></a:p></x>"})
ODT = archive(**{"content.xml": f"<x {T}><text:p>Ein <text:span>Vertrag</text:span></text:p></x>"})
MAIL = b"From: Bea <bea@x.example>\r\nTo: us@desk.example\r\nSubject: Forwarded\r\n\r\nThe enclosed text\r\n"


@pytest.mark.parametrize(
    ("kind", "content", "text"),
    [
        ("pdf", pdf("Wartungsvertrag"), "Wartungsvertrag"),
        ("office", DOCX, "Rechnung"),
        ("office", XLSX, "Toner 4711"),
        ("office", PPTX, "Quarterly figures"),
        ("office", ODT, "Ein Vertrag"),
        ("text", "Käse".encode("latin-1"), "Käse"),
        ("text", "Käse".encode("utf-16"), "Käse"),
        ("html", b"<p>Hello <b>there</b></p><script>alert(1)</script>", "Hello there"),
        ("mail", MAIL, "Bea bea@x.example us@desk.example Forwarded The enclosed text"),
    ],
)
def test_file_is_read(kind: str, content: bytes, text: str) -> None:
    answer = read(kind, content)
    assert (" ".join(str(answer["text"]).split()), answer["error"]) == (text, "")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", b""), ("pdf", b"%PDF-1.4 broken"), ("pdf", pdf("x")[:200]), ("office", b"PK\3\4 broken"),
        ("office", archive(readme="x")), ("office", archive(**{"word/document.xml": "<a><b>"})),
        ("office", archive(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})),
        ("text", b"\0\1\2\3"), ("mail", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1_\0_\0s\0u\0b\0s\0t\0g\0"),
    ],
)  # fmt: skip
def test_broken_file_says_why(kind: str, content: bytes) -> None:
    answer = read(kind, content)
    assert (answer["text"], bool(answer["error"])) == ("", True)


def test_endless_file_is_read_in_part() -> None:
    answer = read("text", b"word " * LONGEST)
    assert (len(str(answer["text"])), answer["cut"]) == (LONGEST, True)


def test_zip_bomb_is_not_unpacked() -> None:
    bomb = archive(**{"word/document.xml": " " * 201_000_000})
    assert read("office", bomb)["error"] == "It is too large when unpacked."


@pytest.mark.parametrize(
    ("name", "media", "kind"),
    [
        ("a.PDF", "application/octet-stream", "pdf"), ("a", "application/pdf", "pdf"), ("a.docx", "", "office"),
        ("a.png", "image/png", ""), ("a.exe", "application/octet-stream", ""), ("a.msg", "", "mail"),
        ("noname", "text/plain; charset=utf-8", "text"),
    ],
)  # fmt: skip
def test_reader_is_chosen_by_name_and_type(name: str, media: str, kind: str) -> None:
    assert kind_of(name, media) == kind


@pytest.mark.django_db
def test_words_of_files_are_kept_and_broken_files_noted() -> None:
    world = make_world()
    arrive(world.channel, eml())
    article = Article.objects.get()
    for name, content in (("good.pdf", pdf("Wartungsvertrag")), ("bad.pdf", b"%PDF-1.4 broken"), ("a.png", b"x")):
        (digest,) = Blob.objects.keep([content])
        Attachment.objects.create(article=article, filename=name, content_type="", size=1, blob_id=digest)
    index_waiting()
    read_waiting()
    states = FileText.objects.order_by("state").values_list("state", "text")
    assert list(states) == [(FileState.READ, "Wartungsvertrag"), (FileState.UNREADABLE, "")]
    row = SearchText.objects.get(attachment__isnull=False)
    assert (row.attachment and row.attachment.filename, "'wartungsvertrag'" in row.document) == ("good.pdf", True)


def own_children() -> set[int]:
    """The processes that this one started."""
    lists = Path("/proc/self/task").glob("*/children")
    return {int(pid) for found in lists for pid in found.read_text().split()}


def test_reader_that_died_is_replaced() -> None:
    before = own_children()
    with Reader() as reader:
        first = reader.read("office", DOCX)
        (pid,) = own_children() - before
        second = reader.read("html", b"x")
        assert own_children() - before == {pid}
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(Unreadable):
            reader.read("office", ODT)
        third = reader.read("office", ODT)
    assert [str(answer["text"]).strip() for answer in (first, second, third)] == ["Rechnung", "x", "Ein Vertrag"]
    assert own_children() == before


@pytest.mark.django_db
def test_files_of_an_import_are_read_after_it() -> None:
    world = make_world()
    rows = arrive(world.channel, *(eml(subject=f"Import {number}", body=f"{number}") for number in range(50)))
    (digest,) = Blob.objects.keep([b"Toner"])
    Attachment.objects.create(
        article_id=rows[0].article_id or 0, filename="a.txt", content_type="", size=5, blob_id=digest
    )
    index_waiting()
    read_waiting(files_in_turn)
    assert FileText.objects.get().state == FileState.WAITING
    Inbound.objects.update(stored_at=timezone.now() - datetime.timedelta(seconds=11))
    read_waiting(files_in_turn)
    assert FileText.objects.get().text == "Toner"
