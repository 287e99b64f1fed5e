"""A real Dovecot on loopback: IMAP and POP3 in clear text with STARTTLS, and over TLS.

Any user name is a mailbox; the password is always `PASSWORD`, the bearer token `TOKEN`.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.certificates import CertificateFiles, make_certificate
from tests.servers.maildir import Maildir
from tests.servers.ports import free_ports
from tests.servers.tokens import token_endpoint

PASSWORD = "correct-horse"  # of throw-away mailboxes on loopback
TOKEN = "eyJ0b2tlbg.of.test"  # what the loopback introspection endpoint knows

_BINARY = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running server."""

    imap: int
    imaps: int
    pop3: int
    pop3s: int
    certificate: CertificateFiles
    home: Path
    owner: tuple[int, int] | None

    def mailbox(self, user: str) -> Maildir:
        """Return a user's mail on disk."""
        return Maildir(self.home / "mail" / user / "Maildir", self.owner)

    def deliver(self, user: str, content: bytes, folder: str = "INBOX") -> None:
        """Put a message into a user's mailbox."""
        self.mailbox(user).deliver(content, folder)

    def messages(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """Return what lies in a user's folder."""
        return self.mailbox(user).messages(folder)


@contextmanager
def running_dovecot(extra: str = "") -> Iterator[Dovecot]:
    """Start a Dovecot with `extra` lines of configuration, and stop it. Skips where none is installed."""
    if _BINARY is None:
        pytest.skip("Dovecot is not installed: apt install dovecot-imapd dovecot-pop3d")
    # Not below pytest's own folder: that one is closed to the user who owns the mail.
    home = Path(tempfile.mkdtemp(prefix="postroom-dovecot-"))
    home.chmod(0o755)
    try:
        with token_endpoint(TOKEN) as introspection:
            server = _configure(home, introspection, extra)
            process = subprocess.Popen([_BINARY, "-F", "-c", home / "dovecot.conf"])
            try:
                _await_port(server.imap, process, home)
                yield server
            finally:
                process.terminate()
                process.wait(timeout=20)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """Yield one Dovecot for the whole run; tests keep apart by user names of their own."""
    with running_dovecot() as server:
        yield server


def _configure(home: Path, introspection: str, extra: str) -> Dovecot:
    imap, imaps, pop3, pop3s = free_ports(4)
    server = Dovecot(imap, imaps, pop3, pop3s, make_certificate(home), home, _mail_owner())
    (home / "mail").mkdir()
    if server.owner is not None:
        os.chown(home / "mail", *server.owner)
    (home / "oauth2.conf").write_text(_OAUTH2.format(introspection=introspection))
    (home / "dovecot.conf").write_text(_configuration(server) + extra)
    return server


def _configuration(server: Dovecot) -> str:
    uid, gid = server.owner or (os.getuid(), os.getgid())
    text = _BASE.format(
        home=server.home,
        uid=uid,
        gid=gid,
        password=PASSWORD,
        imap=server.imap,
        imaps=server.imaps,
        pop3=server.pop3,
        pop3s=server.pop3s,
    )
    return (
        text
        if server.owner
        else text + _AS_USER.format(user=pwd.getpwuid(uid).pw_name, group=grp.getgrgid(gid).gr_name)
    )


def _mail_owner() -> tuple[int, int] | None:
    # Dovecot started by root refuses to touch mail as root.
    if os.getuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _await_port(port: int, process: subprocess.Popen[bytes], home: Path) -> None:
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as sock:
                if sock.recv(4) == b"* OK":
                    return
        except OSError:
            time.sleep(0.05)
    log = home / "dovecot.log"
    raise RuntimeError(f"Dovecot did not start: {log.read_text() if log.exists() else 'no log'}")


_BASE = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
listen = 127.0.0.1
protocols = imap pop3
ssl = yes
ssl_cert = <{home}/certificate.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
maildir_very_dirty_syncs = no
namespace inbox {{
  inbox = yes
  separator = .
  mailbox Sent {{
    special_use = \\Sent
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
"""

_AS_USER = """
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
}}
service pop3-login {{
  chroot =
}}
"""

_OAUTH2 = """
introspection_mode = auth
introspection_url = {introspection}
username_attribute = username
active_attribute = active
active_value = true
"""
