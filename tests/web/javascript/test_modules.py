"""The browser's modules: what their JSDoc says of types holds, and nothing is exported for nobody."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

HERE = Path(__file__).parent
MODULES = sorted(Path(settings.PACKAGE, "web/static/postroom/js").rglob("*.js"))
EXPORT = re.compile(r"^export (?:async )?(?:function|const|class) (\w+)", re.MULTILINE)
NAMES = re.compile(r"\{([\w\s,]+)\}")


def test_types_of_the_modules_hold() -> None:
    compiler = shutil.which("tsc")
    if compiler is None:
        pytest.skip(
            "NOT TESTED: there is no TypeScript compiler (Debian: node-typescript) to check the types of JavaScript"
        )
    found = subprocess.run(
        [compiler, "--project", str(HERE), "--pretty", "false"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (found.stdout, found.stderr, found.returncode) == ("", "", 0)


def test_every_export_is_wanted_by_another_module() -> None:
    sources = {path: path.read_text() for path in MODULES}
    exported = [(path, name) for path, text in sources.items() for name in EXPORT.findall(text)]
    named = {
        path: {name.strip() for names in NAMES.findall(text) for name in names.split(",")}
        for path, text in sources.items()
    }
    alone = [
        (path.name, name)
        for path, name in exported
        if not any(name in named[other] for other in MODULES if other != path)
    ]
    assert alone == []
