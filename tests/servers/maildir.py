"""Reading and writing the Maildir++ folders that Dovecot serves, behind its back."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass
from pathlib import Path

from imapclient import imap_utf7

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Maildir:
    """One user's mail. `owner` is the uid and gid files must have, None for this process's own."""

    root: Path
    owner: tuple[int, int] | None

    def deliver(self, content: bytes, folder: str = "INBOX", *, received: float | None = None) -> None:
        """Put one unread message there; `received` (seconds since 1970) becomes its INTERNALDATE."""
        base = self._path(folder)
        if not (base / "cur").exists():
            self.make_folder(folder)
        name = f"{1_600_000_000 + next(_numbers)}.{os.getpid()}.test"
        path = base / "tmp" / name
        path.write_bytes(content)
        self._give(path)
        if received is not None:
            os.utime(path, (received, received))
        path.rename(base / "new" / name)

    def messages(self, folder: str = "INBOX") -> list[bytes]:
        """Return the content of each message that is there, in order of delivery."""
        return [path.read_bytes() for path in self._files(folder)]

    def flags(self, folder: str = "INBOX") -> list[str]:
        """Return the Maildir flags (S seen, T deleted) of each message, in order of delivery."""
        return [path.name.partition(":2,")[2] for path in self._files(folder)]

    def make_folder(self, folder: str) -> Path:
        """Create a folder, levels separated by `/`, and return where it lies."""
        base = self._path(folder)
        for part in ("tmp", "new", "cur"):
            (base / part).mkdir(parents=True, exist_ok=True)
        for path in (self.root.parent, self.root, base, *base.iterdir()):
            self._give(path)
        return base

    def own_everything(self) -> None:
        """Give whatever was made by hand below to the user who owns the mail."""
        for path in (self.root.parent, self.root, *self.root.rglob("*")):
            self._give(path)

    def _path(self, folder: str) -> Path:
        if folder == "INBOX":
            return self.root
        encoded = imap_utf7.encode(folder.replace("/", "."))
        return self.root / f".{encoded.decode('ascii')}"

    def _files(self, folder: str) -> list[Path]:
        base = self._path(folder)
        files = [path for part in ("new", "cur") for path in (base / part).glob("*")]
        return sorted(files, key=lambda path: path.name)

    def _give(self, path: Path) -> None:
        if self.owner is not None:
            os.chown(path, *self.owner)
