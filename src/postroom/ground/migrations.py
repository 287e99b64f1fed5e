"""Whether the tables are those of this version."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending_migrations() -> bool:
    """Whether some migration has not run on this database."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
