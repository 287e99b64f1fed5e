"""Who looks at the pages."""

from tests.web.cast import cast, desk, pages

__all__ = ["cast", "desk", "pages"]
