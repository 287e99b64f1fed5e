"""The practice tenant as a process beside Postroom: its ports, its addresses, and the trust in its certificate."""

import json
import signal
import socket
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postroom.config import Config
from postroom.ground.child import Plan
from postroom.ground.errors import NotPrepared
from postroom.ground.supervisor import Supervisor
from postroom.words import gettext as _
from postroom.words import gettext_noop

_PORTS = {"port": 8021, "imap-port": 8993, "smtp-port": 8587, "gmail-imap-port": 8994, "gmail-smtp-port": 8588}
_DEADLINE = 60.0


@dataclass(frozen=True)
class Tenant:
    """Where the tenant told its addresses, and what it told."""

    file: Path
    told: dict[str, Any]

    @property
    def page(self) -> str:
        """Where a person sees it."""
        return str(self.told["page"])


def start_tenant(tree: Supervisor, settings: Config) -> Tenant:
    """Start it and wait until it has told its addresses.

    Raises:
        NotPrepared: it does not start.
    """
    file = settings.data / "practice.json"
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    tree.add([_plan(settings, file)])
    if not tree.wait_for(lambda: file.read_text().endswith("}\n"), _DEADLINE):
        raise NotPrepared(_("The practice tenant does not start. {file} says why.").format(file=file))
    return Tenant(file, json.loads(file.read_text().splitlines()[-1]))


def environment_for(tenant: Tenant, data: Path) -> dict[str, str]:
    """Return what makes Postroom know the practice Microsoft and Google, and trust their certificate beside others."""
    trusted = data / "trusted.pem"
    trusted.write_bytes(_system_authorities() + Path(tenant.told["certificate_authority"]).read_bytes())
    return {
        "POSTROOM_MICROSOFT_ENDPOINTS": json.dumps(_microsoft(tenant.told)),
        "POSTROOM_GOOGLE_ENDPOINTS": json.dumps(_google(tenant.told)),
        "SSL_CERT_FILE": str(trusted),
    }


def _microsoft(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": "practice",
        "title": gettext_noop("Practice tenant on this machine"),
        "login": told["authority"],
        "graph": told["graph"],
        "imap_host": told["imap_host"],
        "imap_port": told["imap_port"],
        "smtp_host": told["smtp_host"],
        "smtp_port": told["smtp_port"],
        # Whoever lets a server hang on the tenant's page need not wait as long as for a real one.
        "seconds": "10",
    }


def _google(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": "practice",
        "title": gettext_noop("Practice Google on this machine"),
        "login": told["google"],
        "imap_host": told["imap_host"],
        "imap_port": told["gmail_imap_port"],
        "smtp_host": told["smtp_host"],
        "smtp_port": told["gmail_smtp_port"],
    }


def _plan(settings: Config, file: Path) -> Plan:
    # Its ports stay the same when the supervisor starts it again: Postroom has been told of them only once.
    ports = [word for name, wanted in _PORTS.items() for word in (f"--{name}", str(_free(wanted)))]
    callbacks = ["--callback", f"{settings.address}/microsoft/callback/"]
    callbacks += ["--google-callback", f"{settings.address}/google/callback/"]
    words = ["--data", str(settings.data / "practice"), "--seed", "demo", *callbacks, *ports]
    command = [sys.executable, "-P", "-m", "postroom.practice", *words]
    return Plan("practice tenant", lambda: command, stop_signal=signal.SIGTERM, log=str(file))


def _free(wanted: int) -> int:
    """Return the port if nobody listens there, else any other."""
    for port in (wanted, 0):
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = attempt.getsockname()[1]
            return found
    return wanted


def _system_authorities() -> bytes:
    file = ssl.get_default_verify_paths().cafile
    return Path(file).read_bytes() if file else b""
