"""Whether an app in its own name is kept to its mailbox."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences.sentence import Sentence

FENCE_OPEN: Final = "fence-open"
FENCE_UNTESTED: Final = "fence-untested"

SENTENCES = {
    FENCE_OPEN: Sentence(
        _("The app could open this other mailbox. It must not."),
        _(
            "By Graph: take the permission Mail.ReadWrite away from the app in the Entra portal, it holds for every "
            "mailbox. By IMAP: take away the app's Full Access to that mailbox in Exchange. Both need an hour or two."
        ),
        link="https://learn.microsoft.com/exchange/permissions-exo/application-rbac",
    ),
    FENCE_UNTESTED: Sentence(
        _("Whether the app is kept out of this mailbox could not be found out."),
        _("Look whether its address is right and the mailbox exists, then try again."),
    ),
}
