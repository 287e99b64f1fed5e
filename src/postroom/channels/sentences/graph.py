"""What only Microsoft Graph can say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences.sentence import Sentence
from postroom.drivers import codes

SENTENCES = {
    codes.GRAPH_ACCESS_DENIED: Sentence(
        _("Microsoft does not let Postroom into this mailbox."),
        _(
            "A permission of the app, the administrator's consent, or the user's right to this mailbox is missing. "
            "Where the app opens the mailbox itself, an administrator runs the script that the settings show; new "
            "rights hold after two hours at the latest."
        ),
    ),
    codes.GRAPH_NO_MAILBOX: Sentence(
        _("Microsoft 365 has no mailbox for this user yet."),
        _("Check that the user has a licence with a mailbox. A new mailbox takes up to a day to appear."),
    ),
    codes.GRAPH_USER_UNKNOWN: Sentence(
        _("The organisation has no such user or mailbox."),
        _("Check the spelling of the address, and use the main address of the mailbox, not an alias."),
    ),
    codes.GRAPH_MAILBOX_CLOSED: Sentence(
        _("Whoever signed in may not open this shared mailbox."),
        _("Give that user Full Access to the shared mailbox. It takes up to an hour to work."),
        command="Add-MailboxPermission -Identity MAILBOX -User USER -AccessRights FullAccess",
    ),
    codes.GRAPH_DELTA_LOST: Sentence(
        _("Microsoft no longer knows where Postroom stopped reading."),
        _("Nothing to do: Postroom lists the folder anew and recognises mail that it already has."),
    ),
    codes.GRAPH_ATTACHMENT_IN_SHARED: Sentence(
        _("Microsoft does not allow attachments of this size to be sent from a shared mailbox."),
        _("Send smaller attachments, or a link to them."),
    ),
    codes.GRAPH_CANNOT_SPLIT: Sentence(
        _("The signed or encrypted message is larger than Microsoft takes in one piece."),
        _("Send smaller attachments, or a link to them."),
    ),
    codes.GRAPH_ADDRESS_UNREACHABLE: Sentence(
        _("Microsoft cannot reach Postroom to tell of new mail."),
        _("Mail is fetched all the same, a little later. To be told at once, make the public address reachable."),
    ),
}
