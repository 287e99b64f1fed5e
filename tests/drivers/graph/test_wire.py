"""Deadlines, certificates and the number of requests at once."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from pathlib import Path

import pytest

from postroom.drivers import codes
from postroom.drivers.base import Step
from postroom.drivers.errors import Insecure, ProtocolBroken, SignInRefused, Unreachable
from postroom.drivers.graph import GraphSettings, GraphSource
from postroom.drivers.graph.gate import AT_ONCE, Gate, gate_of
from tests.servers.answering import answering
from tests.servers.certificates import make_certificate


def source(port: int, scheme: str = "http", *, timeout: float = 5.0, **more: bool) -> GraphSource:
    settings = GraphSettings("desk@example.org", "", f"{scheme}://127.0.0.1:{port}/v1.0", timeout, **more)
    return GraphSource(settings, lambda fresh: "token")


def answer_of(text: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\n\r\n{text}".encode()


def test_server_that_drips_its_answer_does_not_outlast_the_deadline() -> None:
    answer = b"HTTP/1.1 200 OK\r\n" + b"X-Slow: " + b"x" * 500
    dripped = bytearray()

    def talk(client: socket.socket) -> None:
        client.recv(10_000)
        for byte in answer:
            dripped.append(byte)
            client.sendall(bytes([byte]))
            time.sleep(0.05)

    with answering(talk) as port, pytest.raises(Unreachable) as caught, source(port, timeout=1):
        pass
    assert (caught.value.code, caught.value.step) == (codes.ANSWER_TIMEOUT, "folder")
    # Every byte came well within a second of the one before; only the time of all of them together has run out.
    assert 1 < len(dripped) < len(answer)


def test_answer_that_is_no_json_is_broken() -> None:
    def talk(client: socket.socket) -> None:
        client.recv(10_000)
        client.sendall(answer_of("<html>hotel network, please sign in</html>"))

    with answering(talk) as port, pytest.raises(ProtocolBroken), source(port):
        pass


def test_answer_that_is_no_http_is_broken() -> None:
    def talk(client: socket.socket) -> None:
        client.recv(10_000)
        client.sendall(b"* OK IMAP4rev1 ready\r\n\r\n")

    with answering(talk) as port, pytest.raises(ProtocolBroken) as caught, source(port):
        pass
    assert caught.value.step == "folder"


def _over_tls(folder: Path, answer: bytes) -> tuple[ssl.SSLContext, bytes]:
    files = make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    return context, answer


def test_certificate_nobody_knows_is_insecure(tmp_path: Path) -> None:
    context, _ = _over_tls(tmp_path, b"")

    def talk(client: socket.socket) -> None:
        context.wrap_socket(client, server_side=True)

    with answering(talk) as port, pytest.raises(Insecure) as caught, source(port, "https"):
        pass
    assert (caught.value.code, caught.value.step) == (codes.TLS_CERTIFICATE_UNTRUSTED, "tls")


def test_https_sends_the_token_only_inside_tls(tmp_path: Path) -> None:
    context, answer = _over_tls(tmp_path, answer_of('{"id": "folder"}'))
    heard: list[bytes] = []
    steps: list[Step] = []

    def talk(client: socket.socket) -> None:
        with context.wrap_socket(client, server_side=True) as secured:
            heard.append(secured.recv(10_000))
            secured.sendall(answer)

    with answering(talk) as port:
        settings = GraphSettings("desk@example.org", "", f"https://127.0.0.1:{port}/v1.0", 5, verify_certificate=False)
        with GraphSource(settings, lambda fresh: "token", on_step=steps.append):
            pass
    [request] = heard
    assert request.startswith(b"GET /v1.0/users/desk@example.org/mailFolders/inbox?%24select=id HTTP/1.1\r\n")
    lines = request.lower().splitlines()
    assert b"authorization: bearer token" in lines
    assert b'prefer: idtype="immutableid"' in lines
    assert [step.name for step in steps] == ["sign-in", "resolve", "connect", "tls", "folder"]


def test_error_text_of_the_wire_holds_no_token() -> None:
    def talk(client: socket.socket) -> None:
        client.recv(10_000)
        text = '{"error": {"code": "InvalidAuthenticationToken", "message": "bad: secret-token"}}'
        client.sendall(f"HTTP/1.1 401 No\r\nConnection: close\r\nContent-Length: {len(text)}\r\n\r\n{text}".encode())

    asked: list[bool] = []

    def token(fresh: bool) -> str:
        asked.append(fresh)
        if fresh:
            raise SignInRefused("no fresh one")
        return "secret-token"

    with (
        answering(talk) as port,
        pytest.raises(SignInRefused, match="no fresh one") as caught,
        GraphSource(GraphSettings("a@example.org", "", f"http://127.0.0.1:{port}/v1.0"), token),
    ):
        pass
    assert asked == [False, True]
    assert "secret-token" not in f"{caught.value!r}{caught.value.__context__!r}"


def test_no_more_than_four_pass_the_gate_at_once() -> None:
    gate = Gate()
    inside: list[int] = []
    most: list[int] = []
    lock = threading.Lock()

    def pass_through(places: int) -> None:
        for _ in range(20):
            with gate.passing(places):
                with lock:
                    inside.append(places)
                    most.append(sum(inside))
                time.sleep(0.001)
                with lock:
                    inside.remove(places)

    threads = [threading.Thread(target=pass_through, args=(places,)) for places in (1, 1, 1, 1, 1, 1, AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (max(most), len(most), inside) == (AT_ONCE, 140, [])


def test_gate_belongs_to_the_mailbox() -> None:
    assert gate_of("https://graph", "A@example.org") is gate_of("https://graph", "a@example.org")
    assert gate_of("https://graph", "a@example.org") is not gate_of("https://graph", "b@example.org")
