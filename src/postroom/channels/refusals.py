"""What the verbs on channels refuse, each with a sentence for the person who asked."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from postroom.models import Channel, EmailAddress


class Refusal(Exception):
    """Base of the tree; the text is a translated sentence."""


class AlreadyConnected(Refusal):
    """Another channel reads the same folder of the same mailbox."""

    def __init__(self, other: Channel) -> None:
        super().__init__(
            _("The channel “%(name)s” already reads this folder of this mailbox. Choose another folder.")
            % {"name": other.name}
        )


class AddressTaken(Refusal):
    """The address belongs to another channel."""

    def __init__(self, address: EmailAddress) -> None:
        name = address.channel.name if address.channel else ""
        super().__init__(_("This address already belongs to the channel “%(name)s”.") % {"name": name})


class LastAddress(Refusal):
    """A channel cannot be without an address."""

    def __init__(self) -> None:
        super().__init__(_("A channel needs at least one address. Add another one first, or delete the channel."))


class GroupInactive(Refusal):
    """Only active groups can receive mail."""

    def __init__(self) -> None:
        super().__init__(_("This group is not active. Choose an active group."))


class StillHoldsMail(Refusal):
    """The channel's ledger holds mail that is not in a ticket yet and would be lost."""

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "%(count)d mail of this channel is not in a ticket yet. Look at the quarantine first.",
                "%(count)d mails of this channel are not in tickets yet. Look at the quarantine first.",
                count,
            )
            % {"count": count}
        )


class NotTried(Refusal):
    """Nothing is saved whose receiving has not been seen to work."""

    def __init__(self) -> None:
        super().__init__(_("Fetching mail with these settings has not been seen to work yet. Try it first."))
