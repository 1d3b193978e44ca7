"""Which documents tell of the same events: a story.

Documents are compared by their weighted terms and names, near in time, and joined pair by pair from the most alike on
while the stories they are in stay alike (Miranda et al., EMNLP 2018, cluster a stream by the same evidence). Names
weigh more than other words, so two shootings in one town on one weekend, which share the town and the words of every
shooting but no victim and no street, stay apart.

For each term a document is only paired with its next few neighbours in time, so the work grows linearly and one huge
story does not make it quadratic; what is joined does not depend on the order of input.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from tracker.jobs import IN_PROCESS, Jobs, parted
from tracker.language.wordlists import table
from tracker.linking.texts import texts_of
from tracker.model import content_id

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAD_CHARS = 4_000
"""News tells what happened first; further text is left out."""
AT_ONCE = 2_000
"""Documents whose neighbours are looked up at one time ..."""
PAIRS_AT_ONCE = 50_000
"""... and pairs of documents whose terms are."""
TERMS = 50
"""Terms kept for a document, the heaviest."""
NEIGHBOURS = 12
"""Documents with a term that come next in time and are looked at."""
NAME_WEIGHT = 2.0
PHRASE_WEIGHT = 2.5
TITLE_WEIGHT = 2.0
ENDING = r"^([a-z]{4,}?)(?:e?s|ed|ing|e)$"
"""An English ending after enough of a word to know it by."""
PRIOR_DOCUMENTS = 200
"""A term is held to be about as rare as it would be among so many documents more: few documents don't tell."""
PAIRED_TERMS = 3
"""A pair must share so many terms to be looked at."""
FURNITURE = 4
"""A term in so many documents of one source, over `FURNITURE_DAYS`, with `FURNITURE_SHARE` of all that have it."""
FURNITURE_DAYS = 45
FURNITURE_SHARE = 0.6
ALIKE = 0.22
"""Least likeness (cosine) of two documents, and of the stories they are in, published on one day."""
HALF_LIFE_DAYS = 90.0
"""Likeness counts half when the documents are so far apart in time ..."""
LEAST_FADED = 0.5
"""... but never less than this: a trial names the same people years later."""
HISTORY = 1.0
"""When the two stories are compared, their likeness must reach this share of `ALIKE`."""


@cache
def common_words() -> frozenset[str]:
    """Words that tell no story from another."""
    return frozenset(table("common_words", "linking")["words"].split())


def find_stories(documents: pl.LazyFrame, jobs: Jobs = IN_PROCESS) -> pl.DataFrame:
    """The story of each document.

    Takes `doc_id`, `source`, `title`, `text`, `published` and `copy_of` (a copy is in its
    original's story); gives `doc_id`, `story_id`, sorted by `doc_id`. A story's
    id is made from its earliest document, so it stays when others join.
    """
    placed = documents.select("doc_id", "source", "published", "copy_of").collect(engine="streaming")
    originals = (
        placed.filter(pl.col("copy_of").is_null()).sort("published", "doc_id", nulls_last=True).with_row_index("rank")
    )
    terms = document_terms(documents, originals, jobs)
    root = _joined(terms, _pairs(terms, originals.select("rank", "published"), jobs), originals.height, jobs)
    ids = originals["doc_id"].to_list()
    stories = pl.DataFrame(
        {"doc_id": ids, "story_id": [content_id("story", ids[root[rank]]) for rank in range(len(ids))]},
        schema={"doc_id": pl.String, "story_id": pl.String},
    )
    copies = placed.filter(pl.col("copy_of").is_not_null()).select("doc_id", "copy_of")
    followed = copies.join(stories, left_on="copy_of", right_on="doc_id").select("doc_id", "story_id")
    return pl.concat([stories, followed]).sort("doc_id")


