"""What an identity provider says when it says no, as a TokenRefused.

Source: "Microsoft Entra authentication and authorization error codes" (learn.microsoft.com/entra/identity-platform/
reference-error-codes) for the shape of the answer; RFC 6749 sections 4.1.2.1 and 5.2 for the words of every provider.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from postroom.drivers.errors import Retry, TokenRefused

_NUMBER = re.compile(r"AADSTS(\d{4,9})")
_LONGEST = 4000

_PASSING = {"AADSTS90033", "AADSTS90006", "AADSTS90024", "temporarily_unavailable", "server_error"}
"""Microsoft's "transient error", "external server retryable error" and "request budget exceeded"; RFC 6749's words."""


def refusal(body: Mapping[str, Any], step: str) -> TokenRefused:
    """Return the error for an OAuth error answer: `code` is the AADSTS code, else the OAuth word.

    `server_text` holds the provider's own words, with the correlation id that its support asks for.
    """
    text = str(body.get("error_description") or body.get("error") or "")[:_LONGEST]
    code = _code(body, text)
    correlation = str(body.get("correlation_id") or "")
    if correlation and correlation not in text:
        text = f"{text} Correlation ID: {correlation}"
    return TokenRefused(text, code=code, retry=Retry.LATER if code in _PASSING else None, step=step)


def _code(body: Mapping[str, Any], text: str) -> str:
    # The number that opens the text is the reason; a list may name inner ones too.
    found = _NUMBER.match(text) or _NUMBER.search(text)
    if found:
        return f"AADSTS{found.group(1)}"
    listed = body.get("error_codes")
    if isinstance(listed, list) and listed:
        return f"AADSTS{listed[0]}"
    # Google's `invalid_rapt`: a Workspace wants its people to sign in anew after some hours.
    return str(body.get("error_subtype") or body.get("error") or TokenRefused.default_code)[:60]
