"""Postroom: a help desk that lives on e-mail."""

__version__ = "0.1.0"
