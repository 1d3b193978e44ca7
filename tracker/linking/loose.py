"""Vague words for a number that their own document states elsewhere: "thousands of fighters", where 30,000 are meant.

A vague word is too little to find its figure by. But a writer who has put something into a number often goes on in
round words, so a vague word left alone goes with the one figure of its document that it can mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.linking.bounds import stated
from tracker.linking.evidence import weigh
from tracker.linking.kinship import states_kindred

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.linking.cells import Block, Cell

Figured = tuple["Block", list["Cell"]]
"""A figure's block and its cells."""


def with_vague(figures: Sequence[Figured]) -> list[Figured]:
    """The figures of whole stories, those of vague words alone joined to the figure that their words are said of."""
    telling: dict[str, list[int]] = {}
    for index, (_, cells) in enumerate(figures):
        if not _is_vague(cells):
            for doc_id in frozenset().union(*(cell.texts | cell.titles for cell in cells)):
                telling.setdefault(doc_id, []).append(index)
    joined = [(block, list(cells)) for block, cells in figures]
    gone = set()
    for index, (block, cells) in enumerate(figures):
        homes = set(_homes(figures, telling, block, cells)) if _is_vague(cells) else set()
        if len(homes) == 1:
            joined[homes.pop()][1].extend(cells)
            gone.add(index)
    return [figure for index, figure in enumerate(joined) if index not in gone]


def _is_vague(cells: Sequence[Cell]) -> bool:
    return all(cell.vague for cell in cells)


def _homes(
    figures: Sequence[Figured], telling: dict[str, list[int]], block: Block, cells: Sequence[Cell]
) -> Iterator[int]:
    """The figures that stand in a document of the vague words and that all of these can mean."""
    for doc_id in sorted(frozenset().union(*(cell.texts | cell.titles for cell in cells))):
        for index in telling.get(doc_id, ()):
            home_block, home = figures[index]
            beside = [cell for cell in home if doc_id in cell.texts | cell.titles]
            said = _is_of_one_thing(block, home_block, ahead=cells[0].ahead) and any(
                _can_mean(vague, exact) for vague in cells for exact in beside
            )
            if said and not any(_ruled_out(vague, exact) for vague in cells for exact in home):
                yield index


def _is_of_one_thing(block: Block, other: Block, *, ahead: bool) -> bool:
    """Whether blocks are the same; of what is still to come, the number may be the addition that the words are of."""
    measure, per, change, *rest = block
    other_measure, other_per, other_change, *other_rest = other
    same = (measure, per, rest) == (other_measure, other_per, other_rest)
    return same and (change == other_change or (ahead and not change))


def _can_mean(vague: Cell, exact: Cell) -> bool:
    """Whether the words are of the same thing and the number is one that they may be said of."""
    number = stated(exact)
    if number is None or vague.low is None or not vague.low <= number < 100 * vague.low or exact.vague:
        return False
    if vague.head != exact.head or not vague.head or vague.qualifiers != exact.qualifiers or vague.ahead != exact.ahead:
        return False
    if vague.state == exact.state and vague.state:
        return vague.groups <= exact.groups
    kindred = not vague.state or states_kindred(vague.state, exact.state)
    return kindred and bool(vague.groups) and vague.groups <= exact.groups


def _ruled_out(vague: Cell, exact: Cell) -> bool:
    return any(item.rules_out for item in weigh(vague, exact))
