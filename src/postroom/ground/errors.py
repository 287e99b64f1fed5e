"""What may be wrong with an installation. The text of each is a whole sentence for the person at the terminal."""


class GroundError(Exception):
    """Base of everything the command line reports in one sentence instead of a traceback."""


class ConfigError(GroundError):
    """A setting is unknown, unreadable or means nothing."""


class DatabaseError(GroundError):
    """The embedded PostgreSQL cannot be made, started or reached."""


class AlreadyRunning(GroundError):
    """Another Postroom runs in the same data folder."""


class NotPrepared(GroundError):
    """Migrating failed; the process that did it has said why."""


class BackupError(GroundError):
    """A backup could not be written, or what was written could not be read back whole."""


class RestoreError(GroundError):
    """An archive cannot be put back here."""
