"""Claims as checking needs them: what they allow, when they hold, and who vouches for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking.intervals import Interval, Statement, allowed, likely
from tracker.language.claimants.claimant import normal_claimant
from tracker.language.subjects.state import state_class
from tracker.model import Modifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TOLLS = frozenset({"killed", "injured", "killed or injured", "missing", "captured", "displaced"})
"""States of those whom an event struck: their number is known better later, whenever it struck them."""
ONE_TIME = timedelta(hours=20)
"""Claims nearer than this are of one time."""
NEWS_DAYS = 7
"""What happened so long before publication is news; further back it is the past."""
STATED = (
    *("claim_id", "doc_id", "source", "claimant", "part", "start", "sentence_start", "sentence_end", "surface"),
    *("published", "as_of_start", "as_of_end", "as_of_grain", "subject", "state", "counted", "place", "part_of"),
    *("value", "low", "high", "modifier", "unit", "dimension"),
    *("canonical_value", "canonical_low", "canonical_high", "canonical_unit"),
)
"""The columns of `CLAIMS` that a reading is made from."""
IN_TIME = ("published", "doc_id", "part", "start", "claim_id")
"""The order in which claims are told."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One claim with its intervals in the canonical unit.

    `witness` is who vouches for it: the claimant, else the source, else the document. `day` is when it was known to
    hold: the day of publication, unless the text speaks of a time well before;
    None if undated. `told` is the time that the text speaks of. `number` is the value stated, or its bound.
    """

    claim_id: str
    doc_id: str
    source: str | None
    claimant: str | None
    witness: str
    part: str
    start: int
    sentence: tuple[int, int]
    surface: str
    modifier: str
    unit: str
    number: float
    stated: float
    allowed: Interval
    likely: Interval
    day: datetime | None
    published: datetime | None
    told: datetime | None
    grain: str
    state: str
    head: str
    counted: str
    place: str
    groups: str
    qualifiers: frozenset[str]
    part_of: str | None

    @property
    def vague(self) -> bool:
        """Whether it is a word such as "dozens" and no number."""
        return self.modifier == Modifier.VAGUE


def usable(claims: pl.LazyFrame | pl.DataFrame) -> pl.DataFrame:
    """The claims that count as statements of their figure: no copies, no repeats; in order of time.

    Where a figure has nothing but copies the earliest document's claims stand for it.
    """
    is_copy = pl.col("is_copy").fill_null(value=False)
    own = claims.lazy().filter(pl.col("figure_id").is_not_null() & pl.col("repeat_of").is_null())
    originals = own.filter(~is_copy).collect(engine="streaming")
    copies = own.join(originals.lazy().select("figure_id").unique(), on="figure_id", how="anti")
    first = pl.col("doc_id").sort_by("published", "doc_id", nulls_last=True).first().over("figure_id")
    standing = copies.collect(engine="streaming").filter(pl.col("doc_id") == first)
    return pl.concat([originals, standing]).sort(IN_TIME, nulls_last=True)


def readings(rows: Iterable[Mapping[str, object]]) -> list[Reading]:
    """Readings of rows of `CLAIMS` of one figure, by day; a claim without any number is left out."""
    found = [reading for row in rows for reading in _reading(row)]
    return sorted(found, key=lambda r: (r.day is None, r.day.timestamp() if r.day else 0.0, r.doc_id, r.start))


def came_after(moment: datetime | None, earlier: datetime | None, least: timedelta = ONE_TIME) -> bool:
    """Whether one moment is after another by more than how finely they are known; not if either is unknown.

    A midnight is taken for a day of which the hour is not known: it is after every moment of the day before.
    """
    if moment is None or earlier is None:
        return False
    if _is_day(moment) or _is_day(earlier):
        return moment.date() > earlier.date()
    return moment > earlier and moment - earlier >= least


def _is_day(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


@lru_cache(maxsize=50_000)
def _normal(claimant: str) -> str:
    return normal_claimant(claimant)


@lru_cache(maxsize=50_000)
def _intervals(statement: Statement) -> tuple[Interval, Interval]:
    """What the words allow and what they likely mean: many claims say the same."""
    return allowed(statement), likely(statement)


@lru_cache(maxsize=50_000)
def _subject(text: str) -> tuple[str, str, frozenset[str]]:
    """Head, groups and qualifiers of a subject."""
    head, _, rest = text.partition(" | ")
    groups, _, qualifiers = rest.partition(" | ")
    return head, groups, frozenset(item for item in qualifiers.split(", ") if item)


def _reading(row: Mapping[str, object]) -> Iterable[Reading]:
    statement = _statement(row)
    numbers = (statement.value, statement.low, statement.high)
    stated = next((number for number in numbers if number is not None), None)
    if stated is None:
        return
    head, groups, qualifiers = _subject(str(row["subject"] or ""))
    may_be, is_likely = _intervals(statement)
    source = _text(row["source"])
    claimant = _text(row["claimant"])
    yield Reading(
        claim_id=str(row["claim_id"]),
        doc_id=str(row["doc_id"]),
        source=source,
        claimant=claimant,
        witness=_normal(claimant) if claimant else source or str(row["doc_id"]),
        part=str(row["part"]),
        start=int(str(row["start"])),
        sentence=(int(str(row["sentence_start"])), int(str(row["sentence_end"]))),
        surface=str(row["surface"]),
        modifier=statement.modifier,
        unit=str(row["unit"] or "count"),
        number=stated * statement.scale,
        stated=stated,
        allowed=may_be,
        likely=is_likely,
        day=_day(row),
        published=row["published"],  # type: ignore[arg-type]
        told=row["as_of_start"],  # type: ignore[arg-type]
        grain=str(row["as_of_grain"] or ""),
        state=str(row["state"] or ""),
        head=head,
        counted=str(row["counted"] or ""),
        place=str(row["place"] or ""),
        groups=groups,
        qualifiers=qualifiers,
        part_of=_text(row["part_of"]),
    )


def _statement(row: Mapping[str, object]) -> Statement:
    value, low, high = (_number(row[name]) for name in ("value", "low", "high"))
    return Statement(
        value=value,
        low=low,
        high=high,
        modifier=str(row["modifier"] or Modifier.EXACT),
        is_count=row["unit"] in {None, "count"},
        scale=_scale(row),
    )


def _scale(row: Mapping[str, object]) -> float:
    """How many canonical units a stated unit is; 1 for currencies and where it is not known."""
    if row["dimension"] == "currency" or row["canonical_unit"] is None:
        return 1.0
    for side in ("value", "low", "high"):
        stated, canonical = _number(row[side]), _number(row[f"canonical_{side}"])
        if stated and canonical is not None:
            return canonical / stated
    return 1.0


def _day(row: Mapping[str, object]) -> datetime | None:
    """An event is reported for days, and each report of a toll tells what was known when it came out.

    Unless it says as of when it was counted (`counted_then`, where the texts are at hand).
    """
    counted = row["as_of_end"] if row.get("counted_then") else None
    if isinstance(counted, datetime) and (row["published"] is None or counted <= row["published"]):  # type: ignore[operator]
        return counted
    if row["published"] is not None and state_class(str(row["state"] or "")) in TOLLS:
        return row["published"] if isinstance(row["published"], datetime) else None
    published, end = row["published"], row["as_of_end"] or row["as_of_start"]
    if not isinstance(published, datetime) or not isinstance(end, datetime):
        return published if isinstance(published, datetime) else end if isinstance(end, datetime) else None
    return end if published - end > timedelta(days=NEWS_DAYS) else published


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, float | int) else None


def _text(value: object) -> str | None:
    return str(value) if value is not None else None
