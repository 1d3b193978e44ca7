"""Which names are places: a trimmed GeoNames table (CC BY 4.0) with the regions it lacks."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

import polars as pl

from tracker.language.subjects.demonyms import usual_name
from tracker.language.wordlists import table, words

LONGEST = 80
MAJOR = 300_000
_ARTICLES = ("al-", "al ", "el-", "ar-", "as-", "ash-", "the ")


def is_place(name: str) -> bool:
    """Whether the words are, as a whole, a known place's name; ordinary words that also name a town are not."""
    key = folded(name)
    if not key or len(key) > LONGEST or key in words("places", "ordinary"):
        return False
    if key in _names() or f"{key} county" in _names() or key in _regions() or key in table("demonyms")["aliases"]:
        return True
    bare = next((key[len(article) :] for article in _ARTICLES if key.startswith(article)), None)
    return bool(bare) and (bare in _names() or bare in _regions()) and bare not in words("places", "ordinary")


def folded(name: str) -> str:
    """Lower case without accents, with plain hyphens and apostrophes."""
    if name.isascii():
        return name.lower().strip()
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("‑", "-"))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().strip()


def is_major(name: str) -> bool:
    """Whether a place is so well known that its bare name is rarely a person's: a country, state, region or large
    city.
    """
    key = folded(name)
    return is_place(name) and (key in _major_names() or key in _regions() or key in table("demonyms")["aliases"])


def is_country(name: str) -> bool:
    """Whether the words are a country's name."""
    return folded(usual_name(folded(name))) in _countries()


@cache
def _regions() -> frozenset[str]:
    """Regions that the gazetteer lacks, and the first-level divisions of countries."""
    divisions: dict[str, list[str]] = table("divisions")["divisions"]
    return words("places", "regions") | {folded(name) for names in divisions.values() for name in names}


@cache
def _major_names() -> frozenset[str]:
    known = pl.col("kind").is_in(["country", "state"]) | (pl.col("population") >= MAJOR)
    return frozenset(_table().filter(known)["name"].to_list())


@cache
def _countries() -> frozenset[str]:
    return frozenset(_table().filter(pl.col("kind") == "country")["name"].to_list()) | {
        folded(name) for name in table("demonyms")["demonyms"].values()
    }


@cache
def _table() -> pl.DataFrame:
    path = files("tracker.language.resources").joinpath("gazetteer.parquet")
    return pl.read_parquet(path.read_bytes(), columns=["name", "kind", "population"])


@cache
def _names() -> frozenset[str]:
    return frozenset(_table()["name"].to_list())
