"""What signing in refuses, each with a sentence for the person at the browser."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postroom.channels.refusals import Refusal


class SignInUnknown(Refusal):
    """The answer belongs to no sign-in of this browser."""

    def __init__(self) -> None:
        super().__init__(
            _("This answer belongs to no sign-in of this browser, or the sign-in took too long. Start it again.")
        )


class AnotherUser(Refusal):
    """Somebody else signed in than the channel belongs to."""

    def __init__(self, came: str, expected: str) -> None:
        super().__init__(
            _("You signed in as %(came)s, but this channel belongs to %(expected)s. Nothing was changed.")
            % {"came": came, "expected": expected}
        )
        self.came = came
        self.expected = expected


class AppInUse(Refusal):
    """Channels still use the app."""

    def __init__(self) -> None:
        super().__init__(_("Channels are signed in by this app. Delete them first."))