def document_terms(documents: pl.LazyFrame, originals: pl.DataFrame, jobs: Jobs = IN_PROCESS) -> pl.DataFrame:
    """`rank`, `term` (a hash), `weight`: the heaviest terms of each original, weights of unit length."""
    none = pl.DataFrame(schema={"rank": pl.UInt32, "title": pl.String, "text": pl.String})
    texts = texts_of(documents, originals, ("title", "text"))
    counted = pl.concat([_counted(none), *jobs.map(_counted, texts)])
    counted = counted.join(_furniture(counted, originals), on="term", how="anti")
    rarity = ((originals.height + PRIOR_DOCUMENTS) / (pl.col("df") + 1)).log()
    weight = (1 + pl.col("tf").cast(pl.Float64).log()) * pl.col("boost") * rarity
    return (
        counted.join(counted.group_by("term").agg(df=pl.len()), on="term")
        .with_columns(weight=weight)
        .sort("rank", "weight", "term", descending=[False, True, False])
        .with_columns(turn=pl.int_range(pl.len()).over("rank"))
        .filter(pl.col("turn") < TERMS)
        .with_columns(pl.col("weight") / (pl.col("weight") ** 2).sum().sqrt().over("rank"))
        .select("rank", "term", "weight")
    )


def _counted(originals: pl.DataFrame) -> pl.DataFrame:
    """`rank`, `term`, `tf`, `boost`: how often a term stands in a document, and how much at most a place adds to it."""
    return (
        _occurrences(originals)
        .group_by("rank", "term")
        .agg(tf=pl.len(), boost=pl.col("boost").max().cast(pl.Float32))
        .with_columns(term=pl.col("term").hash(seed=5))
    )


def _occurrences(originals: pl.DataFrame) -> pl.DataFrame:
    """`rank`, `term`, `boost`: words, names and pairs of names next to each other, each time they stand there."""
    title = pl.col("title").fill_null("")
    parts = pl.concat(
        [
            originals.select("rank", part=title, lift=pl.lit(TITLE_WEIGHT)),
            originals.select("rank", part=pl.col("text").str.slice(0, LEAD_CHARS), lift=pl.lit(1.0)),
        ]
    )
    words = (
        parts.with_columns(word=pl.col("part").str.extract_all(r"[\p{L}\p{N}][\p{L}\p{N}’'-]*|[.!?:;,()\n]"))
        .drop("part")
        .explode("word", empty_as_null=False, keep_nulls=False)
        .with_columns(
            word=pl.col("word").str.replace(r"['’]s?$", ""),
            named=pl.col("word").str.contains(r"^\p{Lu}"),
        )
        .with_columns(term=pl.col("word").str.to_lowercase())
        .with_columns(common=pl.col("term").is_in(list(common_words())))
        .with_columns(term=pl.when("named").then("term").otherwise(_stem("term")))
    )
    same = pl.col("rank").shift(1) == pl.col("rank")
    telling = ~pl.any_horizontal("common", pl.col("common").shift(1))
    follows = same & telling & pl.col("named").shift(1) & pl.col("named")
    phrase = words.with_columns(term=pl.col("term").shift(1) + " " + pl.col("term"), follows=follows).filter("follows")
    single = words.filter(
        ~pl.col("common") & (pl.col("term").str.len_chars() >= 3) & ~pl.col("term").str.contains(r"^[\d.,-]+$")
    )
    return pl.concat(
        [
            single.select("rank", "term", boost=pl.when("named").then(NAME_WEIGHT).otherwise(1.0) * pl.col("lift")),
            phrase.select("rank", "term", boost=pl.lit(PHRASE_WEIGHT) * pl.col("lift")),
        ]
    )


def _stem(name: str) -> pl.Expr:
    """A word without its endings, so that a collapse, collapsing and what collapsed are one term."""
    return pl.col(name).str.replace(ENDING, "${1}")


