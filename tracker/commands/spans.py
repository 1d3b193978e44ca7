"""`90s`, `15m`, `6h`, `30d`: spans of time as they are written on the command line."""

from __future__ import annotations

import re
from datetime import timedelta

from tracker.errors import UsageError

_SPAN = re.compile(r"(\d{1,6})\s*([smhd])", re.IGNORECASE)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def span(option: str, text: str) -> timedelta:
    """The span that `text` names.

    Raises:
        UsageError: it names none; `option` is where it was given.
    """
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{option} {text}: write a number and s, m, h or d, as in 90s, 15m, 6h or 30d")
    return timedelta(**{_UNITS[found[2].lower()]: int(found[1])})
