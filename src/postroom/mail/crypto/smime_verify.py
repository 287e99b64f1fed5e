"""Verify S/MIME signatures (RFC 8551) with `openssl cms`: see docs/decisions/002-smime.md."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from postroom.mail.crypto.certificates import addresses_of, fingerprint_of, read_certificates
from postroom.mail.crypto.entity import canonical
from postroom.mail.crypto.program import private_folder, run
from postroom.mail.crypto.values import SignatureCheck, SignatureState, SmimeTrust

_EXPIRED = re.compile(r"certificate has expired|certificate is not yet valid")
_DIGEST = re.compile(r"digestAlgorithm:\s*\n\s*algorithm: (\S+)")
_WEAK = frozenset({"md2", "md4", "md5", "mdc2", "sha1"})


@dataclass(frozen=True, slots=True)
class Verified:
    """The verdict, and the signed content where the signature held it inside."""

    check: SignatureCheck
    content: bytes | None = None


def verify_detached(
    content: bytes, signature: bytes, sender: str, trust: SmimeTrust, at: datetime.datetime
) -> SignatureCheck:
    """Verify the DER `signature` over `content`, the exact bytes of the signed part, as of the aware time `at`.

    Line ends may have been changed on the way, so bytes with CRLF line ends count as the same.
    """
    found = _verify(signature, content, sender, trust, at).check
    with_crlf = canonical(content)
    if found.state is SignatureState.ALTERED and with_crlf != content:
        return _verify(signature, with_crlf, sender, trust, at).check
    return found


def verify_opaque(signature: bytes, sender: str, trust: SmimeTrust, at: datetime.datetime) -> Verified:
    """Verify DER signed-data that holds its content; the content is given back whether the signer is trusted or not."""
    return _verify(signature, None, sender, trust, at)


def _verify(signature: bytes, content: bytes | None, sender: str, trust: SmimeTrust, at: datetime.datetime) -> Verified:
    with private_folder() as folder:
        (folder / "signature").write_bytes(signature)
        arguments = ["openssl", "cms", "-verify", "-inform", "DER", "-binary", "-in", "signature", "-out", "content"]
        arguments += ["-signer", "signers"]
        if content is not None:
            (folder / "given").write_bytes(content)
            arguments += ["-content", "given"]
        chain = run([*arguments, *_trust_arguments(folder, trust, at)], folder)
        if chain.code == 0:
            return Verified(_of_a_sound_signature(folder, sender), _written(folder, content))
        sound = run([*arguments, "-noverify"], folder)
        if sound.code == 0:
            return Verified(_of_an_untrusted_signer(folder, chain.errors, trust), _written(folder, content))
        state = SignatureState.ALTERED if _is_signed_data(folder) else SignatureState.UNREADABLE
        return Verified(SignatureCheck(state, detail=_last_words(sound.errors)))


def _trust_arguments(folder: Path, trust: SmimeTrust, at: datetime.datetime) -> list[str]:
    """Only what is given is trusted, never the machine's own list of authorities, and as of `at`."""
    arguments = ["-no-CApath", "-no-CAstore", "-purpose", "smimesign", "-partial_chain"]
    arguments += ["-attime", str(int(at.timestamp()))]
    if read_certificates(trust.trusted):
        (folder / "trusted").write_bytes(trust.trusted)
        arguments += ["-CAfile", "trusted"]
    else:
        arguments += ["-no-CAfile"]
    return arguments


def _of_a_sound_signature(folder: Path, sender: str) -> SignatureCheck:
    weak = sorted(_digests(folder) & _WEAK)
    check = _named(folder, SignatureState.GOOD, "")
    if weak:
        return _named(folder, SignatureState.WEAK, f"digest {', '.join(weak)}")
    if not sender or sender.lower() not in check.signers:
        return _named(folder, SignatureState.WRONG_SENDER, "")
    return check


def _of_an_untrusted_signer(folder: Path, errors: str, trust: SmimeTrust) -> SignatureCheck:
    if _EXPIRED.search(errors):
        return _named(folder, SignatureState.EXPIRED, _last_words(errors))
    known = SignatureState.UNTRUSTED if read_certificates(trust.trusted) else SignatureState.UNCHECKED
    return _named(folder, known, _last_words(errors))


def _named(folder: Path, state: SignatureState, detail: str) -> SignatureCheck:
    path = folder / "signers"
    certificates = read_certificates(path.read_bytes()) if path.exists() else ()
    signers = tuple(dict.fromkeys(address for one in certificates for address in addresses_of(one)))
    fingerprint = fingerprint_of(certificates[0]) if certificates else ""
    return SignatureCheck(state, signers, fingerprint, detail)


def _written(folder: Path, given: bytes | None) -> bytes | None:
    path = folder / "content"
    return path.read_bytes() if given is None and path.exists() else None


def _digests(folder: Path) -> set[str]:
    shown = run(["openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", "signature"], folder)
    return {name.lower() for name in _DIGEST.findall(shown.output.decode("utf-8", "replace"))}


def _is_signed_data(folder: Path) -> bool:
    shown = run(["openssl", "cms", "-cmsout", "-noout", "-inform", "DER", "-in", "signature"], folder)
    return shown.code == 0


def _last_words(errors: str) -> str:
    lines = [line for line in errors.splitlines() if line.strip()]
    return lines[-1][-300:] if lines else ""
