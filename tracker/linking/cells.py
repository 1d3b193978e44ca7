"""Cells: the claims of a story that say the same number of the same thing.

Deciding goes by cells, so that a claim told a thousand times costs little more than one told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tracker.linking.keys import BLOCK, KEYS, keyed
from tracker.linking.kinship import is_momentary
from tracker.model import Modifier, Part
from tracker.schema import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

LEAD = 400
"""Characters of a text that open it: news tells what it is about first."""
Block = tuple[str, ...]
"""The values of the columns `BLOCK`, the story's last."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Claims that say the same of one thing.

    `ahead` is for what is expected or planned. `low` and `high` are in the canonical unit where there is one, None
    where the words leave that side open; `vague` is for words such as "dozens", `hedged` for "about"
    and "nearly". `texts` and `titles` are the documents that say so in their text or only in their title, `leads`
    those that open with it. `party` is the claimant where it is somebody by name. `earliest` and `latest` bound the
    times the claims hold for, None if unknown.
    """

    head: str
    groups: frozenset[str]
    qualifiers: frozenset[str]
    state: str
    place: str
    ahead: bool
    value: float | None
    low: float | None
    high: float | None
    vague: bool
    hedged: bool
    measure: str
    texts: frozenset[str]
    titles: frozenset[str]
    leads: frozenset[str]
    party: str
    story_id: str
    earliest: datetime | None
    latest: datetime | None
    claim_ids: tuple[str, ...]

    @property
    def meaning(self) -> tuple[object, ...]:
        """All that evidence compares but the number, the documents and the time."""
        return (
            self.head,
            tuple(sorted(self.groups)),
            tuple(sorted(self.qualifiers)),
            self.state,
            self.place,
            self.ahead,
        )


def blocks(ready: pl.DataFrame) -> dict[Block, list[Cell]]:
    """The cells of each block of `keyed` claims, blocks and cells in order of their first claim."""
    found: dict[Block, list[Cell]] = {}
    for row in _grouped(ready).iter_rows(named=True):
        block = tuple(str(row[name]) for name in BLOCK)
        found.setdefault(block, []).append(_cell(row))
    return found


def _grouped(ready: pl.DataFrame) -> pl.DataFrame:
    """One row a cell. Claims that leave open what they count stay by document, as do those of a passing state.

    A copy is the same document as its original.
    """
    document = pl.col("original" if "original" in ready.columns else "doc_id")
    passing = [state for state in ready["state_key"].unique().to_list() if is_momentary(state)]
    alone = (pl.col("head") == "") | (pl.col("state_key") == "") | pl.col("state_key").is_in(passing)
    same = [*BLOCK, *KEYS, "value_key", "low_key", "high_key", "vague", "hedged", "party_key", "alone"]
    as_of_end = pl.col("as_of_end").fill_null(pl.col("as_of_start")).fill_null(pl.col("published"))
    in_title = pl.col("part") == Part.TITLE
    return (
        ready.with_columns(
            vague=pl.col("modifier").fill_null("") == Modifier.VAGUE,
            hedged=pl.col("modifier").is_in([Modifier.ABOUT, Modifier.NEARLY]).fill_null(value=False),
            alone=pl.when(alone).then(document).otherwise(pl.lit("")),
        )
        .group_by(same, maintain_order=True)
        .agg(
            pl.col("claim_id"),
            texts=pl.col("doc_id").filter(~in_title),
            titles=pl.col("doc_id").filter(in_title),
            leads=pl.col("doc_id").filter(in_title | (pl.col("start") < LEAD)),
            earliest=pl.col("as_of_start").fill_null(pl.col("published")).min(),
            latest=as_of_end.max(),
        )
    )


def _cell(row: Mapping[str, object]) -> Cell:
    texts = frozenset(_ids(row["texts"]))
    return Cell(
        head=str(row["head"]),
        groups=_listed(row["groups"]),
        qualifiers=_listed(row["qualifiers"]),
        state=str(row["state_key"]),
        place=str(row["place_key"]),
        ahead=row["phase"] == "ahead",
        value=_number(row["value_key"]),
        low=_number(row["low_key"]),
        high=_number(row["high_key"]),
        vague=bool(row["vague"]),
        hedged=bool(row["hedged"]),
        measure=str(row["measure"]),
        texts=texts,
        titles=frozenset(_ids(row["titles"])) - texts,
        leads=frozenset(_ids(row["leads"])),
        party=str(row["party_key"]),
        story_id=str(row["story_id"]),
        earliest=row["earliest"],  # type: ignore[arg-type]
        latest=row["latest"],  # type: ignore[arg-type]
        claim_ids=tuple(_ids(row["claim_id"])),
    )


def _ids(value: object) -> list[str]:
    return list(value) if isinstance(value, list) else []


def _listed(text: object) -> frozenset[str]:
    return frozenset(item for item in str(text).split(", ") if item)


def _number(value: object) -> float | None:
    return value if isinstance(value, float) else None


def cells_of(claims: Sequence[Mapping[str, object]]) -> list[Cell]:
    """The cells of rows of `CLAIMS`, with `story_id` where it is known; repeats stand like any other."""
    stories = pl.Series([row.get("story_id") or "" for row in claims], dtype=pl.String)
    bare = [{name: value for name, value in row.items() if name != "story_id"} for row in claims]
    frame = CLAIMS.frame(bare).with_columns(story_id=stories, repeat_of=pl.lit(None, pl.String))
    return [cell for found in blocks(keyed(frame)).values() for cell in found]
