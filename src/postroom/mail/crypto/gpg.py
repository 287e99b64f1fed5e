"""One run of GnuPG in a home that is made for it and thrown away: see docs/decisions/002-smime.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from postroom.mail.crypto.program import Run, private_folder, run
from postroom.mail.crypto.values import CryptoError, PgpKey

_STATUS = re.compile(r"(?m)^\[GNUPG:\] (\w+) ?(.*)$")
_ADDRESS = re.compile(r"<([^<>\s]+@[^<>\s]+)>\s*$|^([^<>\s]+@[^<>\s]+)$")
_MAX_OUTPUT = 150 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Told:
    """What GnuPG did: its output and its status lines (DETAILS, "Format of the --status-fd output")."""

    code: int
    output: bytes
    status: tuple[tuple[str, str], ...]
    errors: str

    def all(self, keyword: str) -> tuple[str, ...]:
        """Return the arguments of every status line of that keyword."""
        return tuple(arguments for word, arguments in self.status if word == keyword)

    def has(self, *keywords: str) -> bool:
        """Whether any of these keywords was reported."""
        return any(word in keywords for word, _ in self.status)


class Gpg:
    """A keyring for one operation."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def import_public(self, keys: bytes) -> None:
        """Take in public keys, armored or not; what cannot be read is passed over."""
        if keys.strip():
            self.do(["--import"], keys)

    def import_secret(self, key: PgpKey) -> None:
        """Take in a secret key. Raises CryptoError `unreadable`."""
        told = self.do(["--import"], key.armored)
        if not told.has("IMPORT_OK"):
            raise CryptoError("unreadable", "The secret key cannot be read.")

    def do(self, arguments: list[str], given: bytes = b"", passphrase: str | None = None) -> Told:
        """Run GnuPG with `given` as its input. Raises CryptoError `program-missing` or `timeout`."""
        status = self._folder / "status"
        status.write_bytes(b"")
        command = ["gpg", "--homedir", str(self._folder), "--batch", "--no-tty", "--yes", "--quiet"]
        command += ["--trust-model", "always", "--no-auto-key-retrieve", "--no-auto-key-locate"]
        command += ["--disable-dirmngr", "--no-auto-check-trustdb", "--max-output", str(_MAX_OUTPUT)]
        command += ["--status-file", str(status)]
        command += self._passphrase_arguments(passphrase)
        done = run([*command, *arguments], self._folder, given)
        return _told(done, status.read_text("utf-8", "replace"))

    def write(self, name: str, content: bytes) -> str:
        """Put a file beside the keyring and return its path."""
        path = self._folder / name
        path.write_bytes(content)
        return str(path)

    def addresses_of(self, fingerprint: str) -> tuple[str, ...]:
        """Return the addresses of the valid user ids of a key, lower case."""
        listed = self.do(["--with-colons", "--list-keys", fingerprint]).output.decode("utf-8", "replace")
        found: dict[str, None] = {}
        for line in listed.splitlines():
            fields = line.split(":")
            if fields[0] == "uid" and len(fields) > 9 and fields[1] not in ("r", "e", "i"):
                match = _ADDRESS.search(fields[9].replace("\\x3a", ":"))
                if match:
                    found[(match[1] or match[2]).lower()] = None
        return tuple(found)

    def _passphrase_arguments(self, passphrase: str | None) -> list[str]:
        if passphrase is None:
            return ["--pinentry-mode", "cancel"]
        return ["--pinentry-mode", "loopback", "--passphrase-file", self.write("passphrase", passphrase.encode())]


@contextmanager
def throwaway_home() -> Iterator[Gpg]:
    """Give a keyring that ends, with its agent, when the operation ends."""
    with private_folder() as folder:
        # The agent would measure for a second how much stretching it can afford, for a key that lives as long.
        (folder / "gpg-agent.conf").write_text("s2k-count 65536\n", "ascii")
        try:
            yield Gpg(folder)
        finally:
            run(["gpgconf", "--homedir", str(folder), "--kill", "all"], folder)
            run(["gpgconf", "--homedir", str(folder), "--remove-socketdir"], folder)


def _told(done: Run, status: str) -> Told:
    return Told(done.code, done.output, tuple(_STATUS.findall(status)), done.errors)
