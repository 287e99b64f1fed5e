"""Take every layer of S/MIME and PGP off a mail, and say what became of each.

What is shown afterwards must be what was signed, so the layers are taken off the raw bytes from the outside in, and the
bytes inside are given back. A signed part that is only one part among others says nothing about the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from postroom.mail.crypto import pgp, smime
from postroom.mail.crypto.cms import is_signed_data
from postroom.mail.crypto.entity import Entity, cut_multipart, decoded_body, read_entity
from postroom.mail.crypto.smime_verify import verify_detached, verify_opaque
from postroom.mail.crypto.values import CryptoError, Keys, Layer, Opened, SignatureCheck, SignatureState
from postroom.mail.values import Security

_MAX_LAYERS = 6
_SMIME_DATA = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SMIME_SIGNATURE = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})

_REWRITTEN_BY_EXCHANGE = ["text/plain", "application/pgp-encrypted", "application/octet-stream"]


@dataclass(frozen=True, slots=True)
class _Step:
    layer: Layer
    content: bytes | None
    problem: str = ""


def open_mail(raw: bytes, keys: Keys) -> Opened:
    """Return the mail's innermost content and what became of each layer, outermost first. Never raises CryptoError."""
    content: bytes | None = None
    layers: list[Layer] = []
    problem = ""
    current = raw
    for _ in range(_MAX_LAYERS):
        step = _take_off(current, keys)
        if step is None:
            break
        layers.append(step.layer)
        problem = step.problem
        if step.content is None:
            break
        content = current = step.content
    return Opened(content, tuple(layers), problem)


def security_of(opened: Opened, before: Security) -> Security:
    """Return `before` with what opening showed. `signature_valid` is True only where every signature is good."""
    return Security(
        signed=next((layer.kind for layer in opened.layers if layer.check), before.signed),
        encrypted=next((layer.kind for layer in opened.layers if layer.encrypted), before.encrypted),
        signature_valid=_verdict(opened),
        dmarc=before.dmarc,
    )


def _verdict(opened: Opened) -> bool | None:
    states = {layer.check.state for layer in opened.layers if layer.check}
    if states == {SignatureState.GOOD}:
        return True
    return None if states <= {SignatureState.GOOD, SignatureState.UNCHECKED} else False


def _take_off(raw: bytes, keys: Keys) -> _Step | None:
    entity = read_entity(raw)
    taker = _TAKERS.get(entity.content_type)
    if taker:
        return taker(raw, entity, keys)
    return _smime_data(raw, entity, keys) if _looks_like_p7m(entity) else None


def _signed(raw: bytes, entity: Entity, keys: Keys) -> _Step | None:
    del raw
    parts = cut_multipart(entity)
    protocol = entity.parameter("protocol")
    kind = "pgp" if protocol == "application/pgp-signature" else "smime"
    if protocol not in _SMIME_SIGNATURE | {"application/pgp-signature"}:
        return None
    if len(parts) != 2:
        # RFC 1847 knows two parts; a third would be shown as if it were signed.
        return _Step(Layer(kind, False, SignatureCheck(SignatureState.UNREADABLE)), None)
    content, signature = parts[0], decoded_body(parts[1])
    return _Step(Layer(kind, False, _checked(kind, content, signature, keys)), content)


def _checked(kind: str, content: bytes, signature: bytes, keys: Keys) -> SignatureCheck:
    try:
        if kind == "pgp":
            return pgp.verify_detached(content, signature, keys.sender, keys.pgp_public_keys)
        return verify_detached(content, signature, keys.sender, keys.smime_trust, keys.at)
    except CryptoError as failed:
        return SignatureCheck(SignatureState.UNCHECKED, detail=failed.detail)


def _smime_data(raw: bytes, entity: Entity, keys: Keys) -> _Step | None:
    data = decoded_body(raw)
    if entity.parameter("smime-type") == "signed-data" or (
        entity.parameter("smime-type") == "" and is_signed_data(data)
    ):
        return _opaque(data, keys)
    if entity.parameter("smime-type") in ("", "enveloped-data", "authenveloped-data"):
        return _decrypted(Layer("smime", True), lambda: smime.decrypt(data, keys.smime_keys))
    return None


