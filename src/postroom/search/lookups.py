"""Asking a tsvector a tsquery that is written already: no configuration of the server takes part."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Q
from django.db.models.sql.compiler import SQLCompiler


@SearchVectorField.register_lookup
class Asked(Lookup[Any]):
    """`document__asked="'word':* & 'other'"`."""

    lookup_name = "asked"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # type: ignore[override]  # a list as in all of Django's own
        """Compile it."""
        document, parameters = self.process_lhs(compiler, connection)
        return f"{document} @@ CAST(%s AS tsquery)", [*parameters, self.rhs]


def asks(tsquery: str) -> Q:
    """Return the condition on rows of `SearchText`."""
    return Q(document__asked=tsquery)
