"""From when on the report tells: a date, or some days back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

MAX_DAYS = 100_000


def since(written: str, now: datetime) -> datetime:
    """Return the time (UTC) that is written as `2026-11-01` or `7d`; raises ValueError for anything else."""
    days = re.fullmatch(r"([0-9]{1,6})d", written.strip())
    if days and int(days[1]) <= MAX_DAYS:
        return now - timedelta(days=int(days[1]))
    date = datetime.strptime(written.strip(), "%Y-%m-%d")
    return date.replace(tzinfo=UTC)
