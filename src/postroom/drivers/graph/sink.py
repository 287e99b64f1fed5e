"""Sending from a Microsoft 365 mailbox by Graph.

Sources: "user: sendMail" and "Send Outlook messages with MIME content" (learn.microsoft.com/graph): base64 as
text/plain, 202 without an id, a copy in Sent Items of the mailbox in the path; "Send Outlook messages from another
user" for Send As.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Self

from postroom.drivers import codes
from postroom.drivers.base import Receipt, StepListener
from postroom.drivers.errors import DriverError, RecipientsRefused, Refused, Retry
from postroom.drivers.graph.addressing import addressed
from postroom.drivers.graph.asking import Ask, Told
from postroom.drivers.graph.client import GraphClient
from postroom.drivers.graph.drafts import send_by_draft
from postroom.drivers.graph.settings import GraphSettings, TokenSource

LARGEST_REQUEST = 4_000_000
"""Bytes of one request, as "Microsoft Graph" documents it: 4 MB. Base64 makes four of three."""

LARGEST_AT_ONCE = LARGEST_REQUEST // 4 * 3


class GraphSink:
    """Sends from the mailbox of its settings; the copy lies in the Sent Items of that mailbox.

    From may name another address where the one who signed in has Send As on it. Exchange replaces the display name by
    the one in the organisation's directory. Addresses unknown to their servers come back later as bounces.
    """

    def __init__(self, settings: GraphSettings, token: TokenSource, *, on_step: StepListener | None = None) -> None:
        self._client = GraphClient(settings, token, on_step)

    def __enter__(self) -> Self:
        self._client.open()
        try:
            self._client.sign_in()
            self._knock()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self._client.close()

    def send(self, content: bytes, sender: str, recipients: Sequence[str]) -> Receipt:
        """Hand over one message. There is no envelope: who it is from is what From says, and `sender` counts nothing.

        Raises RecipientsRefused for addresses that are none, TooLarge, Refused, Throttled, Unreachable while the
        message cannot yet be accepted, and Uncertain where it may have been.
        """
        if not recipients:
            raise RecipientsRefused({}, retry=Retry.NEVER)
        data = addressed(content, recipients)
        try:
            with self._client.step("data", f"{len(data)} bytes"):
                told = self._send(data)
        except DriverError as error:
            if error.code == codes.RECIPIENTS_REFUSED:
                raise RecipientsRefused(dict.fromkeys(recipients, error.server_text)) from None
            raise
        return Receipt(f"HTTP {told.status} (client-request-id {told.asked})")

    def _send(self, data: bytes) -> Told:
        if len(data) > LARGEST_AT_ONCE:
            return send_by_draft(self._client, data, LARGEST_AT_ONCE)
        path = f"{self._client.settings.user_path}/sendMail"
        headers = {"Content-Type": "text/plain"}
        return self._client.ask(Ask("data", "POST", path, headers=headers, content=base64.b64encode(data), once=True))

    def _knock(self) -> None:
        """Find out whether Graph answers, takes the token and knows the mailbox, before anything is handed over."""
        path = f"{self._client.settings.user_path}/mailFolders/sentitems"
        try:
            self._client.ask(Ask("folder", "GET", path, {"$select": "id"}))
        except Refused as error:
            # An app that may only send may not look.
            if error.code not in {codes.GRAPH_ACCESS_DENIED, codes.GRAPH_APP_MAY_NOT_READ}:
                raise
