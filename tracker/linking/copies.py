"""Which documents repeat another's text: wire stories, syndication, shortened and extended reprints.

Bodies are compared, not headlines, which republishers change, and by containment, not similarity, so that a copy cut
to a half is still a copy. The work is a join of sampled shingles (runs of words) with the few earliest documents that
hold them, so it grows linearly with the text. It goes in parts: first some documents at a time, then some of the
shingles, each with all documents that hold it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tracker.jobs import IN_PROCESS, Jobs
from tracker.linking.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SHINGLE = 6
"""Words in a shingle: long enough that two reporters don't write the same one by chance."""
SAMPLED = 4
"""One shingle in so many is kept, the same ones in every document."""
SHINGLES_AT_ONCE = 500_000
"""About so many shingles are looked up in the documents that hold them at one time."""
OWNERS = 6
"""A shingle is looked up in so many of the earliest documents that hold it."""
FURNITURE = 3
"""A shingle in so many documents, all of one source, is page furniture and says nothing of a copy."""
LEAST_SHINGLES = 4
"""A text with fewer kept shingles is only a copy of the very same text."""
CONTAINED = 0.6
"""The share of a text that must stand in an earlier one."""
TAKEN_UP = 0.85
"""The share of an earlier, shorter text that a longer one must hold to be an extended reprint of it ..."""
DAYS = 30
"""Wires and republishers are quick; the same text years apart is the furniture of two pages."""
REST = 0.4
"""... and the share of the longer text that it then makes up."""


def find_copies(documents: pl.LazyFrame, jobs: Jobs = IN_PROCESS) -> pl.DataFrame:
    """For each document the earliest one whose text it repeats.

    Takes `doc_id`, `source`, `url`, `title`, `text` and `published`; gives `doc_id`, `copy_of` (null for an
    original), sorted by `doc_id`. An undated document counts as later than any dated one; ties go by `doc_id`.
    """
    ranked = (
        documents.select("doc_id", "source", "url", "title", "published")
        .collect(engine="streaming")
        .sort("published", "doc_id", nulls_last=True)
        .with_row_index("rank")
    )
    none = pl.DataFrame(schema={"rank": pl.UInt32, "text": pl.String})
    read = [_read(none), *jobs.map(_read, texts_of(documents, ranked, ("text",)))]
    shingles = pl.concat([kept for kept, _ in read])
    pairs = _of_other_addresses(_contained(shingles, ranked, jobs), ranked)
    same = _same_text(pl.concat([bodies for _, bodies in read]), ranked)
    origin = (
        _in_time(pl.concat([pairs, same]), ranked)
        .group_by("rank")
        .agg(pl.col("earlier").min())
        .with_columns(pl.col("rank", "earlier").cast(pl.UInt32))
    )
    origins = _roots(dict(origin.iter_rows()))
    doc_ids = ranked["doc_id"].to_list()
    copy_of = [doc_ids[origins[rank]] if rank in origins else None for rank in range(len(doc_ids))]
    return pl.DataFrame(
        {"doc_id": doc_ids, "copy_of": copy_of}, schema={"doc_id": pl.String, "copy_of": pl.String}
    ).sort("doc_id")


