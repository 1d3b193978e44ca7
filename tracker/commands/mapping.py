"""`--map text=body,source=outlet`: what the columns of tables and the fields of JSON lines are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import UsageError
from tracker.reading import OWN_NAMES, Names

if TYPE_CHECKING:
    from collections.abc import Sequence


def names(given: Sequence[str] | None) -> Names:
    """The names to read by: our own, but for those given.

    Raises:
        UsageError: a pair is no FIELD=COLUMN, or there is no such field.
    """
    told = dict(OWN_NAMES)
    for pair in ",".join(given or ()).split(","):
        field, _, column = (part.strip() for part in pair.partition("="))
        if not pair.strip():
            continue
        if field not in told or not column:
            raise UsageError(f"--map {pair.strip()}: write FIELD=COLUMN, where FIELD is one of {', '.join(told)}")
        told[field] = column
    return told
