"""PGP keys as GnuPG reads them (its doc/DETAILS, "Format of the colon listings")."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from postroom.keys.values import KeyDraft, KeyRefused
from postroom.mail.crypto.gpg import Gpg, throwaway_home
from postroom.mail.crypto.pgp import sign
from postroom.mail.crypto.values import CryptoError, PgpKey
from postroom.models import KeyKind, KeyRole

_TRIAL = b"Content-Type: text/plain\r\n\r\nTrial\r\n"


def read_pgp(content: bytes, passphrase: str) -> list[KeyDraft]:
    """Return the keys in `content`; a secret key is tried with its passphrase. Raises KeyRefused."""
    try:
        with throwaway_home() as gpg:
            gpg.do(["--import"], content, passphrase)
            secret = _fingerprints(gpg, "--list-secret-keys", "sec")
            drafts = [
                _draft(gpg, one, passphrase, secret=one in secret) for one in _fingerprints(gpg, "--list-keys", "pub")
            ]
    except CryptoError as failed:
        raise KeyRefused(_("GnuPG could not read it: %(words)s") % {"words": failed}) from failed
    if not drafts:
        raise KeyRefused(_("GnuPG finds no key in it."))
    return [_tried(draft, passphrase) if draft.private else draft for draft in drafts]


def _tried(draft: KeyDraft, passphrase: str) -> KeyDraft:
    """A wrong passphrase is noticed now, not when the first mail should leave."""
    try:
        sign(_TRIAL, PgpKey(draft.private["key"].encode(), passphrase))
    except CryptoError as failed:
        raise KeyRefused(_("The secret key cannot sign. Is the passphrase right?")) from failed
    return draft.but(private={**draft.private, "passphrase": passphrase})


def _fingerprints(gpg: Gpg, listing: str, record: str) -> list[str]:
    found, wanted = [], False
    for fields in _records(gpg, listing):
        if fields[0] == record:
            wanted = True
        elif fields[0] == "fpr" and wanted:
            found.append(fields[9])
            wanted = False
    return found


def _draft(gpg: Gpg, fingerprint: str, passphrase: str, *, secret: bool) -> KeyDraft:
    records = list(_records(gpg, "--list-keys", fingerprint))
    key = next(fields for fields in records if fields[0] == "pub")
    addresses = gpg.addresses_of(fingerprint)
    if not addresses:
        raise KeyRefused(_("The key names no e-mail address."))
    return KeyDraft(
        kind=KeyKind.PGP,
        role=KeyRole.OWN if secret else KeyRole.OTHER,
        name=next((fields[9] for fields in records if fields[0] == "uid"), fingerprint),
        addresses=addresses,
        fingerprint=fingerprint.lower(),
        public=gpg.do(["--armor", "--export", fingerprint]).output.decode(),
        valid_from=_moment(key[5]),
        expires_at=_moment(key[6]),
        private={"key": _secret_part(gpg, fingerprint, passphrase)} if secret else {},
    )


def _secret_part(gpg: Gpg, fingerprint: str, passphrase: str) -> str:
    """GnuPG asks for the passphrase to export a secret key; it leaves under the same one."""
    told = gpg.do(["--armor", "--export-secret-keys", fingerprint], passphrase=passphrase)
    if told.code or not told.output:
        raise KeyRefused(_("The secret key cannot be read. Is the passphrase right?"))
    return told.output.decode()


def _records(gpg: Gpg, listing: str, *names: str) -> list[list[str]]:
    listed = gpg.do(["--with-colons", listing, *names]).output.decode("utf-8", "replace")
    return [line.split(":") for line in listed.splitlines()]


def _moment(seconds: str) -> datetime.datetime | None:
    return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC) if seconds else None
