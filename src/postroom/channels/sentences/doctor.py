"""What only the doctor finds: nothing is refused, and yet something is wrong."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences.sentence import Sentence

CERTIFICATE_ENDS: Final = "certificate-ends"
CLOCK_WRONG: Final = "clock-wrong"
APP_ENDS: Final = "app-ends"
PERMISSION_MISSING: Final = "permission-missing"
GRANT_ENDS: Final = "grant-ends"
GRANT_UNUSED: Final = "grant-unused"
SUBSCRIPTION_ENDS: Final = "subscription-ends"
UNKNOWN_ON_SERVER: Final = "unknown-on-server"
LEFT_ON_SERVER: Final = "left-on-server"
IN_QUARANTINE: Final = "in-quarantine"
FETCH_LATE: Final = "fetch-late"
MAIL_ELSEWHERE: Final = "mail-elsewhere"
MAIL_IN_JUNK: Final = "mail-in-junk"

SENTENCES = {
    CERTIFICATE_ENDS: Sentence(
        _("The server's certificate ends soon."),
        _("Tell whoever runs the server. From that day on Postroom does not connect any more."),
    ),
    CLOCK_WRONG: Sentence(
        _("The clocks of this machine and of the server differ."),
        _("Set up time synchronisation (NTP) on this machine. Tokens and cut-off times depend on the time."),
    ),
    APP_ENDS: Sentence(
        _("The secret or certificate of the app ends soon."),
        _("Make a new one in the Entra portal and enter it in Postroom before that day; mail stops otherwise."),
    ),
    PERMISSION_MISSING: Sentence(
        _("The token lacks a permission that reading or sending needs."),
        _("Give the app this permission in the Entra portal, let an administrator consent, then sign in again."),
    ),
    GRANT_ENDS: Sentence(
        _("The sign-in of this channel ends on a fixed day, however much it is used."),
        _(
            "Google ends a sign-in after seven days while the app's publishing status is “Testing”. Set it to “In "
            "production” in the Google Cloud console, then open the channel and choose “Sign in again”; all its "
            "settings stay. Mail stops after that day otherwise."
        ),
        link="https://support.google.com/cloud/answer/15549945",
    ),
    GRANT_UNUSED: Sentence(
        _("Nobody has used this sign-in for a long time. Microsoft forgets it after 90 days, Google after six months."),
        _("Enable the channel for a while, or sign in again when it is needed."),
    ),
    SUBSCRIPTION_ENDS: Sentence(
        _("Microsoft will soon stop telling Postroom of new mail, and renewing that does not work."),
        _("Mail is fetched all the same, a little later. The doctor of the channel says why it cannot be renewed."),
    ),
    UNKNOWN_ON_SERVER: Sentence(
        _("This mail lies in the folder, and Postroom has not fetched it."),
        _("Press “Fetch now”. If it stays unknown, the lines about receiving say why."),
    ),
    LEFT_ON_SERVER: Sentence(
        _("Mail that is imported already is only marked as deleted on the server."),
        _("Nothing is imported twice. Postroom deletes it again at every look; the server has refused so far."),
    ),
    IN_QUARANTINE: Sentence(
        _("Some mail of this channel could not be processed."),
        _("Look at the quarantine: each mail is whole there and can be tried again."),
    ),
    FETCH_LATE: Sentence(
        _("Postroom has not looked into the mailbox for some time."),
        _("Look whether a worker is running (“postroom check”), then press “Fetch now”."),
    ),
    MAIL_ELSEWHERE: Sentence(
        _("Nothing has arrived in the chosen folder lately, but mail arrives here."),
        _("If customers' mail arrives here, choose this folder for the channel, or change the rule that moves it."),
    ),
    MAIL_IN_JUNK: Sentence(
        _("Mail arrives in the junk folder, where Postroom does not look."),
        _("Look through it. What belongs to you can be moved to the inbox; the spam filter learns from that."),
    ),
}
