"""Which claims are of one figure.

Structured keys come first: claims are only looked at together in a block of one measure, rate, direction,
sort of thing counted and story. Within a block pairs of cells are joined from the strongest evidence on, while nothing
rules a cell of the one side out with a cell of the other. Then figures of different stories with the same group or
place are joined where a large number comes up again: a war's toll goes on over stories. What is joined does not depend
on the order of input, and a claim may stay alone: rather apart than wrong.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from tracker.jobs import IN_PROCESS, Jobs, parted
from tracker.linking.bounds import LARGE, stated
from tracker.linking.cells import Cell, blocks
from tracker.linking.evidence import ENOUGH, FEW, RULED_OUT, outlies, total, weigh, weight
from tracker.linking.loose import with_vague
from tracker.linking.places import country_code, country_of_group
from tracker.model import content_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.linking.evidence import Evidence


CLAIMS_AT_ONCE = 20_000
"""Claims of whole stories that are decided in one part of the work ..."""
KEYS_AT_ONCE = 200
"""... and sorts of things whose figures are then joined over stories."""
LARGEST_BLOCK = 250
"""Cells in a block that are compared each with each ..."""
SLICE = 100
"""... and those of a larger one that are, next to each other in time."""
ON_AVERAGE = 2.0
"""The least mean weight of all pairs of two groups that are joined ..."""
OUTLIER = -1.0
"""... and of the pairs with a number all alone that one of the group's is so far from that one may be wrong."""
SAMPLE = 6
"""A figure is compared with those of earlier stories that share its keys by so many of its cells ..."""
NEXT = 6
"""... and so many of theirs with the next numbers on either side ..."""
NEAR = 0.8
"""... within this share of each other."""


Members = tuple[str, ...]
"""The ids of the claims of one figure."""
Keys = tuple[object, ...]
"""What figures of different stories must share to be one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cells that are of one figure, and the block they come from, its story left out."""

    block: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def members(self) -> Members:
        """The ids of its claims."""
        return tuple(claim_id for cell in self.cells for claim_id in cell.claim_ids)


def group_claims(ready: pl.DataFrame, jobs: Jobs = IN_PROCESS) -> pl.DataFrame:
    """The figure of each quantity.

    Takes `keyed` claims with `is_known_set`, which are left out where it holds; gives `claim_id`, `figure_id`, sorted
    by `claim_id`. A figure's id is made from its earliest claim.
    """
    members: list[Members] = []
    lasting: dict[Keys, list[Group]] = {}
    for bare, others in jobs.map(_groups, parted(ready, "story_id", CLAIMS_AT_ONCE)):
        members += bare
        for keys, group in others:
            lasting.setdefault(keys, []).append(group)
    sorts = list(lasting.values())
    slices = (sorts[first : first + KEYS_AT_ONCE] for first in range(0, len(sorts), KEYS_AT_ONCE))
    for joined in jobs.map(_over_stories, slices):
        members += joined
    return _named_by_first(members, ready["claim_id"])


def _groups(ready: pl.DataFrame) -> tuple[list[Members], list[tuple[Keys, Group]]]:
    """The figures of each block of `keyed` claims: those of one story, and those that may go on in another."""
    telling = ready.filter(~pl.col("is_known_set"))
    decisions = [(block, cells) for block, found in blocks(telling).items() for cells in decided(found)]
    bare: list[Members] = []
    lasting: list[tuple[Keys, Group]] = []
    for block, cells in with_vague(decisions):
        group = Group(block[:-1], tuple(cells))
        keys = _lasting_keys(group)
        if keys is None:
            bare.append(group.members)
        else:
            lasting.append((keys, group))
    return bare, lasting


def _named_by_first(members: list[Members], ordered: pl.Series) -> pl.DataFrame:
    """`claim_id`, `figure_id` of claims that are of one figure each."""
    schema = {"claim_id": pl.List(pl.String)}
    found = pl.DataFrame({"claim_id": members}, schema=schema).with_row_index("figure").explode("claim_id")
    ranks = ordered.to_frame("claim_id").with_row_index("rank")
    first = found.join(ranks, on="claim_id").sort("rank").group_by("figure").agg(pl.col("claim_id").first())
    ids = pl.Series("figure_id", [figure_id_of(anchor) for anchor in first["claim_id"]], pl.String)
    return found.join(first.select("figure", ids), on="figure").select("claim_id", "figure_id").sort("claim_id")


