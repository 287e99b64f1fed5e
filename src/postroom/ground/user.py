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
from postroom.people.users import create_person, reset_password


class PersonRefused(GroundError):
    """The person is unknown or known already, or the password will not do."""


def main(arguments: Sequence[str]) -> int:
    """Create a person, or give one a new password."""
    given = _parser().parse_args(arguments)
    with database_for(config.load()):
        if pending_migrations():
            raise PersonRefused(_("The tables are of an older version. “postroom run” brings them up to date."))
        try:
            with auditing(None, "command"):
                sentence = _create(given) if given.action == "create" else _reset(given)
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
    return parser


def _create(given: argparse.Namespace) -> str:
    kinds = {"administrator": given.administrator, "agent": given.agent}
    try:
        person = create_person(given.email, _password(), name=given.name, **kinds)
    except Refusal as refusal:
        raise PersonRefused(str(refusal)) from refusal
    return _("{email} can sign in now.").format(email=person.email)


def _reset(given: argparse.Namespace) -> str:
    try:
        person = reset_password(given.email, _password())
    except User.DoesNotExist as error:
        raise PersonRefused(_("There is nobody with the address {email}.").format(email=given.email)) from error
    return _("{email} has a new password and is signed out everywhere.").format(email=person.email)


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass(_("New password: "))
    return sys.stdin.readline().rstrip("\r\n")
