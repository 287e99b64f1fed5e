"""Compile catalogues of translations (.po to .mo) without GNU gettext, which a newcomer does not have."""

import sys

import polib

for name in sys.argv[1:]:
    polib.pofile(name).save_as_mofile(name.removesuffix(".po") + ".mo")
