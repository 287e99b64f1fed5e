"""A sentence about an error, in the language of whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass

from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Sentence:
    """`what` happened and what to do: the `remedy`, where there is one with a `command` to paste or a `link`."""

    what: StrPromise
    remedy: StrPromise
    command: str = ""
    """For PowerShell of the tenant's administrator."""
    link: str = ""
