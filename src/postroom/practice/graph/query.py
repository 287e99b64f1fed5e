"""OData query options: $select, $top, $skip, $orderby, $count, and the usual $filter.

Source: "Use query parameters to customize responses" (learn.microsoft.com/graph/query-parameters).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from postroom.practice.clock import from_iso
from postroom.practice.graph.errors import bad_request

Fields = Callable[[str], Any]
Test = Callable[[Fields], bool]

MOST = 1000
_TOKEN = re.compile(
    r"\s*(?:(?P<punctuation>[(),])|(?P<text>'(?:[^']|'')*')|(?P<word>[^\s(),']+))",
)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda left, right: left == right,
    "ne": lambda left, right: left != right,
    "gt": lambda left, right: left > right,
    "ge": lambda left, right: left >= right,
    "lt": lambda left, right: left < right,
    "le": lambda left, right: left <= right,
}
_FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": lambda text, part: part in text,
}


def selected(query: dict[str, str]) -> list[str] | None:
    names = [name.strip() for name in query.get("$select", "").split(",") if name.strip()]
    return names or None


def number(query: dict[str, str], name: str, default: int) -> int:
    text = query.get(name, "")
    if text and not text.isdigit():
        raise bad_request(f"Invalid value '{text}' for {name} query option found.")
    return int(text) if text else default


def page_size(query: dict[str, str], prefer: str, default: int = 10) -> int:
    """$top, or else the preference odata.maxpagesize."""
    preferred = re.search(r"odata\.maxpagesize=(\d+)", prefer)
    return max(1, min(MOST, number(query, "$top", int(preferred[1]) if preferred else default)))


class Filter:
    """A $filter text as a test on fields. Raises GraphError where it is not understood."""

    def __init__(self, text: str) -> None:
        self._tokens = [
            match["punctuation"] or match["text"] or match["word"] for match in _TOKEN.finditer(text.strip())
        ]
        self._at = 0

    def test(self) -> Test:
        test = self._or()
        if self._at != len(self._tokens):
            raise _not_understood()
        return test

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, expected: str = "") -> str:
        token = self._peek()
        if not token or (expected and token != expected):
            raise _not_understood()
        self._at += 1
        return token

    def _or(self) -> Test:
        tests = [self._and()]
        while self._peek().lower() == "or":
            self._take()
            tests.append(self._and())
        return lambda fields: any(test(fields) for test in tests)

    def _and(self) -> Test:
        tests = [self._one()]
        while self._peek().lower() == "and":
            self._take()
            tests.append(self._one())
        return lambda fields: all(test(fields) for test in tests)

    def _one(self) -> Test:
        word = self._take()
        if word == "(":
            inside = self._or()
            self._take(")")
            return inside
        if word.lower() == "not":
            negated = self._one()
            return lambda fields: not negated(fields)
        if word.lower() in _FUNCTIONS:
            return self._function(_FUNCTIONS[word.lower()])
        return self._comparison(word)

    def _function(self, function: Callable[[str, str], bool]) -> Test:
        self._take("(")
        name = self._take()
        self._take(",")
        part = str(_value(self._take())).lower()
        self._take(")")
        return lambda fields: function(str(_read(fields, name)).lower(), part)

    def _comparison(self, name: str) -> Test:
        compare = _COMPARE.get(self._take().lower())
        if compare is None:
            raise _not_understood()
        wanted = _value(self._take())
        is_time = name.endswith("DateTime")

        def test(fields: Fields) -> bool:
            found = _read(fields, name)
            left = from_iso(found) if is_time else _folded(found)
            return compare(left, from_iso(str(wanted)) if is_time else _folded(wanted))

        return test


def _folded(value: Any) -> Any:
    """Exchange compares text without regard to case."""
    return value.lower() if isinstance(value, str) else value


def _value(token: str) -> Any:
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    return {"true": True, "false": False, "null": None}.get(token.lower(), token)


def _read(fields: Fields, path: str) -> Any:
    first, *rest = path.split("/")
    value = fields(first)
    for name in rest:
        value = (value or {}).get(name)
    return value


def _not_understood() -> Exception:
    return bad_request("Invalid filter clause.")
