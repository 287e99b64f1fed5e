"""A sentence about an error, in the language of whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass

from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Sentence:
    """`what` happened and what to do: the `remedy`."""

    what: StrPromise
    remedy: StrPromise