def figure_id_of(anchor: str) -> str:
    """The id of the figure whose earliest claim is `anchor`."""
    return content_id("figure", anchor)


def decided(found: Sequence[Cell]) -> list[list[Cell]]:
    """The figures of a block; of one too large to compare each with each, cells of one state that are near in time.

    So work stays linear. What is cut apart here and has a large number in common is joined like figures of two stories.
    """
    if len(found) <= LARGEST_BLOCK:
        return group_cells(found)
    ordered = sorted(found, key=lambda cell: (cell.state, _moment(cell), cell.claim_ids[0]))
    return [group for part in _slices(ordered) for group in group_cells(part)]


def _slices(ordered: Sequence[Cell]) -> Iterator[Sequence[Cell]]:
    """Runs of at most `SLICE` cells, cut in their second half where the state changes or most time goes by."""
    start = 0
    while len(ordered) - start > SLICE:
        cuts = range(start + SLICE // 2, start + SLICE + 1)
        cut = max(cuts, key=lambda place: (_gap(ordered[place - 1], ordered[place]), place))
        yield ordered[start:cut]
        start = cut
    yield ordered[start:]


def _gap(before: Cell, after: Cell) -> float:
    if before.state != after.state or after.earliest is None or before.earliest is None:
        return 0.0 if before.state == after.state and before.earliest is after.earliest else math.inf
    return (after.earliest - before.earliest).total_seconds()


def _moment(cell: Cell) -> tuple[bool, float]:
    """When a cell's claims begin to hold; what is undated comes last."""
    return (cell.earliest is None, cell.earliest.timestamp() if cell.earliest is not None else 0.0)


def group_cells(found: Sequence[Cell]) -> list[list[Cell]]:
    """Cells of one block in groups, each a figure; compares each with each."""
    weights = {(left, right): weight(found[left], found[right]) for left, right in combinations(range(len(found)), 2)}
    ranked = sorted((pair for pair, sum_of in weights.items() if sum_of >= ENOUGH), key=lambda p: (-weights[p], p))
    members = {index: [index] for index in range(len(found))}
    group_of = list(range(len(found)))
    refused: set[tuple[int, int, int]] = set()
    for left, right in ranked:
        first, second = sorted((group_of[left], group_of[right]))
        tried = (first, second, len(members[first]) + len(members.get(second, [])))
        if first == second or tried in refused:
            continue
        alone = 1 in (len(members[first]), len(members[second])) and outlies(found[left], found[right])
        if not _agree(members[first], members[second], weights, OUTLIER if alone else ON_AVERAGE):
            refused.add(tried)
            continue
        members[first] += members.pop(second)
        for index in members[first]:
            group_of[index] = first
    return [[found[index] for index in sorted(group)] for group in members.values()]


def _agree(first: list[int], second: list[int], weights: dict[tuple[int, int], float], least: float) -> bool:
    """Whether two groups go together: no pair is ruled out, and on average there is evidence enough for it."""
    pairs = [weights[min(left, right), max(left, right)] for left in first for right in second]
    return min(pairs) > RULED_OUT / 2 and math.fsum(pairs) / len(pairs) >= least


def _over_stories(parts: Sequence[Sequence[Group]]) -> list[Members]:
    """Figures of different stories joined where one goes on with the other's large number; takes those of one key."""
    return [group.members for same in parts for group in _chained(same)]


def _lasting_keys(group: Group) -> Keys | None:
    """What figures of different stories must share: block, state, and group or place; None for small or bare ones."""
    values = [number for cell in group.cells for number in (stated(cell),) if number is not None]
    states = Counter(cell.state for cell in group.cells if cell.state)
    groups = Counter(", ".join(sorted(cell.groups)) for cell in group.cells if cell.groups)
    places = Counter(cell.place for cell in group.cells if cell.place)
    if not states or not values or max(values) < LARGE or not (groups or places):
        return None
    return (group.block, _commonest(states), _whose(_commonest(groups), _commonest(places)))


def _whose(groups: str, place: str) -> str:
    """The country that a toll or a force is of: by its people, else by the place; names where no country is known."""
    homes = sorted({country_of_group(group) or group for group in groups.split(", ") if group})
    return ", ".join(homes) or country_code(place) or place


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda item: (-counts[item], item), default="")


