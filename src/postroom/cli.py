"""The command ``postroom``. A subcommand's module is imported only when it is called."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from postroom.ground.django_setup import set_up_django
from postroom.ground.errors import GroundError
from postroom.words import gettext as _
from postroom.words import lend_to_libraries


@dataclass(frozen=True)
class Command:
    """A subcommand.

    Attributes:
        entry: a module and its function, which takes the arguments and returns the exit code.
        help: one line; empty for what only the supervisor calls.
        django: whether Django is set up before the module is imported.
    """

    entry: str
    help: str = ""
    django: bool = False


def _commands() -> dict[str, Command]:
    return {
        "run": Command("postroom.ground.run:run", _("start everything: the database, web and workers")),
        "web": Command("postroom.ground.run:web", _("start the web processes only")),
        "worker": Command("postroom.ground.run:worker", _("start the workers only")),
        "demo": Command("postroom.ground.demo:main", _("try Postroom with a practice Microsoft 365")),
        "check": Command("postroom.ground.check:main", _("say what is wrong with this installation")),
        "doctor": Command("postroom.ground.doctor:main", _("say what is wrong with a channel"), django=True),
        "inject": Command("postroom.jobs.inject:main", _("put mails from files into a channel"), django=True),
        "reindex": Command("postroom.jobs.reindex:main", _("make anew what the search looks into"), django=True),
        "explain": Command("postroom.mail.explain:main", _("say how Postroom reads a mail")),
        "user": Command("postroom.ground.user:main", _("make a person, or give one a new password"), django=True),
        "backup": Command("postroom.ground.backup:main", _("write database and files into one archive")),
        "restore": Command("postroom.ground.restore:main", _("put an archive back")),
        "version": Command("postroom.ground.version:main", _("print the version")),
        "demo-fill": Command("postroom.ground.demo_fill:main", django=True),
        "prepare": Command("postroom.ground.prepare:main", django=True),
        "web-process": Command("postroom.ground.web_process:main", django=True),
        "worker-process": Command("postroom.ground.worker_process:main", django=True),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand; its exit code, or 1 after a sentence about what is wrong, or 130 after Ctrl-C."""
    lend_to_libraries()
    words = list(sys.argv[1:] if arguments is None else arguments)
    commands = _commands()
    if not words or words[0] not in commands:
        return _explain_usage(commands, words)
    try:
        return _entry(commands[words[0]])(words[1:])
    except GroundError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _entry(command: Command) -> Callable[[Sequence[str]], int]:
    if command.django:
        set_up_django()
    module, _colon, function = command.entry.partition(":")
    entry: Callable[[Sequence[str]], int] = getattr(import_module(module), function)
    return entry


def _explain_usage(commands: dict[str, Command], words: Sequence[str]) -> int:
    shown = {name: command for name, command in commands.items() if command.help}
    width = max(map(len, shown)) + 2
    lines = [f"  {name:{width}}{command.help}" for name, command in shown.items()]
    more = _("“postroom COMMAND --help” says more about one.")
    parser = argparse.ArgumentParser(
        prog="postroom",
        description=_("A help desk for organisations that live on e-mail."),
        epilog="\n".join([_("commands:"), *lines, "", more]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=list(shown), metavar=_("COMMAND"), help=_("what to do"))
    if not words:
        parser.print_help()
        return 2
    parser.parse_args(words)
    return 2
