"""A practice tenant for the tests of Microsoft 365 channels."""

from tests.servers.practice import practice

__all__ = ["practice"]
