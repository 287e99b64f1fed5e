"""The server cannot be reached."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences.sentence import Sentence
from postroom.drivers import codes

SENTENCES = {
    codes.NAME_UNKNOWN: Sentence(
        _("There is no server of this name."),
        _("Check the spelling of the server name. If it is right, the name service of this machine does not know it."),
    ),
    codes.NAME_TIMEOUT: Sentence(
        _("The name service did not answer."),
        _("Check the network and the DNS settings of the machine Postroom runs on."),
    ),
    codes.CONNECTION_REFUSED: Sentence(
        _("The server refuses connections on this port."),
        _("Check the port. If it is right, the service is switched off there, or a firewall refuses the connection."),
    ),
    codes.CONNECTION_TIMEOUT: Sentence(
        _("The server did not answer the connection in time."),
        _(
            "Check server name and port. Often a firewall drops the connection: ask for this host and port to "
            "be opened."
        ),
    ),
    codes.CONNECTION_LOST: Sentence(
        _("The connection was cut."),
        _(
            "This usually passes by itself. If it stays, a firewall or a virus scanner between here and there "
            "may cut it."
        ),
    ),
    codes.NO_ROUTE: Sentence(
        _("There is no way from here to the server's network."),
        _("Check the network of the machine Postroom runs on."),
    ),
    codes.ANSWER_TIMEOUT: Sentence(
        _("The server accepted the connection and then did not answer in time."),
        _(
            "This usually passes by itself, and Postroom tries again. If it stays, check that port and encryption fit "
            "each other, and that no firewall or proxy holds the answer back."
        ),
    ),
    codes.UNREACHABLE: Sentence(
        _("The network gave an error on the way to the server."),
        _("Check the network of the machine Postroom runs on, and the server name."),
    ),
    codes.SERVER_CLOSING: Sentence(
        _("The server ended the connection by itself."),
        _("It is probably being restarted or has too many connections. Postroom tries again."),
    ),
    codes.PROTOCOL: Sentence(
        _("The answer is not what a mail server says."),
        _("Perhaps another kind of server is behind this port. Check protocol and port."),
    ),
}