def _opaque(data: bytes, keys: Keys) -> _Step:
    try:
        verified = verify_opaque(data, keys.sender, keys.smime_trust, keys.at)
    except CryptoError as failed:
        return _Step(Layer("smime", False, SignatureCheck(SignatureState.UNCHECKED, detail=failed.detail)), None)
    return _Step(Layer("smime", False, verified.check), verified.content)


def _decrypted(layer: Layer, decrypt: Callable[[], bytes]) -> _Step:
    try:
        return _Step(layer, decrypt())
    except CryptoError as failed:
        return _Step(layer, None, failed.code)


def _pgp_encrypted(raw: bytes, entity: Entity, keys: Keys) -> _Step | None:
    del raw
    parts = cut_multipart(entity)
    if entity.parameter("protocol") != "application/pgp-encrypted" or len(parts) < 2:
        return None
    return _pgp_opened(decoded_body(parts[1]), keys)


def _exchange_encrypted(raw: bytes, entity: Entity, keys: Keys) -> _Step | None:
    """Exchange makes multipart/mixed of multipart/encrypted, with an empty text before the two parts of RFC 3156."""
    del raw
    parts = cut_multipart(entity)
    if len(parts) != 3 or [read_entity(part).content_type for part in parts] != _REWRITTEN_BY_EXCHANGE:
        return None
    return None if decoded_body(parts[0]).strip() else _pgp_opened(decoded_body(parts[2]), keys)


def _pgp_opened(ciphertext: bytes, keys: Keys) -> _Step:
    try:
        read = pgp.decrypt(ciphertext, keys.sender, keys.pgp_keys, keys.pgp_public_keys)
    except CryptoError as failed:
        return _Step(Layer("pgp", True), None, failed.code)
    return _Step(Layer("pgp", True, read.check), read.content)


def _plain_text(raw: bytes, entity: Entity, keys: Keys) -> _Step | None:
    """PGP blocks in the text itself. Text around a block is not covered by it, so it spoils the verdict."""
    text = decoded_body(raw)
    armored = pgp.ARMORED.search(text)
    signed = pgp.CLEAR_SIGNED.search(text)
    if not armored and not signed:
        return None
    block = armored or signed
    assert block is not None
    alone = not (text[: block.start()].strip() or text[block.end() :].strip())
    try:
        read = (
            pgp.decrypt(block[0], keys.sender, keys.pgp_keys, keys.pgp_public_keys)
            if armored
            else pgp.read_clear_signed(block[0], keys.sender, keys.pgp_public_keys)
        )
    except CryptoError as failed:
        return _Step(Layer("pgp", bool(armored)), None, failed.code)
    return _Step(Layer("pgp", bool(armored), _only_if(alone, read.check)), _text_entity(entity, read.content))


def _only_if(alone: bool, check: SignatureCheck | None) -> SignatureCheck | None:
    if check is None or alone or check.state is not SignatureState.GOOD:
        return check
    return SignatureCheck(SignatureState.PARTLY, check.signers, check.fingerprint, check.detail)


def _text_entity(entity: Entity, text: bytes) -> bytes:
    charset = entity.fields.get_content_charset() or "utf-8"
    head = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head.encode() + text


def _looks_like_p7m(entity: Entity) -> bool:
    """Some gateways pass the envelope on as a plain file (RFC 8551 section 3.2.1)."""
    name = entity.fields.get_filename() or ""
    return entity.content_type == "application/octet-stream" and name.lower().endswith(".p7m")


_Taker = Callable[[bytes, Entity, Keys], "_Step | None"]
_TAKERS: dict[str, _Taker] = {
    "multipart/signed": _signed,
    "multipart/encrypted": _pgp_encrypted,
    "multipart/mixed": _exchange_encrypted,
    "text/plain": _plain_text,
    **dict.fromkeys(_SMIME_DATA, _smime_data),
}
