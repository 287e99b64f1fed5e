"""PGP in mail: RFC 3156 (multipart/signed, multipart/encrypted) and PGP blocks in plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from postroom.mail.crypto.entity import canonical
from postroom.mail.crypto.gpg import Gpg, Told, throwaway_home
from postroom.mail.crypto.values import CryptoError, PgpKey, SignatureCheck, SignatureState
from postroom.mail.crypto.wrap import encrypted_multipart, signed_multipart

_WEAK_DIGESTS = frozenset({"1", "2", "3"})
"""MD5, SHA-1, RIPEMD-160 as RFC 9580 section 9.5 numbers them."""
_MICALG = {"2": "pgp-sha1", "8": "pgp-sha256", "9": "pgp-sha384", "10": "pgp-sha512", "11": "pgp-sha224"}
CLEAR_SIGNED = re.compile(
    rb"-----BEGIN PGP SIGNED MESSAGE-----\r?\n.*?\n-----BEGIN PGP SIGNATURE-----\r?\n.*?\n-----END PGP SIGNATURE-----",
    re.DOTALL,
)
ARMORED = re.compile(rb"-----BEGIN PGP MESSAGE-----\r?\n.*?\n-----END PGP MESSAGE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Read:
    """What was inside, and the check of its signature where it was signed."""

    content: bytes
    check: SignatureCheck | None


def verify_detached(content: bytes, signature: bytes, sender: str, public_keys: bytes) -> SignatureCheck:
    """Verify an armored `signature` over `content`, the exact bytes of the signed part.

    `public_keys` are the keys that are trusted to be their owners'. Raises CryptoError `program-missing`, `timeout`.
    """
    with throwaway_home() as gpg:
        gpg.import_public(public_keys)
        found = _verified(gpg, content, signature, sender)
        with_crlf = canonical(content)
        if found.state is SignatureState.ALTERED and with_crlf != content:
            found = _verified(gpg, with_crlf, signature, sender)
        return found


def read_clear_signed(block: bytes, sender: str, public_keys: bytes) -> Read:
    """Verify one block of clear-signed text; `content` is the text that was signed and nothing else."""
    with throwaway_home() as gpg:
        gpg.import_public(public_keys)
        told = gpg.do(["--decrypt"], block)
        return Read(told.output, judge_signatures(gpg, told, sender))


def decrypt(ciphertext: bytes, sender: str, secret_keys: tuple[PgpKey, ...], public_keys: bytes) -> Read:
    """Decrypt an armored message and check the signature inside, if there is one.

    Raises CryptoError `no-key` where no key fits, `unreadable` where the content was altered or has no integrity
    protection (without which it could be rewritten on the way).
    """
    refusal = CryptoError("no-key")
    for key in secret_keys:
        with throwaway_home() as gpg:
            gpg.import_secret(key)
            gpg.import_public(public_keys)
            told = gpg.do(["--decrypt"], ciphertext, key.passphrase)
            if told.has("DECRYPTION_OKAY") and told.has("GOODMDC") and told.has("END_DECRYPTION"):
                return Read(told.output, judge_signatures(gpg, told, sender))
            if told.has("DECRYPTION_KEY"):
                refusal = CryptoError("unreadable", _last_words(told))
    raise refusal


def sign(entity: bytes, key: PgpKey) -> bytes:
    """Return `entity` as multipart/signed (RFC 3156 section 5). Raises CryptoError `unreadable` or `refused`."""
    content = canonical(entity)
    with throwaway_home() as gpg:
        gpg.import_secret(key)
        told = gpg.do(["--armor", "--digest-algo", "SHA256", "--detach-sign"], content, key.passphrase)
    created = told.all("SIG_CREATED")
    if told.code or not created:
        raise CryptoError("refused", _last_words(told))
    micalg = _MICALG.get(created[0].split(" ")[2], "pgp-sha256")
    signature = canonical(told.output).rstrip(b"\r\n")
    return signed_multipart(content, "application/pgp-signature", micalg, "signature.asc", signature)


def encrypt(entity: bytes, public_keys: bytes, recipients: tuple[str, ...], key: PgpKey | None = None) -> bytes:
    """Return `entity` encrypted for every address of `recipients`, signed inside where `key` is given.

    Raises CryptoError `no-key` where a recipient has no key among `public_keys`: nobody is left out quietly.
    """
    with throwaway_home() as gpg:
        gpg.import_public(public_keys)
        arguments = ["--armor"]
        for recipient in recipients:
            arguments += ["--recipient", f"<{recipient}>"]
        if key:
            gpg.import_secret(key)
            arguments += ["--sign"]
        told = gpg.do([*arguments, "--encrypt"], canonical(entity), key.passphrase if key else None)
    if told.has("INV_RECP") or not recipients:
        raise CryptoError("no-key", "; ".join(told.all("INV_RECP")))
    if told.code or not told.has("END_ENCRYPTION"):
        raise CryptoError("refused", _last_words(told))
    return encrypted_multipart(canonical(told.output).rstrip(b"\r\n"))


def judge_signatures(gpg: Gpg, told: Told, sender: str) -> SignatureCheck | None:
    """Return the verdict on all signatures of one run together, None where there was none.

    A single signature that is not good spoils the rest: with several, the last word must not win.
    """
    if not told.has("NEWSIG", "BADSIG", "ERRSIG", "GOODSIG", "NODATA", "UNEXPECTED"):
        return None
    detail = _last_words(told)
    if told.has("BADSIG"):
        return SignatureCheck(SignatureState.ALTERED, detail=detail)
    if told.has("ERRSIG", "NO_PUBKEY"):
        return SignatureCheck(SignatureState.UNCHECKED, detail=detail)
    valid = tuple(line.split(" ") for line in told.all("VALIDSIG"))
    fingerprint = valid[0][-1] if valid else ""
    signers = gpg.addresses_of(fingerprint) if fingerprint else ()
    return SignatureCheck(_state(told, valid, signers, sender), signers, fingerprint.lower(), detail)


def _state(told: Told, valid: tuple[list[str], ...], signers: tuple[str, ...], sender: str) -> SignatureState:
    if told.has("REVKEYSIG"):
        return SignatureState.UNTRUSTED
    if told.has("EXPSIG", "EXPKEYSIG"):
        return SignatureState.EXPIRED
    good = told.all("GOODSIG")
    if not good or not len(good) == len(valid) == len(told.all("NEWSIG")):
        return SignatureState.UNREADABLE
    if any(len(fields) < 8 or fields[7] in _WEAK_DIGESTS for fields in valid):
        return SignatureState.WEAK
    return SignatureState.GOOD if sender and sender.lower() in signers else SignatureState.WRONG_SENDER


def _verified(gpg: Gpg, content: bytes, signature: bytes, sender: str) -> SignatureCheck:
    path = gpg.write("signature", signature)
    told = gpg.do(["--verify", path, "-"], content)
    return judge_signatures(gpg, told, sender) or SignatureCheck(SignatureState.UNREADABLE, detail=_last_words(told))


def _last_words(told: Told) -> str:
    lines = [line for line in told.errors.splitlines() if line.strip()]
    return lines[-1][-300:] if lines else ""
