"""The archive of a backup: a tar of ``manifest.json``, ``database.dump`` and the files that are not in the database."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from postroom.ground.errors import BackupError
from postroom.ground.postgres_client import ProgramFailed, read_to_the_end
from postroom.words import gettext as _

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself.

    Attributes:
        format: of the archive; a newer one cannot be read.
        postroom: the version that wrote it.
        made: when, in ISO 8601, UTC.
        migrations: names of the last migration of each app.
        digests: SHA-256 of every other member, by name.
    """

    format: int
    postroom: str
    made: str
    migrations: dict[str, str]
    digests: dict[str, str]


def write_archive(target: Path, manifest: Manifest, members: dict[str, Path]) -> None:
    """Write a new archive, readable by its owner only.

    Raises:
        OSError: it cannot be written.
    """
    folder = next(iter(members.values())).parent
    about = folder / MANIFEST
    about.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    with tarfile.open(target, "x") as archive:
        target.chmod(0o600)
        for name, path in {MANIFEST: about, **members}.items():
            archive.add(path, name, recursive=False)


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify_archive(path: Path) -> Manifest:
    """Read an archive whole: every member against its digest, the dump to its last block.

    Raises:
        BackupError: it is no archive of Postroom's, or damaged.
    """
    with opened(path) as archive:
        manifest = read_manifest(archive, path)
        for name, expected in manifest.digests.items():
            if _digest_of_member(archive, name) != expected:
                raise BackupError(_("{path} is damaged: {name} is not what was written.").format(path=path, name=name))
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """An archive to read from; errors of reading are `BackupError`."""
    try:
        with tarfile.open(path, "r:") as archive:
            yield archive
    except (OSError, tarfile.TarError, KeyError, ProgramFailed) as error:
        raise BackupError(_("{path} cannot be read: {error}").format(path=path, error=error)) from error


def read_manifest(archive: tarfile.TarFile, path: Path) -> Manifest:
    """What the archive says of itself.

    Raises:
        BackupError: nothing, or in a newer format.
    """
    try:
        manifest = Manifest(**json.load(member(archive, MANIFEST)))
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError(_("{path} is not a backup of Postroom's.").format(path=path)) from error
    if manifest.format != FORMAT or DUMP not in manifest.digests:
        raise BackupError(_("{path} was made by a newer Postroom.").format(path=path))
    return manifest


def member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    """A member's content. Raises KeyError where there is none."""
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file


def _digest_of_member(archive: tarfile.TarFile, name: str) -> str:
    sum_ = hashlib.sha256()
    with read_to_the_end() if name == DUMP else nullcontext() as copy, member(archive, name) as file:
        while piece := file.read(_PIECE):
            sum_.update(piece)
            if copy:
                copy.write(piece)
    return sum_.hexdigest()
