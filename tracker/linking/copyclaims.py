"""Which claims of a document that repeats another's text are repetitions themselves.

A copy whose number is not the original's is no repetition: somebody changed it, by mistake or for a reason, and it has
to be checked like any other claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tracker.linking.kinship import lining_state
from tracker.model import Kind, Part, Subject

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE = 10_000
"""Claims that have their documents' texts beside them at one time."""
_STATED = (
    *("claim_id", "doc_id", "kind", "part", "sentence_start", "sentence_end", "figure_id", "subject", "state", "unit"),
    *("change", "value", "low", "high"),
)
_SAME_NUMBER = ("family", "number", "unit", "change")
_SAME_THING = (
    (*_SAME_NUMBER, "figure_id"),
    (*_SAME_NUMBER, "head", "state_key"),
    (*_SAME_NUMBER, "sentence"),
)
"""What a claim must share with one of an earlier document of its text to be its repetition: any of these."""


def copied_claims(documents: pl.DataFrame, claims: pl.DataFrame) -> pl.Series:
    """The ids of claims that an earlier document of the same text states already.

    Takes rows of `DOCUMENTS` with `copy_of` and of `CLAIMS` with `figure_id`. An expression in a copy that is no
    quantity is always a repetition.
    """
    ready = _ready(documents, claims)
    earlier = pl.any_horizontal(
        pl.all_horizontal(pl.col(keys).is_not_null()) & (pl.col("rank").min().over(keys) < pl.col("rank"))
        for keys in _SAME_THING
    )
    repeated = earlier | (pl.col("kind") != Kind.QUANTITY)
    return ready.filter(pl.col("copy_of").is_not_null() & repeated)["claim_id"].sort()


def _ready(documents: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims of copies and their originals with what they are compared by; `rank` is the order of their documents."""
    family = pl.col("copy_of").fill_null(pl.col("doc_id"))
    copied = (
        documents.select("doc_id", "copy_of", "published", "title", "text", family=family)
        .filter(pl.col("copy_of").is_not_null().any().over("family"))
        .sort("published", "doc_id", nulls_last=True)
        .with_row_index("rank")
    )
    stated = claims.select(_STATED)
    return pl.concat([_compared(part, copied) for part in (stated.clear(), *stated.iter_slices(AT_ONCE))])


def _compared(claims: pl.DataFrame, copied: pl.DataFrame) -> pl.DataFrame:
    """Some of the claims; each has its document's whole text beside it while its sentence is cut out."""
    part = pl.when(pl.col("part") == Part.TITLE).then("title").otherwise("text")
    sentence = part.str.slice(pl.col("sentence_start"), pl.col("sentence_end") - pl.col("sentence_start"))
    joined = claims.join(copied.drop("published"), on="doc_id")
    return joined.select(
        "claim_id",
        "doc_id",
        "kind",
        "rank",
        "copy_of",
        "family",
        "figure_id",
        _mapped(joined["subject"], _head).alias("head"),
        _mapped(joined["state"], lining_state).alias("state_key"),
        pl.col("unit").fill_null(""),
        pl.col("change").fill_null(""),
        number=pl.coalesce("value", "low", "high"),
        sentence=sentence.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}.,]+", " ").str.strip_chars(" ,."),
    )


def _head(subject: str) -> str:
    return Subject.parse(subject).head


def _mapped(column: pl.Series, normal: Callable[[str], str]) -> pl.Series:
    """The normal form of each value; null where there is none, so that two unknown things are not the same."""
    forms = {value: normal(value) or None for value in column.drop_nulls().unique().to_list()}
    return pl.Series(column.name, [forms.get(value) for value in column.to_list()], dtype=pl.String)
