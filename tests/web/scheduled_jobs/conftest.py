"""Who looks at the pages."""

from tests.web.cast import cast, pages

__all__ = ["cast", "pages"]
