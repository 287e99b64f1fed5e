"""Everybody who looks at overviews."""

from tests.web.cast import cast, pages

__all__ = ["cast", "pages"]
