"""The words of argparse, listed so that they stand in the catalogue: it brings no translations of its own.

A version of Python that words one of them differently shows that one in English (3.11 to 3.13 agree on these).
"""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue."""
    return sentence


ARGPARSE_WORDS: Final = (
    gettext_noop("usage: "),
    gettext_noop("positional arguments"),
    gettext_noop("options"),
    gettext_noop("show this help message and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("expected one argument"),
    gettext_noop("expected at least one argument"),
    gettext_noop("ignored explicit argument %r"),
    gettext_noop("ambiguous option: %(option)s could match %(matches)s"),
    gettext_noop("invalid %(type)s value: %(value)r"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
)
