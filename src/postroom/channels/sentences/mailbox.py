"""Something is wrong inside the mailbox."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences.sentence import Sentence
from postroom.drivers import codes

SENTENCES = {
    codes.FOLDER_MISSING: Sentence(
        _("There is no such folder, or it cannot hold messages."),
        _("Choose a folder from the list. Perhaps it was renamed or moved on the server."),
    ),
    codes.NOT_FOUND: Sentence(
        _("The server does not find what Postroom asked for: it is gone, or whoever signed in may not see it."),
        _(
            "Choose the folder anew in the settings of the channel. With a shared mailbox, look whether whoever signed "
            "in still has Full Access to it."
        ),
    ),
    codes.FOLDER_READ_ONLY: Sentence(
        _("The folder can only be read."),
        _("Give the user the right to change and delete messages in this folder, or choose another folder."),
    ),
    codes.UIDVALIDITY_CHANGED: Sentence(
        _("The server made the folder anew."),
        _("Nothing to do: Postroom reads it again and recognises mail that it already has."),
    ),
    codes.MESSAGE_UNREADABLE: Sentence(
        _("The server has a message that it cannot hand over."),
        _("Look at the message in another mail program. Everything else in the mailbox is fetched."),
    ),
    codes.COMMAND_REFUSED: Sentence(
        _("The server refused something that it should be able to do."),
        _("The server's words say why. This often passes by itself; Postroom tries again."),
    ),
    codes.MAILBOX_BUSY: Sentence(
        _("Another program has the mailbox open, and the server allows only one at a time."),
        _("Close the mailbox in other programs, or use IMAP instead of POP3."),
    ),
    codes.MAILBOX_FULL: Sentence(
        _("The mailbox is full."),
        _("Delete mail in it or ask for more space. Until then it also receives no new mail."),
    ),
    codes.UIDL_MISSING: Sentence(
        _("This POP3 server gives its messages no lasting names, so nothing can be fetched safely."),
        _("Use IMAP instead of POP3."),
    ),
    codes.POP3_CANNOT_MARK_READ: Sentence(
        _("POP3 cannot mark mail as read."),
        _("Use IMAP, or let mail be deleted after import."),
    ),
    codes.POP3_CANNOT_MOVE: Sentence(
        _("POP3 knows no folders to move mail to."),
        _("Use IMAP, or let mail be deleted after import."),
    ),
}
