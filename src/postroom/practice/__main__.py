"""`python -m postroom.practice`: run a practice tenant until it is interrupted."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from postroom.practice.server import start_practice_tenant


def main() -> int:
    """Print the addresses as one line of JSON, then serve until SIGINT or SIGTERM."""
    options = _options()
    end = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: end.set())
    with start_practice_tenant(
        data=options.data,
        seed=options.seed,
        port=options.port,
        imap_port=options.imap_port,
        smtp_port=options.smtp_port,
        gmail_imap_port=options.gmail_imap_port,
        gmail_smtp_port=options.gmail_smtp_port,
    ) as tenant:
        for address in options.callback:
            tenant.control.register_redirect_uri(address)
        for address in options.google_callback:
            tenant.control.world.google.register_redirect_uri(address)
        sys.stdout.write(json.dumps(tenant.addresses()) + "\n")
        sys.stdout.flush()
        end.wait()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m postroom.practice", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port of sign-in, Graph and the page (0: any free one)")
    parser.add_argument("--imap-port", type=int, default=0, help="port of IMAP with TLS")
    parser.add_argument("--smtp-port", type=int, default=0, help="port of SMTP with STARTTLS")
    parser.add_argument("--gmail-imap-port", type=int, default=0, help="port of Gmail's IMAP with TLS")
    parser.add_argument("--gmail-smtp-port", type=int, default=0, help="port of Gmail's SMTP with STARTTLS")
    parser.add_argument("--data", type=Path, default=None, help="folder that keeps everything through a restart")
    parser.add_argument("--seed", choices=["", "demo"], default="", help="demo: start with realistic mail")
    parser.add_argument("--callback", action="append", default=[], help="redirect address to register for the app")
    parser.add_argument("--google-callback", action="append", default=[], help="the same for Google's client")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