def _chained(groups: Sequence[Group]) -> list[Group]:
    """Figures with the same lasting keys, in order of time, each joined to the one before it that it goes on with."""
    chains: list[list[Cell]] = []
    told: list[dict[str, list[Cell]]] = []
    known: list[tuple[float, int, int, Cell]] = []
    for group in sorted(groups, key=_first_time):
        number = _goes_on_with(group, known, told)
        if number is None:
            number = len(chains)
            chains.append([])
            told.append({})
        chains[number] += group.cells
        for cell in group.cells:
            value = stated(cell)
            if value is not None and not cell.vague:
                insort(known, (value, len(known), number, cell), key=lambda entry: entry[:2])
            for doc_id in cell.texts:
                told[number].setdefault(doc_id, []).append(cell)
    return [Group(groups[0].block, tuple(chain)) for chain in chains]


def _first_time(group: Group) -> tuple[bool, float, str]:
    times = [cell.earliest for cell in group.cells if cell.earliest is not None]
    first = min(ids for cell in group.cells for ids in cell.claim_ids)
    return (not times, min(times).timestamp() if times else 0.0, first)


def _goes_on_with(
    group: Group, known: list[tuple[float, int, int, Cell]], told: list[dict[str, list[Cell]]]
) -> int | None:
    """The chain that a figure goes on with most strongly by the cells nearest to it in number; None if with none."""
    found: dict[int, list[list[Evidence]]] = {}
    telling = [cell for cell in group.cells if not cell.vague]
    for cell in sorted(telling, key=lambda cell: (-len(cell.claim_ids), cell.claim_ids[0]))[:SAMPLE]:
        for number, other in _nearest(cell, known):
            found.setdefault(number, []).append(weigh(other, cell))
    strengths = [(goes_on(pairs), -number) for number, pairs in found.items() if not _contradicts(group, told[number])]
    best, number = max(strengths, default=(0.0, 0))
    return -number if best >= ENOUGH else None


def _contradicts(group: Group, told: dict[str, list[Cell]]) -> bool:
    """Whether more than a few documents tell of both figures with numbers that rule each other out."""
    documents: dict[str, bool] = {}
    for cell in group.cells:
        for doc_id in cell.texts:
            ruled_out = any(item.rules_out for other in told.get(doc_id, []) for item in weigh(cell, other))
            documents[doc_id] = documents.get(doc_id, False) or ruled_out
    return sum(documents.values()) > FEW * len(documents)


def _nearest(cell: Cell, known: list[tuple[float, int, int, Cell]]) -> list[tuple[int, Cell]]:
    """The known cells with numbers next to a cell's on either side."""
    value = stated(cell)
    if value is None:
        return []
    place = bisect_left(known, (value, -1), key=lambda entry: entry[:2])
    around = known[max(place - NEXT, 0) : place + NEXT]
    return [(number, other) for near, _, number, other in around if NEAR * max(near, value) <= min(near, value)]


def goes_on(pairs: Sequence[list[Evidence]]) -> float:
    """How strongly a figure goes on with one of earlier stories by what speaks for pairs of cells; 0 if not at all."""
    if any(evidence.rules_out for found in pairs for evidence in found):
        return 0.0
    return max((total(found) for found in pairs if _recognised(found)), default=0.0)


def _recognised(found: list[Evidence]) -> bool:
    """Whether the number speaks for it: the same one, or one near it at the same time or else well backed."""
    by_name = {evidence.about: evidence for evidence in found}
    value, time = by_name.get("value"), by_name.get("time")
    if value is None or value.weight < 1.0:
        return False
    return value.outcome == "same" or time is None or time.weight > 0 or total(found) >= 2 * ENOUGH
