"""An app that acts in its own name lacks a permission, which is named."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences.sentence import Sentence
from postroom.drivers import codes

LACKING: Final = {"IMAP.AccessAsApp": "app-lacks-imap", "SMTP.SendAsApp": "app-lacks-smtp"}
"""By the application permission of Office 365 Exchange Online, the word for its being missing."""

_PORTAL = _(
    "In the Entra portal, under API permissions of the app, add this application permission of Office 365 Exchange "
    "Online and let an administrator consent to it. Postroom tries again by itself."
)
_SCRIPT = _(
    "An administrator runs the script that the settings of the channel show. It gives the app this role for this "
    "mailbox alone; that holds after two hours at the latest."
)
_RBAC = "https://learn.microsoft.com/exchange/permissions-exo/application-rbac"
_OAUTH = (
    "https://learn.microsoft.com/exchange/client-developer/legacy-protocols/"
    "how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth"
)

SENTENCES = {
    LACKING["IMAP.AccessAsApp"]: Sentence(
        _("The app lacks the permission IMAP.AccessAsApp, without which it cannot read by IMAP in its own name."),
        _PORTAL,
        link=_OAUTH,
    ),
    LACKING["SMTP.SendAsApp"]: Sentence(
        _("The app lacks the permission SMTP.SendAsApp, without which it cannot send by SMTP in its own name."),
        _PORTAL,
        link=_OAUTH,
    ),
    codes.GRAPH_APP_MAY_NOT_READ: Sentence(
        _("The app lacks the role Application Mail.ReadWrite for this mailbox, so Microsoft does not let it in."),
        _SCRIPT,
        link=_RBAC,
    ),
    codes.GRAPH_APP_MAY_NOT_SEND: Sentence(
        _("The app lacks the role Application Mail.Send for this mailbox, so Microsoft does not let it send."),
        _SCRIPT,
        link=_RBAC,
    ),
}
