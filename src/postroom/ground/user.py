"""``postroom user``: make a person who may sign in, or help one who no longer can."""

import argparse
import getpass
import sys
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from postroom import config
from postroom.ground.errors import GroundError
from postroom.ground.migrations import pending_migrations
from postroom.ground.serving import database_for
from postroom.models import User
from postroom.people.auditing import auditing
from postroom.people.refusals import Refusal
from postroom.people.second_step import remove_second_step
from postroom.people.users import create_person, reset_password


class PersonRefused(GroundError):
    """The person is unknown or known already, or the password will not do."""


def main(arguments: Sequence[str]) -> int:
    """Create a person, give one a new password, or take away the second step of their sign-in."""
    given = _parser().parse_args(arguments)
    with database_for(config.load()):
        if pending_migrations():
            raise PersonRefused(_("The tables are of an older version. “postroom run” brings them up to date."))
        try:
            with auditing(None, "command"):
                sentence = _ACTIONS[given.action](given)
        except ValidationError as error:
            raise PersonRefused(" ".join(error.messages)) from error
    sys.stdout.write(sentence + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="postroom user", description=_("Make a person, or help one to sign in."))
    actions = parser.add_subparsers(dest="action", required=True)
    password = _("The password is asked for, or read as a line from standard input.")
    create = actions.add_parser("create", help=_("make a person"), description=password)
    create.add_argument("email")
    create.add_argument("--name", default="", help=_("full name"))
    create.add_argument("--administrator", action="store_true", help=_("may change all settings"))
    create.add_argument("--agent", action="store_true", help=_("may answer tickets"))
    reset = actions.add_parser("reset-password", help=_("give a person a new password"), description=password)
    reset.add_argument("email")
    remove = actions.add_parser(
        "remove-second-step", help=_("let a person who lost telephone, key and codes sign in by password alone")
    )
    remove.add_argument("email")
    return parser


def _create(given: argparse.Namespace) -> str:
    kinds = {"administrator": given.administrator, "agent": given.agent}
    try:
        person = create_person(given.email, _password(), name=given.name, **kinds)
    except Refusal as refusal:
        raise PersonRefused(str(refusal)) from refusal
    return _("{email} can sign in now.").format(email=person.email)


def _reset(given: argparse.Namespace) -> str:
    person = reset_password(_person(given), _password())
    return _("{email} has a new password and is signed out everywhere.").format(email=person.email)


def _remove_second_step(given: argparse.Namespace) -> str:
    person = _person(given)
    if not remove_second_step(person, by=None):
        raise PersonRefused(_("{email} has no second step.").format(email=person.email))
    return _("{email} signs in by password alone now and is signed out everywhere.").format(email=person.email)


def _person(given: argparse.Namespace) -> User:
    try:
        return User.objects.get_by_natural_key(given.email)
    except User.DoesNotExist as error:
        raise PersonRefused(_("There is nobody with the address {email}.").format(email=given.email)) from error


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass(_("New password: "))
    return sys.stdin.readline().rstrip("\r\n")


_ACTIONS = {"create": _create, "reset-password": _reset, "remove-second-step": _remove_second_step}
