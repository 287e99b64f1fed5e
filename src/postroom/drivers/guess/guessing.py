"""All sources at once, each with a short deadline, and their answers in order."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import dns.resolver
import idna

from postroom.drivers.guess.autoconfig import PLACES, ask_autoconfig
from postroom.drivers.guess.candidates import Candidate, Guess, MailProtocol, Provider
from postroom.drivers.guess.common_names import COMMON_NAMES, CommonName, ask_common
from postroom.drivers.guess.dns_records import SERVICES, ask_provider, ask_srv, provider_candidates

SECONDS = 4.0
"""For one step of one source."""


def guess_settings(
    address: str,
    *,
    seconds: float = SECONDS,
    resolver: dns.resolver.Resolver | None = None,
    places: Sequence[str] = PLACES,
    common_names: Sequence[CommonName] = COMMON_NAMES,
) -> Guess:
    """Return what the domain of `address` tells and what answers there, after three times `seconds` at the latest.

    What the MX says comes first: web hosts publish an autoconfig for every domain, also where its mail has long been
    at Microsoft. `places` are templates with `{domain}` and `{address}`. Nothing raises: nothing found is empty.
    """
    domain = _ascii(address.rpartition("@")[2])
    if not domain:
        return Guess((), ())
    dns_resolver = resolver or _system_resolver()
    asked: list[Callable[[], list[Candidate]]] = [
        *(partial(ask_autoconfig, place, address, domain, seconds) for place in places),
        *(partial(ask_srv, dns_resolver, service, address, domain, seconds) for service in SERVICES),
        *(partial(ask_common, name, address, domain, seconds) for name in common_names),
    ]
    provider, found = _ask_all(partial(ask_provider, dns_resolver, domain, seconds), asked, seconds * 3)
    return _guess([*provider_candidates(provider, address), *found], provider)


def _ask_all(
    provider: Callable[[], Provider | None], asked: Sequence[Callable[[], list[Candidate]]], seconds: float
) -> tuple[Provider | None, list[Candidate]]:
    """Ask everybody at once; who has not answered in time is left behind."""
    pool = concurrent.futures.ThreadPoolExecutor(max_workers=len(asked) + 1, thread_name_prefix="guess")
    try:
        at_provider = pool.submit(provider)
        answers = [pool.submit(ask) for ask in asked]
        everybody: list[concurrent.futures.Future[Any]] = [at_provider, *answers]
        done, _ = concurrent.futures.wait(everybody, timeout=seconds)
        found = [candidate for answer in answers if answer in done for candidate in answer.result()]
        return (at_provider.result() if at_provider in done else None), found
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _guess(candidates: Sequence[Candidate], provider: Provider | None) -> Guess:
    distinct = {(candidate.protocol, candidate.settings): candidate for candidate in reversed(candidates)}
    ordered = tuple(reversed(distinct.values()))
    # IMAP before POP3, whatever the source: POP3 knows neither folders nor what has been read.
    incoming = [
        *(one for one in ordered if one.protocol is MailProtocol.IMAP),
        *(one for one in ordered if one.protocol is MailProtocol.POP3),
    ]
    outgoing = [one for one in ordered if one.protocol is MailProtocol.SMTP]
    return Guess(tuple(incoming), tuple(outgoing), provider)


def _system_resolver() -> dns.resolver.Resolver:
    try:
        return dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        # Without name servers every question fails at once, which is what there is to say.
        return dns.resolver.Resolver(configure=False)


def _ascii(domain: str) -> str:
    try:
        return idna.encode(domain.strip(), uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""
