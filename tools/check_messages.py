"""Refuse a catalogue in which a sentence is missing, not translated, or has other placeholders than the original.

Collects the sentences anew into a copy of the catalogue, so it needs GNU gettext; says so and passes without it.
"""

import ast
import re
import shutil
import sys
import tempfile
from pathlib import Path

import polib
from collect_messages import CATALOGUE, PACKAGE, collect

MARKS = frozenset(
    ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy")
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]|#\{[\w.]+\}|\{\w*(?::[^}]*)?\}")
"""Of `%`, of `str.format`, and the variables of mails such as `#{ticket.number}`."""


def main() -> int:
    """Print what is wrong; 1 where something is."""
    if not shutil.which("xgettext"):
        sys.stdout.write("TRANSLATIONS ARE NOT CHECKED: gettext is not installed.\n")
        return 0
    problems = [*_hidden(), *_missing(), *_wrong(PACKAGE / CATALOGUE)]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.stdout.write(f"Translations: {len(problems)} problems.\n")
    return 1 if problems else 0


def _hidden() -> list[str]:
    """Sentences inside f-strings, which xgettext passes over: “make messages” would drop their translations."""
    return [f"in an f-string: {place}" for path in sorted(PACKAGE.rglob("*.py")) for place in _in_f_strings(path)]


def _in_f_strings(path: Path) -> list[str]:
    strings = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.JoinedStr)]
    inside = [node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]
    return [
        f"{path.relative_to(PACKAGE)}:{call.lineno}: {ast.unparse(call)}"
        for call in inside
        if isinstance(call.func, ast.Name) and call.func.id in MARKS
    ]


def _missing() -> list[str]:
    """Sentences that “make messages” would add."""
    with tempfile.TemporaryDirectory(prefix="postroom-messages-") as folder:
        copy = Path(folder, "postroom")
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        collect(copy)
        known = _sentences(PACKAGE / CATALOGUE)
        found = _sentences(copy / CATALOGUE)
        return [f"not in the catalogue: {sentence!r}" for _context, sentence, _plural in sorted(found - known)]


def _sentences(path: Path) -> set[tuple[str, str, str]]:
    """Context, sentence and its plural: the same sentence in another context, or counted, is one of its own."""
    entries = polib.pofile(str(path))
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in entries if not entry.obsolete}


def _wrong(path: Path) -> list[str]:
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    untranslated = [f"not translated: {entry.msgid!r}" for entry in entries if not entry.translated()]
    differing = [f"other placeholders: {entry.msgid!r}" for entry in entries if entry.translated() and _differs(entry)]
    return untranslated + differing


def _differs(entry: polib.POEntry) -> bool:
    translations = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    allowed = {frozenset(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text}
    return any(frozenset(PLACEHOLDER.findall(text)) not in allowed for text in translations)


if __name__ == "__main__":
    sys.exit(main())
