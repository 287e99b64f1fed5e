"""Everybody who signs in."""

from tests.web.cast import cast, desk, pages

__all__ = ["cast", "desk", "pages"]
