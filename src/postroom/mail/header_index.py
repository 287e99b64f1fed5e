"""Headers looked up by name, without walking the whole list for every question."""

from __future__ import annotations

from collections.abc import Iterable

Headers = tuple[tuple[str, str], ...]


class HeaderIndex:
    """The headers of one mail, found by name; case does not matter."""

    __slots__ = ("_values",)

    def __init__(self, headers: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, list[tuple[str, str]]] = {}
        for name, value in headers:
            self._values.setdefault(name.lower(), []).append((name, value.strip()))

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def first(self, name: str) -> str:
        """Return the first value of the header `name` (lower case), or an empty string."""
        found = self._values.get(name)
        return found[0][1] if found else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of the header `name` (lower case), in order."""
        return tuple(value for _, value in self._values.get(name, ()))

    def quoted(self, name: str) -> str:
        """Return the first header of that name as `Header-Name: value`, the way reasons are shown."""
        written, value = self._values[name][0]
        return f"{written}: {value}"
