"""Everybody who looks at tags."""

from tests.web.cast import cast, pages

__all__ = ["cast", "pages"]
