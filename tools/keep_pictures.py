"""Take the pictures that `tests/web/test_screenshots.py` made into `docs/images/`; the German ones go below `de/`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
MADE = ROOT / "build" / "screenshots" / "manual"
KEPT = {"en": ROOT / "docs" / "images", "de": ROOT / "docs" / "images" / "de"}


def main() -> int:
    """Copy them; 1 where there are none."""
    pictures = [(picture, folder) for language, folder in KEPT.items() for picture in (MADE / language).glob("*.png")]
    for picture, folder in pictures:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, folder / picture.name)
    sys.stdout.write(f"{len(pictures)} pictures\n")
    return 0 if pictures else 1


if __name__ == "__main__":
    sys.exit(main())
