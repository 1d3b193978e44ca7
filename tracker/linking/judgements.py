"""What people decided, applied: same, different and wrong on claims and figures, rename on figures.

A judgement that another one in force supersedes is not in force; so taking back a taking-back restores the first.
A figure is named by its id, which is made from its earliest claim, so a judgement on a figure is found again after any
rebuild by that claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tracker.linking.figures import figure_id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def in_force(judgements: pl.DataFrame) -> pl.DataFrame:
    """The judgements that none in force supersedes, in the order in which they were made."""
    ordered = judgements.sort("made_at", "judgement_id")
    superseded: set[str] = set()
    kept = []
    for row in reversed(list(ordered.select("judgement_id", "supersedes").iter_rows())):
        judgement_id, supersedes = row
        if judgement_id in superseded:
            continue
        kept.append(judgement_id)
        if supersedes:
            superseded.add(supersedes)
    return ordered.filter(pl.col("judgement_id").is_in(kept))


def wrong_claims(judgements: pl.DataFrame) -> list[str]:
    """Claims judged to be misread; they are of no figure. Takes judgements in force."""
    targets = judgements.filter(pl.col("action") == "wrong")["targets"]
    return sorted({target for ids in targets.to_list() for target in ids or []})


def names_given(judgements: pl.DataFrame) -> dict[str, str]:
    """The latest name given to each figure id. Takes judgements in force, in order."""
    renames = judgements.filter((pl.col("action") == "rename") & pl.col("value").is_not_null())
    return {target: value for ids, value in renames.select("targets", "value").iter_rows() for target in ids or []}


def regrouped(grouped: pl.DataFrame, order: dict[str, int], judgements: pl.DataFrame) -> pl.DataFrame:
    """Claims and their figures after the judgements `same` and `different`, in the order in which they were made.

    Takes and gives `claim_id`, `figure_id`. `order` ranks claims by time. `same` moves the claims it names, and the
    whole of figures it names, into one figure; `different` takes each claim it names out of the figures of the other
    targets. Targets that are no longer there are passed over.
    """
    acts = judgements.filter(pl.col("action").is_in(["same", "different"])).select("action", "targets")
    if acts.is_empty():
        return grouped
    state = _Grouping(dict(grouped.select("claim_id", "figure_id").iter_rows()), order)
    for action, targets in acts.iter_rows():
        if action == "same":
            state.join(targets or [])
        else:
            state.part(targets or [])
    rows = sorted(state.figures())
    return pl.DataFrame(rows, schema={"claim_id": pl.String, "figure_id": pl.String}, orient="row")


class _Grouping:
    """Which group each claim is in while judgements are applied; a group is named by what began it."""

    def __init__(self, figure_of: dict[str, str], order: dict[str, int]) -> None:
        self._group_of = figure_of
        self._order = order
        self._members: dict[str, set[str]] = {}
        for claim_id, group in figure_of.items():
            self._members.setdefault(group, set()).add(claim_id)
        self._anchor_of = {figure_id_of(claim_id): claim_id for claim_id in figure_of}

    def join(self, targets: Iterable[str]) -> None:
        """Makes one group of the claims and figures named, in the group of the earliest."""
        named = [claims for _, claims in self._named(targets)]
        if len(named) < 2:
            return
        home = min((claims[0] for claims in named), key=self._rank)
        for claims in named:
            for claim_id in claims:
                self._move(claim_id, self._group_of[home])

    def part(self, targets: Iterable[str]) -> None:
        """Takes each claim named out of the group of another target; of claims in one group the first stays."""
        named = list(self._named(targets))
        taken = {self._group_of[claims[0]] for is_figure, claims in named if is_figure}
        for is_figure, claims in named:
            group = self._group_of[claims[0]]
            if not is_figure and group in taken:
                self._move(claims[0], f"apart {claims[0]}")
            taken.add(group)

    def figures(self) -> Iterator[tuple[str, str]]:
        """Each claim with its figure's id, made from the earliest claim of its group."""
        for claims in self._members.values():
            if claims:
                figure_id = figure_id_of(min(claims, key=self._rank))
                yield from ((claim_id, figure_id) for claim_id in claims)

    def _move(self, claim_id: str, group: str) -> None:
        self._members[self._group_of[claim_id]].discard(claim_id)
        self._members.setdefault(group, set()).add(claim_id)
        self._group_of[claim_id] = group

    def _named(self, targets: Iterable[str]) -> Iterator[tuple[bool, list[str]]]:
        """Whether a target is a figure, and its claims, the earliest first."""
        for target in dict.fromkeys(targets):
            if target in self._group_of:
                yield False, [target]
            elif target in self._anchor_of:
                group = self._group_of[self._anchor_of[target]]
                yield True, sorted(self._members[group], key=self._rank)

    def _rank(self, claim_id: str) -> tuple[int, str]:
        return self._order.get(claim_id, len(self._order)), claim_id
