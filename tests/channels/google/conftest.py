"""A stand-in Google for the tests of Google channels."""

from tests.servers.practice_google import google

__all__ = ["google"]
