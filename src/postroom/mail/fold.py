"""The HTML of a body in parts: new, and past to be folded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoldedHtml:
    """`new` is shown; `quoted` is shown when unfolded. Both are whole, well-formed pieces of HTML."""

    new: str
    quoted: str = ""


def fold_html(safe_html: str) -> FoldedHtml:
    """Fold the quoted past of HTML that `make_safe` has written."""
    return FoldedHtml(safe_html)
