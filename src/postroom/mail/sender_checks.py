"""What a trusted receiving server wrote about who sent a mail: SPF, DKIM, DMARC (RFC 8601)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from postroom.mail.header_index import Headers
from postroom.mail.values import SenderCheck

EXCHANGE_ONLINE = "exchange-online"
"""Stands for the authserv-id that Exchange Online leaves out (against RFC 8601 section 2.2); nobody can write it."""
_NAMELESS = "="

_COMMENT = re.compile(r"\([^()]{0,1000}\)")
_METHOD = re.compile(r"(?i)^([a-z][a-z0-9-]{0,40})(?:/\d+)?[ \t]*=[ \t]*([a-z]{1,20})")
_ABOUT = {
    "spf": re.compile(r"(?i)\bsmtp\.(?:mailfrom|mail|helo)\s*=\s*\"?([^\s;\"]{1,300})"),
    "dkim": re.compile(r"(?i)\bheader\.[di]\s*=\s*\"?([^\s;\"]{1,300})"),
    "dmarc": re.compile(r"(?i)\bheader\.from\s*=\s*\"?([^\s;\"]{1,300})"),
}
_MOST = 30


def sender_checks(headers: Headers, trusted_authserv_ids: frozenset[str]) -> tuple[SenderCheck, ...]:
    """Return every result that a trusted server wrote on receiving the mail, in the order of the headers.

    Anyone can write such a header into a mail, so only one whose authserv-id is ours may be believed (RFC 8601 section
    5), and only the topmost run of them, down to the next Received: what stands below came with the mail.
    `trusted_authserv_ids` are in lower case.
    """
    return tuple(_believed(headers, trusted_authserv_ids))[:_MOST] if trusted_authserv_ids else ()


def authentication_results(headers: Headers, trusted_authserv_ids: frozenset[str]) -> dict[str, str]:
    """Return method -> result word of `sender_checks`, of each method the first."""
    results: dict[str, str] = {}
    for check in sender_checks(headers, trusted_authserv_ids):
        results.setdefault(check.method, check.result)
    return results


def looks_forged(checks: Collection[SenderCheck]) -> bool:
    """Whether a trusted server found that the sender is not who From says.

    DMARC decides where the domain takes part in it (RFC 7489), Exchange Online's own verdict stands for it elsewhere.
    Where neither says anything, a refused SPF (RFC 7208 section 8.4) counts unless a DKIM signature is good.
    """
    results = {(check.method, check.result) for check in checks}
    if {("dmarc", "fail"), ("compauth", "fail")} & results:
        return True
    vouched = {("dmarc", "pass"), ("compauth", "pass"), ("compauth", "softpass"), ("dkim", "pass")} & results
    return ("spf", "fail") in results and not vouched


def _believed(headers: Headers, trusted: frozenset[str]) -> Iterator[SenderCheck]:
    found = False
    for name, value in headers:
        lowered = name.lower()
        if lowered == "authentication-results":
            authserv_id, checks = _parse(value)
            if authserv_id == _NAMELESS:
                if EXCHANGE_ONLINE in trusted and not found:
                    yield from checks
                return
            if authserv_id in trusted - {EXCHANGE_ONLINE}:
                found = True
                yield from checks
        elif found and lowered == "received":
            return


def _parse(value: str) -> tuple[str, list[SenderCheck]]:
    bare = _COMMENT.sub(" ", value[:20_000])
    first, *rest = bare.split(";")
    if _METHOD.match(first.strip()):
        first, rest = _NAMELESS, [first, *rest]
    words = first.split()
    checks = [check for result in rest if (check := _check(result.strip())) is not None]
    return words[0].lower() if words else "", checks


def _check(result: str) -> SenderCheck | None:
    match = _METHOD.match(result)
    if match is None:
        return None
    method = match[1].lower()
    about = _ABOUT[method].search(result) if method in _ABOUT else None
    return SenderCheck(method, match[2].lower(), about[1].rpartition("@")[2].lower() if about else "")
