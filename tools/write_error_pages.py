"""Write the tables of mailbox errors, `docs/manual/<language>/errors.md`, from the sentences of the program."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

HEADS = {
    "en": (
        "Errors of mailboxes",
        "Every error a page shows, with its meaning and what to do. The server's own words stand below it on the page. "
        "The code stands in logs.",
        ("Code", "What happened", "What to do"),
    ),
    "de": (
        "Fehler von Postfächern",
        "Jeder Fehler, den eine Seite zeigen kann, mit Bedeutung und Abhilfe. Darunter stehen dort die Worte des "
        "Servers. Die Kennung steht in Protokollen.",
        ("Kennung", "Was geschehen ist", "Was zu tun ist"),
    ),
}
SECTIONS = {
    "reaching": ("Reaching the server", "Den Server erreichen"),
    "tls": ("Encryption", "Verschlüsselung"),
    "signing_in": ("Signing in", "Anmelden"),
    "mailbox": ("In the mailbox", "Im Postfach"),
    "sending": ("Sending", "Senden"),
    "aadsts": ("Signing in at Microsoft", "Anmelden bei Microsoft"),
    "graph": ("Microsoft Graph", "Microsoft Graph"),
    "google": ("Google", "Google"),
    "doctor": ("What the doctor finds", "Was die Diagnose feststellt"),
    "ours": ("What Postroom finds itself", "Was Postroom selbst feststellt"),
}
OTHER = ("Others", "Weitere")
WORDS = {
    "en": (
        "What servers say",
        "The words of a server, and the code of the row above that says what to do.",
        ("By", "The server's words", "Code", "What happened"),
    ),
    "de": (
        "Was Server sagen",
        "Die Worte eines Servers und die Kennung der Zeile weiter oben, in der steht, was zu tun ist.",
        ("Über", "Die Worte des Servers", "Kennung", "Was geschehen ist"),
    ),
}
READ_MORE = {"google.com": ("More at Google", "Mehr bei Google"), "": ("More at Microsoft", "Mehr bei Microsoft")}


def main() -> int:
    """Write both."""
    from_django = import_module("postroom.ground.django_setup")
    from_django.set_up_django()
    for place, language in enumerate(HEADS):
        (ROOT / "docs" / "manual" / language / "errors.md").write_text(page(language, place), encoding="utf-8")
    return 0


def page(language: str, place: int) -> str:
    """Return the page in `language`, which stands at `place` in every pair of titles."""
    title, text, columns = HEADS[language]
    with import_module("django.utils.translation").override(language):
        parts = [f"# {title}\n\n{text}\n"]
        for name, sentences in _sections(place).items():
            rows = [(f"`{code}`", str(said.what), _remedy(said, place)) for code, said in sentences.items()]
            parts.append(f"## {name}\n\n{_table(columns, rows)}")
        parts.append(_words(language))
    return "\n".join(parts)


def _remedy(said: Any, place: int) -> str:
    command = f"`{said.command}`" if said.command else ""
    link = f"[{_more(said.link)[place]}]({said.link})" if said.link else ""
    return " ".join(part for part in (str(said.remedy), command, link) if part)


def _more(link: str) -> tuple[str, str]:
    return next(titles for host, titles in READ_MORE.items() if host in link)


def _words(language: str) -> str:
    title, text, columns = WORDS[language]
    explain = import_module("postroom.channels.sentences").explain
    said = import_module("server_words").every()
    rows = [(one.protocol, f"`{one.words}`", f"`{one.code}`", str(explain(one.code).what)) for one in said]
    return f"## {title}\n\n{text}\n\n{_table(columns, rows)}"


def _sections(place: int) -> dict[str, dict[str, Any]]:
    left: dict[str, Any] = dict(import_module("postroom.channels.sentences").SENTENCES)
    found: dict[str, dict[str, Any]] = {}
    for name, titles in SECTIONS.items():
        module: ModuleType = import_module(f"postroom.channels.sentences.{name}")
        found[titles[place]] = {code: left.pop(code) for code in module.SENTENCES if code in left}
    return {**found, OTHER[place]: left} if left else found


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_row(*columns), _row(*("---" for _column in columns)), *(_row(*cells) for cells in rows)]
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
