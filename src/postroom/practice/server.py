"""Starting and stopping a practice tenant: all servers in one event loop, in a thread of its own."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from postroom.practice.control import Control
from postroom.practice.identity.directory import App
from postroom.practice.seed.google import APP_PASSWORD, SERVICE
from postroom.practice.seed.start import fill
from postroom.practice.servers import Ports, Servers
from postroom.practice.world import World, open_world

_START_LIMIT = 30.0


@dataclass(frozen=True)
class PracticeTenant:
    """Where the running tenant is found, and the handle to play with it.

    `authority` is the base of the login addresses (`{authority}/{tenant}/oauth2/v2.0/token`), `graph_url` the base of
    Graph including /v1.0. `imap_port` speaks TLS at once, `imap_plain_port` never; `smtp_port` offers STARTTLS.
    """

    base_url: str
    host: str
    imap_port: int
    imap_plain_port: int
    smtp_port: int
    authority_file: Path
    tenant_id: str
    domain: str
    client_id: str
    client_secret: str
    gmail_imap_port: int
    gmail_smtp_port: int
    google_client_id: str
    google_client_secret: str
    control: Control

    @property
    def authority(self) -> str:
        return self.base_url

    @property
    def graph_url(self) -> str:
        return f"{self.base_url}/v1.0"

    @property
    def google_url(self) -> str:
        """Where Google's sign-in is; its servers are those of `gmail_imap_port` (TLS) and `gmail_smtp_port`."""
        return f"{self.base_url}/google"

    def addresses(self) -> dict[str, str | int]:
        """What the command prints: everything a client needs to be configured."""
        return {
            "page": f"{self.base_url}/",
            "authority": self.authority,
            "graph": self.graph_url,
            "imap_host": self.host,
            "imap_port": self.imap_port,
            "imap_plain_port": self.imap_plain_port,
            "smtp_host": self.host,
            "smtp_port": self.smtp_port,
            "certificate_authority": str(self.authority_file),
            "tenant": self.tenant_id,
            "domain": self.domain,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "google": self.google_url,
            "gmail_imap_port": self.gmail_imap_port,
            "gmail_smtp_port": self.gmail_smtp_port,
            "google_client_id": self.google_client_id,
            "google_client_secret": self.google_client_secret,
            "google_user": SERVICE,
            "google_app_password": APP_PASSWORD,
        }


@contextmanager
def start_practice_tenant(
    *,
    data: Path | None = None,
    seed: str = "",
    port: int = 0,
    imap_port: int = 0,
    smtp_port: int = 0,
    gmail_imap_port: int = 0,
    gmail_smtp_port: int = 0,
) -> Iterator[PracticeTenant]:
    """Run a practice tenant while the context lasts.

    `data` is the folder that keeps it (a temporary one is removed at the end), `seed` is empty for the people and
    mailboxes alone or `demo` for their mail too, the ports are free ones where they are 0. Raises OSError where a port
    is taken.
    """
    folder = data or Path(tempfile.mkdtemp(prefix="practice-tenant-"))
    folder.mkdir(parents=True, exist_ok=True)
    world = open_world(folder)
    try:
        app = fill(world, seed)
        with _running(Servers(world, Ports(port, imap_port, smtp_port, gmail_imap_port, gmail_smtp_port))) as servers:
            yield _described(world, app, servers)
    finally:
        _close(world, folder if data is None else None)


def _described(world: World, app: App, servers: Servers) -> PracticeTenant:
    tenant = world.directory.tenants[app.tenant_id]
    return PracticeTenant(
        base_url=world.base_url,
        host="127.0.0.1",
        imap_port=servers.imap.port,
        imap_plain_port=servers.imap_plain.port,
        smtp_port=servers.smtp.port,
        authority_file=world.tls.authority_file,
        tenant_id=tenant.id,
        domain=tenant.domain,
        client_id=app.client_id,
        client_secret=app.secrets[-1].value,
        gmail_imap_port=servers.gmail_imap.port,
        gmail_smtp_port=servers.gmail_smtp.port,
        google_client_id=world.google.client().client_id,
        google_client_secret=world.google.client().secret,
        control=servers.control,
    )


@contextmanager
def _running(servers: Servers) -> Iterator[Servers]:
    thread = threading.Thread(target=lambda: asyncio.run(servers.run()), name="practice-tenant", daemon=True)
    thread.start()
    try:
        if not servers.ready.wait(_START_LIMIT) or servers.problem is not None:
            raise servers.problem or TimeoutError("the practice tenant did not start")
        yield servers
    finally:
        servers.stop()
        thread.join(_START_LIMIT)


def _close(world: World, temporary: Path | None) -> None:
    world.database.close()
    if temporary is not None:
        shutil.rmtree(temporary, ignore_errors=True)
