"""Write the tables of mailbox errors, `docs/manual/<language>/errors.md`, from the sentences of the program."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

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
    "doctor": ("What the doctor finds", "Was die Diagnose feststellt"),
    "ours": ("What Postroom finds itself", "Was Postroom selbst feststellt"),
}
OTHER = ("Others", "Weitere")


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
            lines = [_row(*columns), _row("---", "---", "---")]
            lines += [_row(f"`{code}`", str(said.what), str(said.remedy)) for code, said in sentences.items()]
            parts.append(f"## {name}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _sections(place: int) -> dict[str, dict[str, Any]]:
    left: dict[str, Any] = dict(import_module("postroom.channels.sentences").SENTENCES)
    found: dict[str, dict[str, Any]] = {}
    for name, titles in SECTIONS.items():
        module: ModuleType = import_module(f"postroom.channels.sentences.{name}")
        found[titles[place]] = {code: left.pop(code) for code in module.SENTENCES if code in left}
    return {**found, OTHER[place]: left} if left else found


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
