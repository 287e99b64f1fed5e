"""The documentation: links lead somewhere, both languages say the same things, and nothing that exists is left out."""

from __future__ import annotations

import dataclasses
import re
import runpy
from pathlib import Path

import pytest

from postroom import config
from postroom.channels.sentences import SENTENCES
from postroom.configuration import Configuration

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "manual"
LANGUAGES = ("en", "de")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def links(page: Path) -> list[str]:
    """Return where a page leads to within the repository."""
    found = LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    return [link for link in found if not link.startswith(("http://", "https://", "mailto:"))]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page as code hosts make them of headings."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in HEADING.findall(text)}


def leads_nowhere(page: Path, link: str) -> bool:
    path, _hash, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return not target.exists() or (bool(anchor) and anchor not in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_to_something(page: Path) -> None:
    assert [link for link in links(page) if leads_nowhere(page, link)] == []


def test_manual_has_the_same_pages_in_both_languages() -> None:
    english, german = ({page.name for page in (MANUAL / language).glob("*.md")} for language in LANGUAGES)
    assert english == german


@pytest.mark.parametrize("language", LANGUAGES)
def test_index_leads_to_every_page_of_the_manual(language: str) -> None:
    index = MANUAL / language / "index.md"
    pages = {page.name for page in index.parent.glob("*.md")} - {"index.md"}
    assert pages - set(links(index)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_explained(language: str) -> None:
    page = (MANUAL / language / "settings.md").read_text(encoding="utf-8")
    of_installation = set(re.findall(r'"(POSTROOM_[A-Z_]+)"', Path(config.__file__).read_text(encoding="utf-8")))
    names = [*(field.name for field in dataclasses.fields(Configuration)), *sorted(of_installation)]
    assert [name for name in names if f"`{name}`" not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_is_explained(language: str) -> None:
    """`tools/write_error_pages.py` writes the tables anew."""
    page = (MANUAL / language / "errors.md").read_text(encoding="utf-8")
    assert [code for code in SENTENCES if f"| `{code}` |" not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_of_errors_say_what_the_program_says(language: str) -> None:
    """`tools/write_error_pages.py` writes them anew."""
    written = runpy.run_path(str(ROOT / "tools" / "write_error_pages.py"))["page"](language, LANGUAGES.index(language))
    assert (MANUAL / language / "errors.md").read_text(encoding="utf-8") == written


def test_pictures_are_small_enough_to_load_at_once() -> None:
    pictures = (ROOT / "docs" / "images").rglob("*.png")
    assert [picture.name for picture in pictures if picture.stat().st_size >= 150_000] == []
