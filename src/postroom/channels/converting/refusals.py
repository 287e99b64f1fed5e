"""What converting refuses, each with a sentence for the person who asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postroom.channels.refusals import Refusal


class NothingToGoBackTo(Refusal):
    """The week is over, or the channel was never converted."""

    def __init__(self) -> None:
        super().__init__(_("The old settings and the old password are gone: they are kept for seven days only."))


class AnotherMailbox(Refusal):
    """Somebody signed in whose mailbox is not the channel's."""

    def __init__(self, came: str, reads: str) -> None:
        super().__init__(
            _("You signed in as %(came)s, but this channel reads %(reads)s. Nothing was changed.")
            % {"came": came, "reads": reads}
        )
        self.came = came
        self.reads = reads
