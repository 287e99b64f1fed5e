"""A practice tenant for the tests of converting."""

from tests.servers.practice import practice

__all__ = ["practice"]
