"""A name server on loopback with the records it is given."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.message
import dns.rcode
import dns.resolver
import dns.rrset

Records = Mapping[tuple[str, str], list[str]]


@contextmanager
def name_server(records: Records, *, silent: bool = False) -> Iterator[dns.resolver.Resolver]:
    """Serve records by (name, type) over UDP and yield a resolver that asks only there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(0.1)
        over = threading.Event()
        thread = threading.Thread(target=_serve, args=(sock, records, over, silent), daemon=True)
        thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = sock.getsockname()[1]
        try:
            yield resolver
        finally:
            over.set()
            thread.join()


def _serve(sock: socket.socket, records: Records, over: threading.Event, silent: bool) -> None:
    while not over.is_set():
        try:
            wire, client = sock.recvfrom(4096)
        except TimeoutError:
            continue
        if not silent:
            sock.sendto(_answer(dns.message.from_wire(wire), records).to_wire(), client)


def _answer(query: dns.message.Message, records: Records) -> dns.message.Message:
    answer = dns.message.make_response(query)
    question = query.question[0]
    name = question.name.to_text(omit_final_dot=True)
    kind = dns.rdatatype.to_text(question.rdtype)
    texts = records.get((name, kind))
    if texts:
        answer.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", kind, texts))
    else:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer
