"""How two places stand to each other: one within the other, apart, or not to be told from their names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

from tracker.language.places.place import normal_place
from tracker.language.subjects.demonyms import country_of, government_of
from tracker.language.wordlists import table

WELL_KNOWN = 100_000
"""A name in the gazetteer means its best-known bearer for certain from this population on."""


class Relation(StrEnum):
    """Of two normal names of places."""

    SAME = "same"
    NESTED = "nested"
    APART = "apart"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """The best-known bearer of a name: its kind (city, county, state, country), ISO country code and population."""

    kind: str
    country: str
    population: int

    @property
    def certain(self) -> bool:
        """Whether the name will mean this place and no namesake."""
        return self.kind in {"country", "state"} or self.population >= WELL_KNOWN


@cache
def _gazetteer() -> dict[str, Known]:
    """The language stage's table of places (GeoNames, CC BY 4.0)."""
    path = files("tracker.language.resources").joinpath("gazetteer.parquet")
    frame = pl.read_parquet(path.read_bytes(), columns=["name", "kind", "country", "population"])
    rows = frame.with_columns(pl.col("kind", "country").cast(pl.String)).iter_rows()
    return {name: Known(kind, country, population) for name, kind, country, population in rows}


@cache
def relation(left: str, right: str) -> Relation:
    """How two normal names of places stand to each other; symmetric.

    A capital may stand for its government ("fighting against Kyiv"), so it is never surely apart from another place.
    """
    if left == right:
        return Relation.SAME
    first, second = set(left.split()), set(right.split())
    if first <= second or second <= first:
        return Relation.NESTED
    one, other = _gazetteer().get(left), _gazetteer().get(right)
    if one is None or other is None:
        return Relation.UNKNOWN
    found = _of_known(one, other)
    unsure = government_of(left) is not None or government_of(right) is not None
    return Relation.UNKNOWN if unsure and found is Relation.APART else found


def _of_known(one: Known, other: Known) -> Relation:
    if one == other:
        return Relation.SAME
    if one.country != other.country:
        return Relation.APART if one.certain and other.certain else Relation.UNKNOWN
    if "country" in {one.kind, other.kind}:
        return Relation.NESTED
    if one.kind == other.kind and one.certain and other.certain:
        return Relation.APART
    return Relation.UNKNOWN


@cache
def country_code(name: str) -> str | None:
    """The country that a normal name lies in or is, as an ISO 3166-1 code; None if that is not sure."""
    codes: dict[str, str] = _countries()["codes"]
    words = name.split()
    while len(words) > 1 and name not in codes and words[0] in _countries()["sides"]:
        words = words[1:]
        name = " ".join(words)
    known = _gazetteer().get(name)
    return codes.get(name) or (known.country if known is not None and known.certain else None)


@cache
def country_of_group(group: str) -> str | None:
    """The country whose people a group is ("israeli"), as an ISO 3166-1 code; None for other groups."""
    country = country_of(group)
    return country_code(normal_place(country)) if country else None


def _countries() -> dict[str, Any]:
    return table("countries", "linking")


def is_known(name: str) -> bool:
    """Whether a normal name is a place of the gazetteer's."""
    return name in _gazetteer()


def is_land(name: str) -> bool:
    """Whether a normal name means a country, or a land within one, and is none of another place too."""
    known, code = _gazetteer().get(name), country_code(name)
    return code is not None and (known is None or (known.country == code and known.certain))


def is_wider(left: str, right: str) -> bool:
    """Whether the place `left` is a country that `right` lies in."""
    one, other = _gazetteer().get(left), _gazetteer().get(right)
    return one is not None and one.kind == "country" and other is not None and one.country == other.country
