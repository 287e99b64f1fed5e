"""``postroom version``."""

import argparse
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version

from postroom.words import gettext as _


def main(arguments: Sequence[str]) -> int:
    """Print the versions of Postroom and of Python."""
    argparse.ArgumentParser(prog="postroom version", description=_("Print the version.")).parse_args(arguments)
    sys.stdout.write(f"Postroom {version('postroom')} (Python {platform.python_version()})\n")
    return 0