def _furniture(found: pl.DataFrame, originals: pl.DataFrame) -> pl.DataFrame:
    """`term`: what one source's pages say whatever the news: its name, its town, its slogans."""
    span = pl.col("published").max() - pl.col("published").min()
    return (
        found.select("rank", "term")
        .join(originals.select("rank", "source", "published"), on="rank")
        .filter(pl.col("source").is_not_null())
        .group_by("term", "source")
        .agg(held=pl.len(), lasting=span > pl.duration(days=FURNITURE_DAYS))
        .with_columns(total=pl.col("held").sum().over("term"))
        .filter(
            (pl.col("held") >= FURNITURE) & pl.col("lasting") & (pl.col("held") >= FURNITURE_SHARE * pl.col("total"))
        )
        .select("term")
    )


def _pairs(terms: pl.DataFrame, dates: pl.DataFrame, jobs: Jobs) -> pl.DataFrame:
    """`left`, `right`, `alike`: pairs of documents alike enough to be of one story, most alike first."""
    none = pl.DataFrame(schema={"left": pl.UInt32, "right": pl.UInt32})
    candidates = pl.concat([none, *jobs.map(_candidates, _neighbours(terms, dates.height))])
    parts = _with_terms(candidates, terms, dates)
    alike = pl.concat([none.with_columns(alike=pl.lit(0.0)), *jobs.map(_likeness, parts)])
    return alike.sort("alike", "left", "right", descending=[True, False, False])


def _neighbours(terms: pl.DataFrame, size: int) -> Iterator[pl.DataFrame]:
    """`left`, `right` for some documents at a time: those that have a term and come next in time, for each term."""
    ordered = terms.select("term", "rank").sort("term", "rank").with_row_index("place")
    for first in range(0, size, AT_ONCE):
        own = ordered.filter(pl.col("rank").is_between(first, first + AT_ONCE - 1))
        yield pl.concat([_next(own, ordered, step) for step in range(1, NEIGHBOURS + 1)])


def _next(own: pl.DataFrame, ordered: pl.DataFrame, step: int) -> pl.DataFrame:
    """`left`, `right`: for each row of `own` the document so many places further in `ordered`, if it has the term."""
    inside = own.filter(pl.col("place") + step < ordered.height)
    there = ordered[inside["place"] + step]
    return pl.DataFrame({"left": inside["rank"], "right": there["rank"]}).filter(inside["term"] == there["term"])


def _candidates(near: pl.DataFrame) -> pl.DataFrame:
    """The pairs that share enough terms to be looked at."""
    shared = near.group_by("left", "right").len("shared").filter(pl.col("shared") >= PAIRED_TERMS)
    return shared.select("left", "right").sort("left", "right")


def _with_terms(
    candidates: pl.DataFrame, terms: pl.DataFrame, dates: pl.DataFrame
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]]:
    """Some pairs at a time with the terms and the dates of their documents."""
    for pairs in candidates.iter_slices(PAIRS_AT_ONCE):
        ranks = pl.concat([pairs["left"], pairs["right"]]).unique().implode()
        among = pl.col("rank").is_in(ranks)
        yield pairs, terms.filter(among), dates.filter(among)


