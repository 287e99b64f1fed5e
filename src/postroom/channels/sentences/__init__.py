"""One sentence and one remedy for every error a mailbox can give: used on every page that shows one."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from postroom.channels.sentences import (
    aadsts,
    app_roles,
    doctor,
    fence,
    google,
    graph,
    mailbox,
    ours,
    reaching,
    sending,
    signing_in,
    tls,
)
from postroom.channels.sentences.sentence import Sentence
from postroom.channels.sentences.steps import section_title, step_title

__all__ = ["SENTENCES", "Sentence", "explain", "section_title", "step_title"]

SENTENCES: Final[dict[str, Sentence]] = {
    **reaching.SENTENCES,
    **tls.SENTENCES,
    **signing_in.SENTENCES,
    **mailbox.SENTENCES,
    **sending.SENTENCES,
    **graph.SENTENCES,
    **ours.SENTENCES,
    **doctor.SENTENCES,
    **fence.SENTENCES,
    **app_roles.SENTENCES,
    **aadsts.SENTENCES,
    **google.SENTENCES,
}

_UNKNOWN: Final = Sentence(
    _("The server answered with an error that Postroom does not know yet."),
    _("Read the server's words below; they usually say what is wrong. Postroom keeps trying."),
)


def explain(code: str) -> Sentence:
    """Return what the error `code` (`drivers.codes`, or one of Postroom's own) means and what to do about it."""
    return SENTENCES.get(code, aadsts.UNKNOWN if code.startswith(aadsts.PREFIX) else _UNKNOWN)
