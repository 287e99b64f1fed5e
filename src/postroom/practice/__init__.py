"""A stand-in Microsoft 365 tenant on loopback, for rehearsal and for tests.

The room stands alone: the product never imports it, and it imports nothing of the product. Its identity and Graph
endpoints speak plain HTTP: they listen on 127.0.0.1 only, RFC 8252 section 8.3 allows http for loopback addresses, and
a browser would refuse a self-made certificate. IMAP and SMTP are served with TLS from a self-made authority whose
certificate is handed out as a file, because the product must prove there that it never talks in the clear.
"""

from postroom.practice.server import PracticeTenant, start_practice_tenant

__all__ = ["PracticeTenant", "start_practice_tenant"]