def _likeness(part: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    """`left`, `right`, `alike` of those pairs that are alike enough."""
    pairs, terms, dates = part
    return (
        pairs.join(terms.rename({"rank": "left", "weight": "left_weight"}), on="left")
        .join(terms.rename({"rank": "right", "weight": "right_weight"}), on=["right", "term"])
        .group_by("left", "right")
        .agg(alike=(pl.col("left_weight") * pl.col("right_weight")).sum())
        .join(dates.rename({"rank": "left", "published": "left_published"}), on="left")
        .join(dates.rename({"rank": "right", "published": "right_published"}), on="right")
        .with_columns(alike=(pl.col("alike") * _faded()).round(9))
        .filter(pl.col("alike") >= ALIKE)
        .select("left", "right", "alike")
    )


def _faded() -> pl.Expr:
    """What likeness is worth at the distance in time of the two documents; 1 where a date is not known."""
    days = (pl.col("right_published") - pl.col("left_published")).dt.total_days().abs().cast(pl.Float64)
    return pl.max_horizontal(pl.lit(0.5) ** (days / HALF_LIFE_DAYS), pl.lit(LEAST_FADED)).fill_null(1.0)


def _joined(terms: pl.DataFrame, pairs: pl.DataFrame, size: int, jobs: Jobs) -> list[int]:
    """For each document the earliest one of its story: pairs are joined in order while their stories are alike.

    Documents that no chain of pairs connects are joined apart from each other.
    """
    root = list(range(size))
    for joined in jobs.map(_joined_apart, _connected(terms, pairs, size)):
        for rank, earliest in joined.iter_rows():
            root[rank] = earliest
    return root


def _connected(terms: pl.DataFrame, pairs: pl.DataFrame, size: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The pairs in parts that share no document, in their order, with the terms of their documents."""
    parent = list(range(size))
    for left, right in pairs.select("left", "right").iter_rows():
        first, second = sorted((_root(parent, left), _root(parent, right)))
        parent[second] = first
    sets = pl.Series("set", [_root(parent, rank) for rank in pairs["left"]], pl.UInt32)
    for part in parted(pairs.with_columns(sets), "set", PAIRS_AT_ONCE):
        ranks = pl.concat([part["left"], part["right"]]).unique().implode()
        yield part.select("left", "right"), terms.filter(pl.col("rank").is_in(ranks))


def _joined_apart(part: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    """`rank`, `earliest` for the documents of a part."""
    pairs, terms = part
    stories = _Stories(terms)
    for left, right in pairs.iter_rows():
        stories.join(left, right)
    ranks = terms["rank"].unique().sort().to_list()
    return pl.DataFrame({"rank": ranks, "earliest": [stories.root(rank) for rank in ranks]})


def _root(parent: list[int] | dict[int, int], rank: int) -> int:
    """The first of the chain that `rank` is in, which is made shorter on the way."""
    while parent[rank] != rank:
        parent[rank] = parent[parent[rank]]
        rank = parent[rank]
    return rank


class _Stories:
    """Stories as they grow: the documents of each and the sum of their terms."""

    def __init__(self, terms: pl.DataFrame) -> None:
        self._terms: dict[int, dict[int, float]] = {}
        for rank, term, weight in terms.iter_rows():
            self._terms.setdefault(rank, {})[term] = weight
        self._parent = {rank: rank for rank in self._terms}
        self._squares = {rank: _square(weights) for rank, weights in self._terms.items()}

    def root(self, rank: int) -> int:
        """The earliest document of the story that `rank` is in."""
        return _root(self._parent, rank)

    def join(self, left: int, right: int) -> None:
        """Makes the two documents' stories one if they are alike as a whole."""
        first, second = sorted((self.root(left), self.root(right)))
        if first == second or self._cosine(first, second) < ALIKE * HISTORY:
            return
        self._parent[second] = first
        self._terms[first] = _added(self._terms[first], self._terms.pop(second))
        self._squares[first] = _square(self._terms[first])

    def _cosine(self, first: int, second: int) -> float:
        small, large = sorted((self._terms[first], self._terms[second]), key=len)
        common = math.fsum(weight * large[term] for term, weight in small.items() if term in large)
        lengths = math.sqrt(self._squares[first] * self._squares[second])
        return common / lengths if lengths else 0.0


def _square(weights: dict[int, float]) -> float:
    return math.fsum(weight * weight for weight in weights.values())


def _added(left: dict[int, float], right: dict[int, float]) -> dict[int, float]:
    """The sum of two stories' terms, the heaviest few times `TERMS` of them."""
    total = dict(left)
    for term, weight in right.items():
        total[term] = total.get(term, 0.0) + weight
    if len(total) <= 4 * TERMS:
        return total
    kept = sorted(total.items(), key=lambda item: (-item[1], item[0]))[: 4 * TERMS]
    return dict(kept)
