"""The server lets nobody in with these credentials.

Sources: "Set-CASMailbox" (learn.microsoft.com/powershell/module/exchangepowershell/set-casmailbox): `ImapEnabled $true`
is the default, `SmtpClientAuthenticationDisabled $false` enables authenticated SMTP for the mailbox whatever
`Set-TransportConfig` says for the organisation, blank leaves it to that. "Enable or disable authenticated client SMTP
submission" (the link below): where security defaults or an authentication policy forbid it, neither setting helps.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences.sentence import Sentence
from postroom.drivers import codes

_SMTP_AUTH = (
    "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission"
)

SENTENCES = {
    codes.SIGN_IN_REFUSED: Sentence(
        _("The server did not accept user name or password."),
        _(
            "Check both. Some servers want the whole e-mail address as the user name, others only what stands "
            "before the @."
        ),
    ),
    codes.SIGN_IN_METHOD_MISSING: Sentence(
        _("The server offers no suitable way to sign in."),
        _(
            "Servers offer a password only over an encrypted connection: choose TLS or STARTTLS. If nobody has "
            "to sign in here, leave the user name empty."
        ),
    ),
    codes.SIGN_IN_UNENCODABLE: Sentence(
        _("This server cannot take a user name or password with such characters."),
        _("Use a password of unaccented letters, digits and punctuation."),
    ),
    codes.BEARER_REFUSED: Sentence(
        _("The mail server did not accept the sign-in by token."),
        _(
            "Sign in again for this channel. If that does not help, the user has no mailbox or no right to it. Where "
            "the app opens the mailbox itself, an administrator runs the script that the settings show; new rights "
            "hold after two hours at the latest."
        ),
    ),
    codes.IDENTITY_UNPROVEN: Sentence(
        _("The answer of the sign-in service does not prove who signed in."),
        _("Check the clock of the machine Postroom runs on, then sign in again. Nothing was saved."),
    ),
    codes.APP_SPECIFIC_NEEDED: Sentence(
        _("This provider wants an application password instead of the usual one."),
        _("Make an application password in the security settings of the account and enter it here."),
    ),
    codes.BASIC_AUTH_RETIRED: Sentence(
        _("Microsoft no longer accepts a password here."),
        _("Connect the mailbox as a Microsoft 365 channel instead of a mailbox with a password."),
    ),
    codes.SMTP_AUTH_DISABLED: Sentence(
        _("Sending by SMTP is switched off for this mailbox."),
        _(
            "The Microsoft 365 administrator can allow it in Exchange Online PowerShell with Set-CASMailbox; that may "
            "take a while to work. Where security defaults are on it stays off: then let the channel send by Graph."
        ),
        command="Set-CASMailbox -Identity ADDRESS -SmtpClientAuthenticationDisabled $false",
        link=_SMTP_AUTH,
    ),
    codes.SECURITY_DEFAULTS: Sentence(
        _("A security policy of the organisation forbids this sign-in."),
        _("Ask the administrator of the organisation: Security Defaults or a conditional-access policy blocks it."),
    ),
    codes.SIGN_IN_LOCKED: Sentence(
        _("The account is locked, or its password has to be changed."),
        _("Sign in to the mailbox in a browser once and follow what is asked there."),
    ),
    codes.MAILBOX_NOT_CONNECTED: Sentence(
        _("The password is right, but the server does not open the mailbox."),
        _(
            "Check that IMAP is switched on for this mailbox, that the account has a licence, and that the user"
            " may read it."
        ),
        command="Set-CASMailbox -Identity ADDRESS -ImapEnabled $true",
    ),
}
