"""Numbers that differ between versions of an article, where no note tells the reader so.

Versions are documents at one address. A number that both versions state was not changed.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from tracker.checking.consensus import BOUNDS
from tracker.checking.phrases import day, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.checking.readings import Reading
    from tracker.checking.scope import Surroundings
    from tracker.checking.sides import Side


def changed_number(current: Side, side: Side, around: Surroundings) -> str | None:
    """What to say of a number of the first side that a later version of its article gives as the second does."""
    for before in current.readings:
        for after in side.readings:
            address = around.addresses.get(after.doc_id)
            if address and around.addresses.get(before.doc_id) == address and after.doc_id not in around.noted:
                return _sentence(before, after)
    return None


def changed_bounds(ordered: Sequence[Reading], around: Surroundings) -> Iterator[tuple[Reading, Reading, str]]:
    """Of each version and the next the first bound that became another, and what to say.

    Such numbers contradict one another as little as "at least 43" and, later, "at least 34".

    Takes the readings of one figure in order of time.
    """
    at: dict[str, list[Reading]] = {}
    for reading in ordered:
        address = around.addresses.get(reading.doc_id)
        if address and not reading.vague:
            at.setdefault(address, []).append(reading)
    for readings in at.values():
        versions = [list(group) for _, group in groupby(readings, key=lambda reading: reading.doc_id)]
        for earlier, later in pairwise(versions):
            pair = None if later[0].doc_id in around.noted else _changed(earlier, later)
            if pair:
                yield *pair, _sentence(*pair)


def _changed(earlier: Sequence[Reading], later: Sequence[Reading]) -> tuple[Reading, Reading] | None:
    """The first bound that only the earlier version states, and the first that only the later one does."""
    stated = [{reading.number for reading in version} for version in (earlier, later)]
    old = next((reading for reading in earlier if _is_bound(reading) and reading.number not in stated[1]), None)
    new = next((reading for reading in later if _is_bound(reading) and reading.number not in stated[0]), None)
    return (old, new) if old and new else None


def _is_bound(reading: Reading) -> bool:
    return reading.modifier in BOUNDS


def _sentence(before: Reading, after: Reading) -> str:
    who = after.source or "The article"
    if before.day == after.day:
        return f"{who} gives {said(before)} and {said(after)} in versions of one article, and no note says so."
    return (
        f"{who} changed {said(before)} ({day(before.day)}) to {said(after)} ({day(after.day)}) in an article at one "
        "address, and no note says so."
    )