def _read(texts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is compared of some documents' texts: their shingles and their words as a whole."""
    return _shingles(texts), _bodies(texts)


def _shingles(ranked: pl.DataFrame) -> pl.DataFrame:
    """`rank`, `shingle`: the kept shingles of each document, each once."""
    words = (
        ranked.select("rank", pl.col("text").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+").alias("word"))
        .explode("word", empty_as_null=False, keep_nulls=False)
        .with_columns(pl.col("word").hash(seed=7))
    )
    rolled = pl.col("word")
    for back in range(1, SHINGLE):
        rolled = rolled ^ (pl.col("word").shift(back) * pl.lit(2 * back + 1, dtype=pl.UInt64))
    return (
        words.select("rank", rolled.alias("shingle"), whole=pl.col("rank") == pl.col("rank").shift(SHINGLE - 1))
        .filter(pl.col("whole") & (pl.col("shingle").hash(seed=11) % SAMPLED == 0))
        .select("rank", "shingle")
        .unique()
    )


def _bodies(texts: pl.DataFrame) -> pl.DataFrame:
    """`rank`, `body`, `again`: two hashes of each text's words; documents without a word are left out."""
    body = pl.col("text").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    worded = texts.select("rank", body=body).filter(pl.col("body") != "")
    return worded.select("rank", body=pl.col("body").hash(seed=13), again=pl.col("body").hash(seed=17))


def _contained(shingles: pl.DataFrame, ranked: pl.DataFrame, jobs: Jobs) -> pl.DataFrame:
    """`rank`, `earlier`: documents that repeat an earlier one by the share of shingles they have in common."""
    parts = [_shared((shingles.clear(), ranked)), *jobs.map(_shared, _by_shingle(shingles, ranked))]
    sizes = pl.concat([size for size, _ in parts]).group_by("rank").agg(pl.col("size").sum())
    common = pl.concat([held for _, held in parts])
    earlier_sizes = sizes.rename({"rank": "earlier", "size": "earlier_size"})
    return (
        common.group_by("rank", "earlier")
        .agg(pl.col("common").sum())
        .join(sizes, on="rank")
        .join(earlier_sizes, on="earlier")
        .with_columns(held=pl.col("common") / pl.col("size"), taken=pl.col("common") / pl.col("earlier_size"))
        .filter(
            (pl.min_horizontal("size", "earlier_size") >= LEAST_SHINGLES)
            & ((pl.col("held") >= CONTAINED) | ((pl.col("taken") >= TAKEN_UP) & (pl.col("held") >= REST)))
        )
        .select("rank", "earlier")
    )


def _by_shingle(shingles: pl.DataFrame, ranked: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The shingles in parts, each with all that hold it, and source and time of the documents."""
    parts = -(-shingles.height // SHINGLES_AT_ONCE)
    for part in range(parts):
        held = shingles.filter(pl.col("shingle").hash(seed=19) % parts == part)
        yield held, ranked.select("rank", "source", "published").join(held, on="rank", how="semi")


def _shared(part: tuple[pl.DataFrame, pl.DataFrame]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Of some shingles but furniture: how many (`size`) each document (`rank`) holds, and how many (`common`) it holds
    of those of an `earlier` one."""
    held, ranked = part
    shingles = _without_furniture(held, ranked)
    owners = (
        shingles.with_columns(turn=pl.col("rank").rank("ordinal").over("shingle"))
        .filter(pl.col("turn") <= OWNERS)
        .select("shingle", earlier="rank")
    )
    pairs = shingles.join(owners, on="shingle").filter(pl.col("earlier") < pl.col("rank"))
    return shingles.group_by("rank").len("size"), pairs.group_by("rank", "earlier").len("common")


def _without_furniture(shingles: pl.DataFrame, ranked: pl.DataFrame) -> pl.DataFrame:
    """The shingles but those of page furniture: what one source, or pages far apart in time, repeat again and again."""
    one_source = (pl.col("source").n_unique() == 1) & pl.col("source").is_not_null().all()
    span = pl.col("published").max() - pl.col("published").min()
    apart = (span > 2 * pl.duration(days=DAYS)).fill_null(value=False)
    several = shingles.filter(pl.len().over("shingle") >= FURNITURE)
    furniture = (
        several.join(ranked.select("rank", "source", "published"), on="rank")
        .group_by("shingle")
        .agg(furniture=one_source | apart)
        .filter("furniture")
    )
    return shingles.join(furniture, on="shingle", how="anti")


def _of_other_addresses(pairs: pl.DataFrame, ranked: pl.DataFrame) -> pl.DataFrame:
    """The pairs but versions of one article: edits at one address are its source's later words, no copies."""
    addresses = ranked.select("rank", "url").filter(pl.col("url").fill_null("") != "")
    versions = (
        pairs.join(addresses, on="rank")
        .join(addresses.rename({"rank": "earlier", "url": "first"}), on="earlier")
        .filter(pl.col("url") == pl.col("first"))
    )
    return pairs.join(versions, on=["rank", "earlier"], how="anti")


def _same_text(bodies: pl.DataFrame, ranked: pl.DataFrame) -> pl.DataFrame:
    """`rank`, `earlier`: documents whose words are exactly those of an earlier one, however few.

    A text found under many titles over a long time is what pages are left with when the article is gone.
    """
    same = ("body", "again")
    span = pl.col("published").max() - pl.col("published").min()
    furniture = (pl.col("title").n_unique() >= FURNITURE) & (span > pl.duration(days=DAYS)).fill_null(value=False)
    return (
        bodies.join(ranked.select("rank", "title", "published"), on="rank")
        .with_columns(earlier=pl.col("rank").min().over(same), furniture=furniture.over(same))
        .filter((pl.col("earlier") < pl.col("rank")) & ~pl.col("furniture"))
        .select("rank", "earlier")
    )


def _in_time(pairs: pl.DataFrame, ranked: pl.DataFrame) -> pl.DataFrame:
    """The pairs that were not published too far apart; undated documents may be copies of any."""
    dates = ranked.select("rank", "published")
    return (
        pairs.join(dates, on="rank")
        .join(dates.rename({"rank": "earlier", "published": "first"}), on="earlier")
        .filter(((pl.col("published") - pl.col("first")) <= pl.duration(days=DAYS)).fill_null(value=True))
        .select("rank", "earlier")
    )


def _roots(origin: dict[int, int]) -> dict[int, int]:
    """Each copy with the original at the end of its chain; an original is earlier than its copy, so chains end."""
    roots: dict[int, int] = {}
    for rank in sorted(origin):
        earlier = origin[rank]
        roots[rank] = roots.get(earlier, earlier)
    return roots
