"""Administrator, agents and customer, each in a browser of their own."""

from tests.web.cast import cast, pages

__all__ = ["cast", "pages"]
