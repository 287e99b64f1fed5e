"""Some seventy mails of the last days, so that a newcomer finds mailboxes that live."""

from __future__ import annotations

from postroom.practice.clock import now
from postroom.practice.mailstore.answers import bounce
from postroom.practice.seed.english_letters import ENGLISH_LETTERS
from postroom.practice.seed.german_letters import GERMAN_LETTERS
from postroom.practice.seed.letter import Letter, as_mime
from postroom.practice.seed.machine_letters import MACHINE_LETTERS
from postroom.practice.seed.shop_letters import SHOP_LETTERS
from postroom.practice.world import World

LETTERS = (*GERMAN_LETTERS, *ENGLISH_LETTERS, *MACHINE_LETTERS)


def put_demo_mail(world: World) -> None:
    """Place every letter to the practice company where it belongs, and a bounce."""
    _put_all(world, LETTERS)
    _put_bounce(world, now() - 36 * 3600)


def put_shop_mail(world: World) -> None:
    """Place what was written to the shop at Google."""
    _put_all(world, SHOP_LETTERS)


def _put_all(world: World, letters: tuple[Letter, ...]) -> None:
    """Place the letters oldest first, dated back from now."""
    start = now()
    by_subject = {letter.subject: letter for letter in letters}
    for letter in sorted(letters, key=lambda one: -one.hours):
        _put(world, letter, start - letter.hours * 3600, by_subject.get(letter.answers))


def _put(world: World, letter: Letter, moment: float, answered: Letter | None) -> None:
    mailbox = world.post.mailboxes.find(letter.mailbox)
    if mailbox is None:
        raise LookupError(letter.mailbox)
    message = world.post.put(mailbox, as_mime(letter, moment, answered), letter.folder, moment)
    if letter.seen:
        world.post.messages.set_flags(message, [r"\Seen"])


def _put_bounce(world: World, moment: float) -> None:
    """A real non-delivery report, for a mail that support sent to somebody who is gone."""
    sent = Letter(37, "support", "Ihre Anfrage zu Ersatzteilen", "Die Teile sind wieder lieferbar.", to="kroeger")
    report = bounce("support@nordlicht.example", "weg@brandt-metallbau.example", as_mime(sent, moment - 60, None))
    mailbox = world.post.mailboxes.find("support@nordlicht.example")
    if mailbox is not None:
        world.post.put(mailbox, report, "inbox", moment)
