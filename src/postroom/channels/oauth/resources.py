"""For what a token may be: the words that grants, tokens and providers share."""

from __future__ import annotations

from typing import Final

MAIL: Final = "mail"
"""The provider's IMAP and SMTP servers."""
GRAPH: Final = "graph"
"""Microsoft Graph."""
