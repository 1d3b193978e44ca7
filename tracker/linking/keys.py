"""What each claim counts, in columns that claims can be lined up by.

A block holds the claims that could be of one figure at all: one measure, rate, direction of change, sort of thing
counted and story.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from tracker.language.claimants.claimant import normal_claimant
from tracker.language.places.place import normal_place
from tracker.language.subjects.demonyms import country_of
from tracker.linking.kinship import PEOPLE, counts_people, is_anyone, is_health_authority, is_toll, lining_state
from tracker.linking.places import is_land
from tracker.model import Kind, Outlook, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BLOCK = ("measure", "per", "change", "family", "story_id")
"""The columns of a block; claims of different blocks of one story are never one figure."""
KEYS = ("head", "groups", "qualifiers", "state_key", "place_key", "phase")
"""What evidence compares."""
_ARTICLES = frozenset({"the", "a", "an", "one", "some", "two", "several", "local", "i", "he", "she", "it", "they"})
_READ_ONLY = (
    *("kind", "repeat_of", "outlook", "claimant", "value", "low", "high"),
    *("canonical_value", "canonical_low", "canonical_high", "canonical_unit"),
)
READ = (
    *_READ_ONLY,
    *("claim_id", "doc_id", "source", "published", "part", "start", "modifier", "unit", "dimension", "per", "change"),
    *("counted", "subject", "state", "place", "as_of_start", "as_of_end", "story_id", "original"),
    *("figure_id", "is_copy"),
)
"""The columns that claims are lined up by, as far as they are there."""
FORTNIGHT = 14
"""Days after which what is told of is long past."""
_REMEMBERED = 50_000
"""Names and subjects come again in other documents: of so many different ones the normal form is asked for once."""
PERSONS = "persons"
"""The family of all heads that count people."""


def keyed(claims: pl.DataFrame) -> pl.DataFrame:
    """The quantities among claims with the columns of `BLOCK` and `KEYS`, in order of publication.

    Takes rows of `CLAIMS` with `story_id` and, where it is known, the `original` of their document; repeats are left
    out, since they go with what they repeat. Gives what linking goes on with and `value_key`, `low_key` and `high_key`
    in the canonical unit, `claimant_key`, `party_key`, and the key columns, empty strings where the text does not say.
    """
    counted = (
        claims.select(name for name in READ if name in claims.columns)
        .filter(
            (pl.col("kind") == Kind.QUANTITY)
            & pl.col("repeat_of").is_null()
            & pl.any_horizontal(pl.col("value", "low", "high").is_not_null())
            & pl.all_horizontal(pl.col("value", "low", "high").is_finite().fill_null(value=True))
        )
        .sort("published", "doc_id", "part", "start", "claim_id", nulls_last=True)
    )
    canonical = pl.col("canonical_unit").is_not_null() & (pl.col("dimension") != "currency")
    with_keys = counted.with_columns(
        _subjects(counted),
        mapped(counted["state"], lining_state).alias("state_key"),
        mapped(counted["place"], _place).alias("place_key"),
        mapped(counted["claimant"], _claimant).alias("claimant_key"),
        mapped(counted["claimant"], _party).alias("party_key"),
        measure=pl.when(canonical).then("canonical_unit").otherwise("unit").fill_null(""),
        **{
            f"{side}_key": pl.when(canonical & pl.col(f"canonical_{side}").is_not_null())
            .then(f"canonical_{side}")
            .otherwise(side)
            for side in ("value", "low", "high")
        },
    ).unnest("subject_keys")
    tolls = [state for state in with_keys["state_key"].unique().to_list() if is_toll(state)]
    at_home = (pl.col("head") == PEOPLE) & (pl.col("groups") == "") & pl.col("state_key").is_in(tolls)
    with_keys = with_keys.with_columns(
        _phase(tolls),
        place_key=pl.when(at_home & (pl.col("place_key") == ""))
        .then(mapped(counted["claimant"], _counts_at).alias("home"))
        .otherwise("place_key"),
    )
    return with_keys.drop(_READ_ONLY).with_columns(
        pl.col("per", "change", "story_id").fill_null(""),
        family=pl.when(pl.col("unit") == "count").then("family").otherwise(pl.lit("")),
    )


def _phase(tolls: Sequence[str]) -> pl.Expr:
    """Whether it is still to come; what an event did is not, when it was long past as the text came out.

    "Whether he should die for killing 12 three years ago" expects no deaths.
    """
    ahead = pl.col("outlook").is_in([Outlook.EXPECTED, Outlook.PLANNED])
    ended = pl.col("as_of_end").fill_null(pl.col("as_of_start"))
    long_past = pl.col("published") - ended > timedelta(days=FORTNIGHT)
    past = (pl.col("outlook") == Outlook.EXPECTED) & pl.col("state_key").is_in(tolls) & long_past
    return (
        pl.when(ahead & ~past.fill_null(value=False)).then(pl.lit("ahead")).otherwise(pl.lit("so far")).alias("phase")
    )


@lru_cache(maxsize=_REMEMBERED)
def _place(name: str) -> str:
    return normal_place(name)


@lru_cache(maxsize=_REMEMBERED)
def _claimant(name: str) -> str:
    return normal_claimant(name)


def mapped(column: pl.Series, normal: Callable[[str], str]) -> pl.Series:
    """The normal form of each value, asked once for each different one; empty where there is none."""
    forms = {value: normal(value) for value in column.drop_nulls().unique().to_list()}
    return pl.Series(column.name, [forms[value] if value else "" for value in column.to_list()], dtype=pl.String)


def _subjects(claims: pl.DataFrame) -> pl.Series:
    """`head`, `groups`, `qualifiers` and `family` of each claim's subject as a struct."""
    parsed = {text: _subject_keys(text) for text in claims["subject"].drop_nulls().unique().to_list()}
    none = {"head": "", "groups": "", "qualifiers": "", "family": ""}
    fields = dict.fromkeys(none, pl.String)
    return pl.Series(
        "subject_keys", [parsed.get(text, none) for text in claims["subject"].to_list()], pl.Struct(fields)
    )


@lru_cache(maxsize=_REMEMBERED)
def _subject_keys(text: str) -> dict[str, str]:
    subject = Subject.parse(text)
    return {
        "head": subject.head,
        "groups": ", ".join(subject.groups),
        "qualifiers": ", ".join(subject.qualifiers),
        "family": PERSONS if counts_people(subject.head) else subject.head,
    }


@lru_cache(maxsize=_REMEMBERED)
def _counts_at(claimant: str) -> str:
    """The land whose dead and injured a claimant counts: that of health authorities ("Gazan health officials")."""
    if not is_health_authority(claimant):
        return ""
    names = [word.replace("’", "'").removesuffix("'s").strip(".,") for word in claimant.split()]
    lands = {normal_place(country_of(name.lower()) or name) for name in names if name[:1].isupper()}
    known = [land for land in sorted(lands) if land and is_land(land)]
    return known[0] if len(known) == 1 else ""


@lru_cache(maxsize=_REMEMBERED)
def _party(claimant: str) -> str:
    """The normal claimant where it is somebody by name; "officials" and "authorities" may be the same people."""
    words = claimant.split()
    named = any(word[:1].isupper() and word.lower() not in _ARTICLES for word in words)
    normal = _claimant(claimant)
    return normal if named and not is_anyone(normal) else ""
