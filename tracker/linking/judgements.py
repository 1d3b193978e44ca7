"""What people decided, in force or taken back, and the acts that move claims between figures, carried out in order.

A judgement that another one in force supersedes is not in force; so taking back a taking-back restores the first.
Evidence groups claims first, as if nobody had judged; then `same`, `different`, `wrong` and `rename` are carried out
on these groups one after the other. So an act changes the figures it names and no others, and taking it back gives
what was there before.

A figure is named by its id, which is made from the earliest claim that evidence put into it. Where a later build finds
an earlier claim for it, a judgement on the old id still finds it by the claim the id was made from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from tracker.linking.figures import figure_id_of
from tracker.model import Kind, content_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

MOVING = ("same", "different", "wrong", "rename")
"""Actions that change which claims a figure has, or what it is called."""
_GROUPED = {"claim_id": pl.String, "figure_id": pl.String}


@dataclass(frozen=True, slots=True)
class Act:
    """One judgement of `MOVING` that is in force."""

    judgement_id: str
    made_at: datetime
    action: str
    targets: tuple[str, ...]
    value: str | None = None

    @property
    def apart(self) -> str:
        """The id of the figure that this act makes of what it takes out of another."""
        return content_id("figure", "apart", self.judgement_id)

    def apart_of(self, claim_id: str) -> str:
        """The id of the figure that one of several claims is alone in after they were told from each other."""
        return content_id(self.apart, claim_id)

    @property
    def makes(self) -> set[str]:
        """The ids of all figures that this act may make."""
        return {self.apart, *map(self.apart_of, self.targets)}


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What acts make of the figures they concern.

    `before` and `claims` hold `claim_id` and `figure_id` of all claims of these figures as evidence has them and as
    people do, null for a claim that is in none; claims that repeat another are left out. `apart` are the figures that
    acts made, with the name they were given; `names` the names given to figures; `merged` says of a figure that was
    joined to another which one that is.
    """

    before: pl.DataFrame
    claims: pl.DataFrame
    apart: Mapping[str, str | None] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)


NOTHING = Regrouped(pl.DataFrame(schema=_GROUPED), pl.DataFrame(schema=_GROUPED))


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


def moving(judgements: pl.DataFrame) -> list[Act]:
    """The acts among judgements in force that change figures, in the order in which they were made."""
    rows = judgements.filter(pl.col("action").is_in(MOVING)).select(
        "judgement_id", "made_at", "action", "targets", "value"
    )
    return [Act(i, made_at, action, tuple(targets or ()), value) for i, made_at, action, targets, value in rows.rows()]


def wrong_claims(judgements: pl.DataFrame) -> frozenset[str]:
    """Claims judged to be misread, unless a later act puts them into a figure. Takes judgements in force, in order."""
    wrong: set[str] = set()
    for act in moving(judgements):
        if act.action == "wrong":
            wrong.update(act.targets)
        elif act.action == "same":
            wrong.difference_update(act.targets)
    return frozenset(wrong)


def regrouped(
    grouped: pl.LazyFrame, claims: pl.LazyFrame, acts: Sequence[Act], undone: Sequence[Act] | None = None
) -> Regrouped:
    """The figures that acts concern, after these were carried out in order.

    Takes `claim_id`, `figure_id` as evidence has them, repeats left out; rows of `CLAIMS`; and acts in the order in
    which they were made. Targets that are no longer there are passed over. With `undone`, acts that were in force
    before, only the figures are given that hang together with one that was not carried out then or is not now.
    """
    every = sorted({*acts, *(undone or ())}, key=lambda act: (act.made_at, act.judgement_id))
    if not every:
        return NOTHING
    named = sorted({target for act in every for target in act.targets})
    roots = _roots(claims, named)
    wanted = sorted({*named, *roots.values()})
    homes = _homes(grouped, wanted, set(roots).union(*(act.makes for act in every)))
    if undone is not None:
        every = _hanging_together(every, homes, roots, set(acts) ^ set(undone))
    groups = sorted({homes[item] for act in every for item in _named(act, roots) if item in homes})
    before = grouped.filter(pl.col("figure_id").is_in(groups)).select("claim_id", "figure_id").collect()
    alone = sorted({roots[item] for act in every for item in act.targets if item in roots} - set(before["claim_id"]))
    before = pl.concat([before, pl.DataFrame([(i, None) for i in alone], schema=_GROUPED, orient="row")])
    state = _Grouping(before, homes, roots, _ranks(claims, every, roots))
    for act in every:
        if act in acts:
            state.carry_out(act)
    return state.result(before)


def _roots(claims: pl.LazyFrame, named: Sequence[str]) -> dict[str, str]:
    """For each quantity named the one that it repeats, else itself."""
    counts = (pl.col("kind") == Kind.QUANTITY) & pl.any_horizontal(pl.col("value", "low", "high").is_not_null())
    found = claims.filter(pl.col("claim_id").is_in(named) & counts).select("claim_id", "repeat_of").collect()
    return {claim_id: repeat_of or claim_id for claim_id, repeat_of in found.iter_rows()}


def _homes(grouped: pl.LazyFrame, wanted: Sequence[str], known: Collection[str]) -> dict[str, str]:
    """The group that evidence has for each claim or figure named; one that is there no longer is left out."""
    there = grouped.filter(pl.col("claim_id").is_in(wanted) | pl.col("figure_id").is_in(wanted))
    rows = there.select("claim_id", "figure_id").collect()
    homes = dict(rows.iter_rows()) | {figure_id: figure_id for figure_id in rows["figure_id"].unique().to_list()}
    lost = set(wanted) - homes.keys() - set(known)
    if lost:  # ids made from claims that are no longer the earliest of their figure
        for claim_id, figure_id in grouped.select("claim_id", "figure_id").collect().iter_rows():
            if (old := figure_id_of(claim_id)) in lost:
                homes[old] = figure_id
    return homes


