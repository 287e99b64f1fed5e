"""What the verbs on people and groups refuse, each with a sentence for the person who asked."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Refusal(ValueError):
    """Base of the tree; the text is a translated sentence."""


class NameTaken(Refusal):
    """Two rows of one kind cannot have the same name."""

    def __init__(self, name: str) -> None:
        super().__init__(_("There is one with the name “%(name)s” already.") % {"name": name})


class AddressKnown(Refusal):
    """Two people cannot have the same address."""

    def __init__(self, email: str) -> None:
        super().__init__(_("There is somebody with the address %(email)s already.") % {"email": email})


class OwnAddress(Refusal):
    """An address that Postroom itself sends from belongs to no person."""

    def __init__(self, email: str) -> None:
        super().__init__(
            _("%(email)s is an address of one of your channels. Mail to it would come back as a ticket.")
            % {"email": email}
        )


class LastAdministrator(Refusal):
    """Without an administrator nobody could change anything any more."""

    def __init__(self) -> None:
        super().__init__(
            _("Nobody who can sign in would be an administrator any more. Make somebody else an administrator first.")
        )


class DomainTaken(Refusal):
    """New customers join one organisation by their domain, so it belongs to one only."""

    def __init__(self, domain: str, organisation: str) -> None:
        super().__init__(
            _("The domain %(domain)s belongs to the organisation “%(organisation)s” already.")
            % {"domain": domain, "organisation": organisation}
        )


class SamePerson(Refusal):
    """A merge needs two."""

    def __init__(self) -> None:
        super().__init__(_("Choose somebody else: nobody is merged with themselves."))


class MergesOneself(Refusal):
    """Whoever merges would pull the chair away from under themselves."""

    def __init__(self) -> None:
        super().__init__(_("You are one of the two. Let another administrator do it."))


class MergeOver(Refusal):
    """A merge can be taken back for some time only."""

    def __init__(self) -> None:
        super().__init__(_("This merge cannot be taken back any more."))


class MergedSince(Refusal):
    """What was put on top comes off first."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else was merged with this person since. Take that back first."))


class AddressInUse(Refusal):
    """Both need an address of their own."""

    def __init__(self, email: str, name: str) -> None:
        super().__init__(
            _("%(name)s signs in with %(email)s now, the other one’s address. Give %(name)s another address first.")
            % {"email": email, "name": name}
        )


class NotAlike(Refusal):
    """Nobody thinks that they are one."""

    def __init__(self) -> None:
        super().__init__(_("These two are not alike any more; nothing needs to be said about them."))


class BothWrite(Refusal):
    """One of two unsent texts would be lost."""

    def __init__(self, number: str) -> None:
        where = _("ticket #%(number)s") % {"number": number} if number else _("a new ticket")
        super().__init__(
            _("Both have begun a text for %(where)s. Send or discard one of them first.") % {"where": where}
        )


class UnderRemoval(Refusal):
    """Personal data that is being deleted goes nowhere else."""

    def __init__(self) -> None:
        super().__init__(_("The personal data of this person is being deleted."))


class RemovesOneself(Refusal):
    """Nobody deletes themselves."""

    def __init__(self) -> None:
        super().__init__(_("You cannot delete yourself. Let another administrator do it."))
