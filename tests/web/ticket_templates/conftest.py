"""Everybody who looks at templates of tickets."""

from tests.web.cast import cast, pages

__all__ = ["cast", "pages"]
