"""``python -m postroom``, which is what the supervisor starts its children with."""

import sys

from postroom.cli import main

sys.exit(main())
