"""The connection cannot be made as safe as demanded."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences.sentence import Sentence
from postroom.drivers import codes

SENTENCES = {
    codes.TLS_CERTIFICATE: Sentence(
        _("The server's certificate is not valid."),
        _("Ask whoever runs the server to mend it. Nothing was sent to the server."),
    ),
    codes.TLS_CERTIFICATE_EXPIRED: Sentence(
        _("The server's certificate is past its date, or not valid yet."),
        _("Ask whoever runs the server to renew it, and check the clock of the machine Postroom runs on."),
    ),
    codes.TLS_CERTIFICATE_NAME: Sentence(
        _("The server's certificate is for another server name."),
        _("Enter the name that stands in the certificate (the server's words name it), not an alias or an IP address."),
    ),
    codes.TLS_CERTIFICATE_UNTRUSTED: Sentence(
        _("The server's certificate was issued by nobody this machine trusts."),
        _(
            "If it is your own certificate authority, install its certificate on this machine. Only on a "
            "network of your own may you switch the certificate check off."
        ),
    ),
    codes.TLS_HANDSHAKE: Sentence(
        _("Postroom and the server could not agree on an encryption."),
        _("The server probably offers only outdated encryption and has to be updated."),
    ),
    codes.TLS_NOT_SPOKEN: Sentence(
        _("This port does not speak TLS from the start."),
        _("Choose STARTTLS, or the port for TLS (993 for IMAP, 995 for POP3, 465 for SMTP)."),
    ),
    codes.STARTTLS_MISSING: Sentence(
        _("The server does not offer STARTTLS on this port."),
        _("Choose TLS and its port. Postroom does not fall back to a connection that is not encrypted."),
    ),
}