def _hanging_together(
    acts: Sequence[Act], homes: Mapping[str, str], roots: Mapping[str, str], first: Collection[Act]
) -> list[Act]:
    """The acts that concern figures that the acts `first` concern, or what other such acts do; in their order."""
    reach: dict[Act, set[str]] = {}
    for act in acts:
        items = [*_named(act, roots)]
        reach[act] = {*act.makes, *items, *(homes[item] for item in items if item in homes)}
    reached = {thing for act in first for thing in reach[act]}
    found: set[Act] = set()
    while more := {act for act in acts if act not in found and reach[act] & reached}:
        found |= more
        reached |= {thing for act in more for thing in reach[act]}
    return [act for act in acts if act in found]


def _named(act: Act, roots: Mapping[str, str]) -> Iterator[str]:
    for target in act.targets:
        yield roots.get(target, target)


def _ranks(claims: pl.LazyFrame, acts: Iterable[Act], roots: Mapping[str, str]) -> dict[str, int]:
    """The place in time of the claims that acts name."""
    named = sorted({item for act in acts for item in _named(act, roots)} & set(roots.values()))
    ordered = (
        claims.filter(pl.col("claim_id").is_in(named))
        .sort("published", "doc_id", "start", "claim_id", nulls_last=True)
        .select("claim_id")
        .collect()
    )
    return {claim_id: rank for rank, claim_id in enumerate(ordered["claim_id"].to_list())}


class _Grouping:
    """Which group each claim is in while acts are carried out; a group is named by the id of its figure."""

    def __init__(
        self, before: pl.DataFrame, homes: Mapping[str, str], roots: Mapping[str, str], ranks: Mapping[str, int]
    ) -> None:
        self._group_of: dict[str, str | None] = dict(before.iter_rows())
        self._members: dict[str, set[str]] = {}
        for claim_id, group in self._group_of.items():
            if group is not None:
                self._members.setdefault(group, set()).add(claim_id)
        self._homes, self._roots, self._ranks = homes, roots, ranks
        self._wrong: set[str] = set()
        self._apart: dict[str, str | None] = {}
        self._names: dict[str, str] = {}
        self._merged: dict[str, str] = {}

    def carry_out(self, act: Act) -> None:
        """Change the groups by one act."""
        claims = list(dict.fromkeys(item for item in _named(act, self._roots) if item in self._group_of))
        figures = [group for target in act.targets if (group := self._figure(target)) is not None]
        match act.action:
            case "same":
                self._join(act, claims, list(dict.fromkeys(figures)))
            case "different":
                self._part(act, claims, figures)
            case "wrong":
                self._wrong.update(claims)
            case "rename":
                self._names.update({group: act.value for group in figures if act.value})

    def _join(self, act: Act, claims: list[str], figures: list[str]) -> None:
        """Puts the claims and figures named into the first of the figures, else where the earliest claim is."""
        in_figures = [claim_id for claim_id in claims if self._group_of[claim_id] is not None]
        if len(claims) + len(figures) < 2 and (in_figures or not claims):
            return
        self._wrong.difference_update(claims)
        if figures:
            home = figures[0]
        elif in_figures:
            home = str(self._group_of[min(in_figures, key=lambda claim_id: self._ranks[claim_id])])
        else:
            home = self._make(act.apart, act.value)
        for claim_id in claims:
            self._move(claim_id, home)
        for group in figures:
            if group != home:
                for claim_id in sorted(self._members[group]):
                    self._move(claim_id, home)
                self._merged[group] = home

    def _part(self, act: Act, claims: list[str], figures: list[str]) -> None:
        """Takes the claims named out of the figures named, together; of claims alone, each out of the others' group."""
        if figures:
            out = [claim_id for claim_id in claims if self._group_of[claim_id] in figures]
            left = set().union(*(self._members[group] for group in figures)) - self._wrong
            if out and left - set(out):
                home = self._make(act.apart, act.value)
                for claim_id in out:
                    self._move(claim_id, home)
            return
        taken: set[str | None] = {None}
        for claim_id in claims:
            group = self._group_of[claim_id]
            if group in taken and group is not None:
                group = self._make(act.apart_of(claim_id), act.value)
                self._move(claim_id, group)
            taken.add(group)

    def _figure(self, target: str) -> str | None:
        """The group that a figure's id names now; None for a claim and for what is gone."""
        if target in self._roots:
            return None
        group = target if target in self._members else self._homes.get(target, target)
        while group in self._merged:
            group = self._merged[group]
        return group if self._members.get(group) else None

    def _make(self, group: str, name: str | None) -> str:
        self._apart[group] = name
        self._members.setdefault(group, set())
        return group

    def _move(self, claim_id: str, group: str) -> None:
        before = self._group_of[claim_id]
        if before is not None:
            self._members[before].discard(claim_id)
        self._members[group].add(claim_id)
        self._group_of[claim_id] = group

    def result(self, before: pl.DataFrame) -> Regrouped:
        """The groups as they are now."""
        rows = [(claim_id, None if claim_id in self._wrong else group) for claim_id, group in self._group_of.items()]
        claims = pl.DataFrame(rows, schema=_GROUPED, orient="row")
        full = set(claims["figure_id"].drop_nulls())
        return Regrouped(
            before.sort("claim_id"),
            claims.sort("claim_id"),
            {group: name for group, name in self._apart.items() if group in full},
            {group: name for group, name in self._names.items() if group in full},
            {old: self._last(old) for old in self._merged},
        )

    def _last(self, group: str) -> str:
        while group in self._merged:
            group = self._merged[group]
        return group
