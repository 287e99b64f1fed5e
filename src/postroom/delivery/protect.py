"""Signing and encrypting what leaves, as the person chose for this mail or as the group does."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from postroom.keys.ring import Ring, load_ring, pgp_key, smime_key
from postroom.mail.crypto import pgp, smime
from postroom.mail.crypto.entity import content_entity, read_entity, rewrapped
from postroom.mail.crypto.values import CryptoError
from postroom.models import KeyKind, MailKey, Outbound
from postroom.models.fields import SecretUnreadableError
from postroom.models.groups import Encryption

_PREFERRED = (KeyKind.SMIME, KeyKind.PGP)
"""S/MIME first: every Outlook reads it."""


class Unprotectable(ValueError):  # named like mail.compose.Uncomposable
    """A mail that must be signed or encrypted and cannot be; its text is a sentence for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class _Wish:
    sign: bool = False
    must_sign: bool = False
    encrypt: bool = False
    must_encrypt: bool = False


def protected(raw: bytes, outbound: Outbound) -> bytes:
    """Return the composed mail `raw` signed and encrypted as it has to be.

    Raises Unprotectable; what must be encrypted never leaves in clear.
    """
    wish = _wish(outbound)
    if not (wish.sign or wish.encrypt):
        return raw
    if wish.must_encrypt and outbound.article is not None and outbound.article.bcc_header:
        raise Unprotectable(_("An encrypted mail has no blind copies: every recipient can see who can read it."))
    ring, now = load_ring(), timezone.now()
    sender = outbound.email_address.email if outbound.email_address else ""
    try:
        if wish.encrypt:
            encrypted = _encrypted(raw, ring, sender, outbound.recipients, wish, now)
            if encrypted is not None:
                return encrypted
        return _signed(raw, ring, sender, wish, now) if wish.sign else raw
    except CryptoError as failed:
        raise Unprotectable(_("Signing or encrypting failed: %(words)s") % {"words": failed}) from failed
    except SecretUnreadableError as unreadable:
        raise Unprotectable(
            _(
                "The stored key of %(address)s cannot be read: Postroom runs with another secret key than when it "
                "was saved."
            )
            % {"address": sender}
        ) from unreadable


def protection_of(raw: bytes) -> dict[str, object]:
    """Return what stands in `Article.security` of a mail that left as `raw`: the outermost layer, made by ourselves."""
    entity = read_entity(raw)
    if entity.content_type == "multipart/signed":
        kind = "pgp" if entity.parameter("protocol") == "application/pgp-signature" else "smime"
        return {"signed": kind, "signature_valid": True}
    encrypted = {"application/pkcs7-mime": "smime", "multipart/encrypted": "pgp"}.get(entity.content_type)
    return {"encrypted": encrypted} if encrypted else {}


def _wish(outbound: Outbound) -> _Wish:
    if outbound.article is None:
        return _Wish()
    group = outbound.article.ticket.group
    # The keys for which a mail is encrypted stand in it: blind copies would not be blind.
    blind = bool(outbound.article.bcc_header)
    possible = outbound.encrypt is None and group.encrypt_mail == Encryption.POSSIBLE and not blind
    must = outbound.encrypt is True or (outbound.encrypt is None and group.encrypt_mail == Encryption.ALWAYS)
    return _Wish(
        sign=group.sign_mail if outbound.sign is None else outbound.sign,
        must_sign=outbound.sign is True,
        encrypt=possible or must,
        must_encrypt=must,
    )


def _encrypted(
    raw: bytes, ring: Ring, sender: str, recipients: list[str], wish: _Wish, now: datetime.datetime
) -> bytes | None:
    missing: dict[KeyKind, list[str]] = {}
    for kind in _PREFERRED:
        keys = {recipient: ring.public(kind, recipient, now) for recipient in recipients}
        missing[kind] = [recipient for recipient, key in keys.items() if key is None]
        if not missing[kind]:
            found = [key for key in keys.values() if key is not None]
            return _encrypt(kind, raw, found, ring.own(kind, sender, now), recipients, wish)
    if wish.must_encrypt:
        without = min(missing.values(), key=len)
        raise Unprotectable(
            _("It has to be encrypted, and there is no valid key of %(addresses)s.") % {"addresses": ", ".join(without)}
        )
    return None


def _encrypt(
    kind: KeyKind, raw: bytes, keys: list[MailKey], own: MailKey | None, recipients: list[str], wish: _Wish
) -> bytes:
    if wish.must_sign and own is None:
        raise Unprotectable(_("It has to be signed, and the sending address has no valid key."))
    signing = own if wish.sign else None
    # We read our own mail later, too: as it left, it is kept with the ticket.
    readers = [*keys, *([own] if own else [])]
    public = "\n".join(key.public for key in readers).encode()
    entity = content_entity(raw)
    if kind == KeyKind.PGP:
        addressees = (*recipients, *(own.addresses[:1] if own else ()))
        return rewrapped(raw, pgp.encrypt(entity, public, addressees, pgp_key(signing) if signing else None))
    if signing:
        entity = smime.sign(entity, smime_key(signing))
    return rewrapped(raw, smime.encrypt(entity, "\n".join(_first(key) for key in readers).encode()))


def _signed(raw: bytes, ring: Ring, sender: str, wish: _Wish, now: datetime.datetime) -> bytes:
    for kind in _PREFERRED:
        own = ring.own(kind, sender, now)
        if own is None:
            continue
        entity = content_entity(raw)
        signed = smime.sign(entity, smime_key(own)) if kind == KeyKind.SMIME else pgp.sign(entity, pgp_key(own))
        return rewrapped(raw, signed)
    if wish.must_sign:
        raise Unprotectable(_("It has to be signed, and %(address)s has no valid key.") % {"address": sender})
    return raw


def _first(key: MailKey) -> str:
    """The holder's certificate without its chain: nobody encrypts to an authority."""
    return key.public.partition("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
