"""From a server's words and codes to one verdict on a recipient."""

from __future__ import annotations

import re

from postroom.mail.bounces.delivery_status import StatusFields
from postroom.mail.bounces.status import enhanced_status, reply_code
from postroom.mail.bounces.words import by_code, by_words
from postroom.mail.values import BounceClass, BounceRecipient

_KEPT = 2000
_STILL_TRYING = re.compile(
    r"(?i)warning message only|(?:will|to) be retried|will (?:continue to|keep) (?:try|attempt)"
    r"|delivery attempts will continue"
    r"|no action is required|do(?:es)? not need to re-?send|only a temporary failure|(?:has"
    r"|have) (?:not yet been delivered"
    r"|been delayed|been postponed|been deferred)|is delayed|not yet been delivered|will be retried"
    r"|(?<!further delivery )attempts will (?:be made|continue)"
    r"|still being (?:tried|retried)|this is a warning|temporary failure report"
)
_REASON = re.compile(r"\(reason: ([^\n]{1,600}?)\)(?= \(|\s*-----|\s*$)")
_LOOPS = re.compile(r"(?i)loop|too many hops|hop count")


def verdict(email: str, block: str, whole: str, field: StatusFields | None) -> BounceRecipient:
    """Return what is known of `email`.

    `block` are the words that stand with the address, `whole` all that the server wrote, `field` the standard's block.
    """
    said = field.diagnostic if field else ""
    block = _remote_answer(block) or block
    diagnostic = said or block or whole
    reply = reply_code(diagnostic) or reply_code(block)
    status = _status(field, diagnostic, block, reply)
    delayed = _is_delayed(field, whole)
    category = _category(said, block, whole, by_code(status, reply), delayed)
    return BounceRecipient(
        email=email,
        status=status,
        permanent=not delayed and _is_permanent(status, reply, category, whole),
        category=category,
        diagnostic=" ".join(diagnostic.split())[:_KEPT],
        original_email=_other_address(email, field),
    )


def _remote_answer(block: str) -> str:
    """Sendmail writes the other server's answer in brackets, and below it a transcript with verdicts of its own."""
    match = _REASON.search(block)
    return match[1] if match else ""


def _category(said: str, block: str, whole: str, code: BounceClass | None, delayed: bool) -> BounceClass:
    """What the standard's block says counts first, then its code, then the words by the address, then all words."""
    found = by_words(said)
    if found and found is not BounceClass.OTHER:
        return found
    around = by_words(block)
    if delayed:
        # A warning's sentences speak of rejections to come; only what is wrong with the mailbox counts already.
        return around if around in (BounceClass.FULL, BounceClass.ADDRESS) else BounceClass.TEMPORARY
    if said and code:
        return code
    return around or code or found or _by_whole(whole) or BounceClass.OTHER


def _status(field: StatusFields | None, diagnostic: str, block: str, reply: str | None) -> str | None:
    """Return the code that says most: `5.0.0` and `4.4.7` are passed on where the words beside them hold a better one.

    Where the two differ in class, the SMTP reply that came with the words tells which one was the server's.
    """
    written = field.status if field else None
    found = enhanced_status(diagnostic) or enhanced_status(block)
    if not written or not found:
        return written or found
    if written[0] != found[0]:
        return found if reply and reply[0] == found[0] else written
    return found if written.endswith(".0.0") or written == "4.4.7" else written


def _is_delayed(field: StatusFields | None, whole: str) -> bool:
    if field and field.action:
        return field.action.startswith("delay")
    return bool(_STILL_TRYING.search(whole[:6000]))


def _by_whole(whole: str) -> BounceClass | None:
    """Around the server's words stand sentences that fit every report: what they say of passing trouble is no sign."""
    found = by_words(whole)
    return None if found is BounceClass.TEMPORARY and "permanent" in whole.lower() else found


def _is_permanent(status: str | None, reply: str | None, category: BounceClass, whole: str) -> bool:
    """A code decides; without one a server that waited in vain gave up on something that may pass.

    Exim gives up with `5.0.0` after days of `450`: then the other server's reply decides.
    """
    code = reply if reply and (status or ".0.0").endswith(".0.0") else status
    if code:
        return code[0] == "5"
    return category is not BounceClass.TEMPORARY or bool(_LOOPS.search(whole))


def _other_address(email: str, field: StatusFields | None) -> str:
    original = field.original_email if field else ""
    return original if original.lower() != email.lower() else ""
