"""Finding the servers of an address: what the domain tells, then whether it is true."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence

from postroom.channels.credentials import stored_password
from postroom.channels.kinds.base import Trial, TrialListener
from postroom.channels.kinds.mail.config import InboundConfig, InboundProtocol, OutboundConfig, OutboundProtocol, Server
from postroom.drivers.base import Sink, Source
from postroom.drivers.credentials import Password
from postroom.drivers.errors import DriverError, SignInRefused
from postroom.drivers.guess import Candidate, Guess, MailProtocol, guess_settings
from postroom.drivers.imap import ImapSource
from postroom.drivers.pop3 import Pop3Source
from postroom.drivers.smtp import SmtpSink
from postroom.models import ChannelDraft, Direction

TRIAL_SECONDS = 6.0
"""For each step with a server that may not even exist."""


_NOWHERE = (".example", ".invalid", ".localhost", ".test", "@localhost")
"""No name service knows these (RFC 6761): asking would only cost the time until nobody has answered."""


def find_settings(draft: ChannelDraft, tell: TrialListener) -> bool:
    """Write the servers found for `draft.email`, unsaved; whether there is one for each direction."""
    if draft.email.lower().endswith(_NOWHERE):
        return False
    return try_guess(draft, guess_settings(draft.email), tell)


def try_guess(draft: ChannelDraft, guess: Guess, tell: TrialListener) -> bool:
    """Write the first server of each direction that answers, with the user it lets in if it lets one in."""
    password = stored_password(draft.inbound_secret)
    incoming = _first(guess.incoming, Direction.IN, password, tell)
    outgoing = _first(guess.outgoing, Direction.OUT, password, tell)
    if incoming is not None:
        draft.inbound = InboundConfig(InboundProtocol(incoming.protocol.value), _server(incoming)).to_json()
    if outgoing is not None:
        draft.outbound = OutboundConfig(OutboundProtocol.SMTP, _server(outgoing)).to_json()
    return incoming is not None and outgoing is not None


def _first(
    candidates: Sequence[Candidate], direction: Direction, password: str, tell: TrialListener
) -> Candidate | None:
    for candidate in candidates:
        if (found := _try(candidate, direction, password, tell)) is not None:
            return found
    return None


def _try(candidate: Candidate, direction: Direction, password: str, tell: TrialListener) -> Candidate | None:
    """Return the candidate if its server is there, with the user name that it took.

    A refused password ends the search: the server is right, and more attempts would only lock the account.
    """
    started = time.monotonic()
    error: DriverError | None = None
    for user in dict.fromkeys([candidate.user, candidate.user.partition("@")[0]]):
        tried = dataclasses.replace(candidate, user=user)
        error = _error_of(tried, password)
        if not isinstance(error, SignInRefused):
            break
    here = error is None or isinstance(error, SignInRefused)
    tell(_trial(candidate, direction, here, error, (time.monotonic() - started) * 1000))
    if error is None:
        return tried
    return candidate if here else None


def _error_of(candidate: Candidate, password: str) -> DriverError | None:
    try:
        with _opened(candidate, password):
            return None
    except DriverError as error:
        return error


def _opened(candidate: Candidate, password: str) -> Source | Sink:
    settings = dataclasses.replace(candidate.settings, timeout=TRIAL_SECONDS)
    credentials = Password(candidate.user, password)
    if candidate.protocol is MailProtocol.SMTP:
        return SmtpSink(settings, credentials)
    if candidate.protocol is MailProtocol.POP3:
        return Pop3Source(settings, credentials)
    return ImapSource(settings, credentials)


def _trial(
    candidate: Candidate, direction: Direction, here: bool, error: DriverError | None, milliseconds: float
) -> Trial:
    place = candidate.settings
    detail = f"{candidate.protocol.value.upper()} {place.host}:{place.port} {place.security.value.upper()}"
    code, text = (error.code, error.server_text) if error else ("", "")
    return Trial(direction, detail, here, milliseconds, code, text)


def _server(candidate: Candidate) -> Server:
    place = candidate.settings
    return Server(place.host, place.port, place.security, place.verify_certificate, candidate.user)
