"""No mail of 10 MB takes more than 2 seconds or 300 MB, whatever it is made of."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mail.hostile import SHAPES

pytestmark = pytest.mark.slow

MOST_SECONDS = 2.0
MOST_MEGABYTES = 300
# A process of its own, so that the peak of its memory is the reader's: VmHWM, for ru_maxrss counts what the process it
# was forked from had. Time is processor time: other tests run beside.
READER = """
import json, re, sys, time
from pathlib import Path
from postroom.mail.message import parse
raw = Path(sys.argv[1]).read_bytes()
began = time.process_time()
mail = parse(raw)
seconds = time.process_time() - began
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps({"seconds": seconds, "megabytes": peak, "defects": mail.defects}))
"""


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_hostile_mail_is_read_within_bounds(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.eml"
    path.write_bytes(SHAPES[shape]())
    done = subprocess.run([sys.executable, "-c", READER, str(path)], capture_output=True, check=True, timeout=60)
    figures = json.loads(done.stdout)
    assert not any(defect.startswith("The reader failed") for defect in figures["defects"])
    assert figures["seconds"] < MOST_SECONDS
    assert figures["megabytes"] < MOST_MEGABYTES
