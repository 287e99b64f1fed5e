"""What Postroom itself finds wrong with a channel."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from postroom.channels.credentials import SECRET_UNREADABLE
from postroom.channels.sentences.sentence import Sentence

SERVER_WARNING: Final = "server-warning"
KIND_UNKNOWN: Final = "kind-unknown"
TEST_MAIL_MISSING: Final = "test-mail-missing"
TEST_MAIL_IN_JUNK: Final = "test-mail-in-junk"
TEST_MAIL_IN_INBOX: Final = "test-mail-in-inbox"
SENDER_REPLACED: Final = "sender-replaced"
PROBE_BROKEN: Final = "probe-broken"
ALREADY_CONNECTED: Final = "already-connected"
ADDRESS_MISSING: Final = "address-missing"
CHANNEL_DISABLED: Final = "channel-disabled"
CHANNEL_DELETED: Final = "channel-deleted"
NOT_PROTECTED: Final = "not-protected"
NEWS_ADDRESS_MISSING: Final = "news-address-missing"
NEWS_ADDRESS_UNSAFE: Final = "news-address-unsafe"
NEWS_OF_SHARED: Final = "news-of-shared"
GRANT_MISSING: Final = "grant-missing"
APP_MISSING: Final = "app-missing"
SECRET_UNPROVEN: Final = "secret-unproven"  # noqa: S105  # a word for an error, no secret

SENTENCES = {
    SECRET_UNREADABLE: Sentence(
        _("The stored password cannot be read: Postroom runs with another secret key than when it was saved."),
        _("Start Postroom with the secret key it had before, or enter the password again."),
    ),
    KIND_UNKNOWN: Sentence(
        _("This Postroom does not know this kind of channel."),
        _("The channel was made by another version. Update Postroom."),
    ),
    SERVER_WARNING: Sentence(
        _("It works, but the server complained."),
        _(
            "Mail is fetched and nothing is imported twice. The server's words say what it did not do; Postroom"
            " tries again."
        ),
    ),
    TEST_MAIL_MISSING: Sentence(
        _("The test mail was sent but did not arrive in time."),
        _(
            "Look for it in the mailbox: perhaps the address belongs to another mailbox, a filter moved it, or "
            "delivery is slow. Then try again."
        ),
    ),
    TEST_MAIL_IN_JUNK: Sentence(
        _("The test mail arrived in the junk folder."),
        _(
            "Allow the address in the spam filter of the mailbox: customers' answers may end there too, where "
            "Postroom does not look."
        ),
    ),
    TEST_MAIL_IN_INBOX: Sentence(
        _("The test mail arrived in the inbox, not in the chosen folder."),
        _("Postroom reads only the chosen folder. A rule on the server has to move mail there, or choose the inbox."),
    ),
    SENDER_REPLACED: Sentence(
        _("The server put another address in place of the sender's."),
        _(
            "Set the address up at the provider first: in Gmail under Settings, Accounts, “Send mail as”; in Microsoft "
            "365 sending from aliases has to be allowed. Until then answers leave with the other address."
        ),
    ),
    PROBE_BROKEN: Sentence(
        _("Postroom made a mistake of its own while trying."),
        _("The log of the worker holds the details. Try again, and report it if it stays."),
    ),
    CHANNEL_DISABLED: Sentence(
        _("The channel of the sending address is disabled."),
        _("Enable the channel, or choose another sending address for the group."),
    ),
    NOT_PROTECTED: Sentence(
        _("This mail has to be signed or encrypted and cannot be, so it was not sent."),
        _("Add the key that is missing (Administration, Keys), or write the mail again without that protection."),
    ),
    CHANNEL_DELETED: Sentence(
        _("The channel of the sending address was deleted."),
        _("Choose another sending address for the group, then send the message again."),
    ),
    ALREADY_CONNECTED: Sentence(
        _("It works, but it was not saved: another channel reads this folder, or the group is no longer active."),
        _("Choose another folder or another group, then try again."),
    ),
    ADDRESS_MISSING: Sentence(
        _("The channel has no address, so no test mail can be sent."),
        _("Add an address to the channel."),
    ),
    NEWS_ADDRESS_MISSING: Sentence(
        _("Postroom has no public address that Microsoft could call."),
        _("Enter it under Administration, Settings. Until then Postroom looks by itself."),
    ),
    NEWS_ADDRESS_UNSAFE: Sentence(
        _("The public address is not https, so Microsoft does not call it."),
        _("Give Postroom an https address. Until then Postroom looks by itself."),
    ),
    NEWS_OF_SHARED: Sentence(
        _("Microsoft does not tell a delegate of new mail in a shared mailbox."),
        _("Nothing to do: Postroom looks by itself."),
    ),
    GRANT_MISSING: Sentence(
        _("Nobody is signed in for this channel."),
        _("Sign in again for this channel."),
    ),
    APP_MISSING: Sentence(
        _("The app by which this channel reads and sends is not registered here any more."),
        _("Register it again, then choose on the page of the channel who opens the mailbox."),
    ),
    SECRET_UNPROVEN: Sentence(
        _("The app answers. Whether its secret is right shows at the first sign-in, because no tenant is entered."),
        _("Enter the tenant's ID or domain to have the secret checked here too."),
    ),
}
