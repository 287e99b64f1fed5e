"""Words for priorities, as programs and mails write them."""

from __future__ import annotations

PRIORITIES = {"1 low": 1, "2 normal": 2, "3 high": 3, "low": 1, "normal": 2, "high": 3, "1": 1, "2": 2, "3": 3}
