"""The server does not take a message."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences.sentence import Sentence
from postroom.drivers import codes

SENTENCES = {
    codes.RECIPIENTS_REFUSED: Sentence(
        _("The server accepted none of the recipients."),
        _("Check the addresses. The server's words say what it does not like about each."),
    ),
    codes.SENDER_REFUSED: Sentence(
        _("The server does not accept this sender address."),
        _("Send from an address that belongs to the user who signs in, or sign in with a user."),
    ),
    codes.SEND_AS_DENIED: Sentence(
        _("The user who signs in may not send as this address."),
        _("Give the user the right “Send as” for this mailbox, or sign in as the mailbox itself."),
        command="Add-RecipientPermission -Identity MAILBOX -Trustee USER -AccessRights SendAs",
    ),
    codes.SENDING_LIMIT: Sentence(
        _("The provider's limit for sent mail is used up."),
        _("Postroom waits and tries again. If it happens often, ask the provider for a higher limit."),
    ),
    codes.SENDING_BLOCKED: Sentence(
        _("The provider has blocked this sender."),
        _(
            "Providers do so when they suspect spam. Ask the provider, or the administrator of the "
            "organisation, to lift the block."
        ),
    ),
    codes.MESSAGE_REFUSED: Sentence(
        _("The server did not want this message."),
        _("The server's words say why: often a spam filter, or a kind of attachment that is not allowed."),
    ),
    codes.TOO_LARGE: Sentence(
        _("The message is larger than the server allows."),
        _("Send smaller attachments, or a link to them."),
    ),
    codes.THROTTLED: Sentence(
        _("The server asks for fewer requests for a while."),
        _("Nothing to do: Postroom waits as long as the server wishes and goes on."),
    ),
    codes.SERVER_BUSY: Sentence(
        _("The server cannot do it now and asks to try again later."),
        _("Nothing to do: Postroom tries again."),
    ),
    codes.SMTPUTF8_MISSING: Sentence(
        _("An address has special letters before the @, and the server cannot carry such addresses."),
        _("Ask the correspondent for an address of plain letters, or use a server with SMTPUTF8."),
    ),
    codes.EIGHT_BIT_MISSING: Sentence(
        _("The message holds bytes that this server cannot carry."),
        _("Use a server with 8BITMIME; every current one has it."),
    ),
    codes.UNCERTAIN: Sentence(
        _(
            "The message was handed over, and then the connection was cut or no answer came: nobody knows whether it "
            "was sent."
        ),
        _("Look into the Sent folder or ask the recipient, then decide whether to send it again."),
    ),
    codes.SENDMAIL_MISSING: Sentence(
        _("This machine has no sendmail program that can be run."),
        _("Install a mail server such as Postfix or msmtp on this machine, or send by SMTP."),
    ),
    codes.SENDMAIL_FAILED: Sentence(
        _("The sendmail program ended with an error."),
        _("Its words say why. Check the mail server of this machine."),
    ),
}
