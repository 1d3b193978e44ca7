"""Which claims of a document that repeats another's text are repetitions themselves.

A copy whose number is not the original's is no repetition: somebody changed it, by mistake or for a reason, and it has
to be checked like any other claim.
"""

from __future__ import annotations

import polars as pl

from tracker.excerpts import sentence
from tracker.linking.keys import mapped
from tracker.linking.kinship import lining_state
from tracker.model import Kind, Subject

READ = (
    *("claim_id", "doc_id", "kind", "part", "sentence_start", "sentence_end", "subject", "state", "unit"),
    *("change", "value", "low", "high"),
)
"""The columns of claims that are compared."""
_SAME_THING = (("family", "number", "figure_id"), ("family", "number", "meaning"), ("family", "number", "sentence"))
"""What a claim must share with one of an earlier document of its text to be its repetition: any of these."""


def families(documents: pl.DataFrame) -> pl.DataFrame:
    """`doc_id`, `rank`, `family`, `is_copy`: the documents that have a copy or are one, in order of publication.

    `family` is the rank of the original. Takes `doc_id`, `copy_of` and `published`.
    """
    original = pl.col("copy_of").fill_null(pl.col("doc_id"))
    copied = (
        documents.select("doc_id", "copy_of", "published", original=original)
        .filter(pl.col("copy_of").is_not_null().any().over("original"))
        .sort("published", "doc_id", nulls_last=True)
        .with_row_index("rank")
    )
    return copied.select(
        "doc_id", "rank", pl.col("rank").min().over("original").alias("family"), is_copy=pl.col("copy_of").is_not_null()
    )


def stated(claims: pl.DataFrame, documents: pl.DataFrame, copied: pl.DataFrame) -> pl.DataFrame:
    """What the claims of `families` are compared by, as hashes: `number` with its unit and direction, `meaning`,
    `sentence`.

    Takes columns `READ` of claims, and `doc_id`, `title`, `text` of their documents.
    """
    words = sentence().str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}.,]+", " ").str.strip_chars(" ,.")
    number = pl.coalesce("value", "low", "high")
    counted = pl.struct(number, pl.col("unit").fill_null(""), pl.col("change").fill_null(""))
    joined = (
        claims.select(READ).join(copied, on="doc_id").join(documents.select("doc_id", "title", "text"), on="doc_id")
    )
    meant = joined.with_columns(mapped(joined["subject"], _head), mapped(joined["state"], lining_state))
    return meant.select(
        "claim_id",
        "rank",
        "family",
        "is_copy",
        is_quantity=pl.col("kind") == Kind.QUANTITY,
        number=pl.when(number.is_not_null()).then(counted.hash(seed=23)),
        meaning=pl.when(pl.all_horizontal(pl.col("subject", "state") != "")).then(
            pl.struct("subject", "state").hash(seed=29)
        ),
        sentence=pl.when(words.is_not_null()).then(words.hash(seed=31)),
    )


def copied_claims(documents: pl.DataFrame, claims: pl.DataFrame) -> pl.Series:
    """The ids of `repetitions`; takes rows of `DOCUMENTS` with `copy_of` and of `CLAIMS` with `figure_id`."""
    return repetitions(stated(claims, documents, families(documents)), claims)


def repetitions(compared: pl.DataFrame, figures: pl.DataFrame) -> pl.Series:
    """The ids of claims that an earlier document of the same text states already.

    Takes rows of `stated` and `claim_id`, `figure_id`. An expression in a copy that is no quantity is always one.
    """
    ready = compared.join(figures.select("claim_id", "figure_id"), on="claim_id", how="left")
    earlier = pl.any_horizontal(
        pl.all_horizontal(pl.col(keys).is_not_null()) & (pl.col("rank").min().over(keys) < pl.col("rank"))
        for keys in _SAME_THING
    )
    return ready.filter(pl.col("is_copy") & (earlier | ~pl.col("is_quantity")))["claim_id"].sort()


def _head(subject: str) -> str:
    return Subject.parse(subject).head
