"""What a document adds up: its claims, laid out sentence by sentence, for the sums that may not come out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking.arithmetic import Stated, wrong_sums
from tracker.checking.readings import STATED, readings
from tracker.checking.sums import LEAST_PARTS, Line, wrong_in_sentence
from tracker.excerpts import excerpt, sentence
from tracker.model import Kind, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.checking.differences import Difference

BRACKET_CHARS = 3
"""At most so many characters between a number and its conversion: a space and a bracket."""
ADDED = (*STATED, "figure_id", "kind", "repeat_of", "is_copy", "per", "change", "end")
"""The columns of claims that sums are made from."""
_SENTENCE = ("doc_id", "part", "sentence_start")


def sums_of_documents(documents: pl.DataFrame, claims: pl.DataFrame) -> Iterator[Difference]:
    """The sums that don't come out, in order of the documents' ids.

    Takes `doc_id`, `title`, `text` of documents and columns `ADDED` of claims.
    """
    counts = pl.col("kind").is_in([Kind.QUANTITY, Kind.MULTIPLE]) & pl.col("repeat_of").is_null()
    own = claims.filter(counts & ~pl.col("is_copy").fill_null(value=False))
    for part in _summed(claims, own, _bracketed(claims, documents)).partition_by("doc_id", maintain_order=True):
        yield from wrong_sums([stated for stated, _ in _stated(part.iter_rows(named=True))])
    for line in _lines(own, documents):
        yield from wrong_in_sentence(line)


def _bracketed(claims: pl.DataFrame, documents: pl.DataFrame) -> pl.Series:
    """The ids of claims that stand by themselves in brackets right after another claim."""
    ordered = claims.select("claim_id", "doc_id", "part", "start", "end").sort("doc_id", "part", "start", "claim_id")
    after = pl.col("end").shift(1).over("doc_id", "part")
    near = ordered.with_columns(after=after).filter((pl.col("start") - pl.col("after")).is_between(1, BRACKET_CHARS))
    return (
        near.join(documents.select("doc_id", "title", "text"), on="doc_id")
        .with_columns(
            opening=excerpt(pl.col("after"), pl.col("start")), closing=excerpt(pl.col("end"), pl.col("end") + 1)
        )
        .filter(pl.col("opening").str.strip_chars().is_in(["(", "["]) & pl.col("closing").is_in([")", "]"]))["claim_id"]
    )


def _summed(claims: pl.DataFrame, own: pl.DataFrame, bracketed: pl.Series) -> pl.DataFrame:
    """The claims, with `in_brackets`, of documents in which something could be added up, in order of the text."""
    in_brackets = pl.col("claim_id").is_in(bracketed.implode())
    hints = pl.col("part_of").is_not_null() | (pl.col("kind") == Kind.MULTIPLE) | in_brackets
    return (
        own.join(claims.filter(hints).select("doc_id").unique(), on="doc_id", how="semi")
        .with_columns(in_brackets=in_brackets)
        .sort("doc_id", "part", "start", "claim_id")
    )


def _lines(own: pl.DataFrame, documents: pl.DataFrame) -> Iterator[Line]:
    """The sentences that state several numbers which could make a sum."""
    several = (
        own.group_by(_SENTENCE)
        .agg(
            numbers=pl.len(),
            rates=(pl.col("per").is_not_null()).sum(),
            multiples=(pl.col("kind") == Kind.MULTIPLE).sum(),
        )
        .filter(
            (pl.col("numbers") > LEAST_PARTS)
            | (pl.col("rates") >= LEAST_PARTS)
            | ((pl.col("multiples") > 0) & (pl.col("numbers") > 1))
        )
    )

    told = (
        own.join(several.select(_SENTENCE), on=_SENTENCE, how="semi")
        .join(documents.select("doc_id", "title", "text"), on="doc_id")
        .with_columns(sentence=sentence())
        .drop("title", "text")
        .with_columns(in_brackets=pl.lit(value=False))
        .sort(*_SENTENCE, "start", "claim_id")
    )
    for _, rows in groupby(told.iter_rows(named=True), key=lambda row: tuple(row[name] for name in _SENTENCE)):
        yield _line(list(rows))


def _line(rows: list[Mapping[str, object]]) -> Line:
    sentence, first = str(rows[0]["sentence"]), int(str(rows[0]["sentence_start"]))
    items, gaps, last = [], [], 0
    for stated, row in _stated(rows):
        items.append(stated)
        gaps.append(sentence[last : stated.reading.start - first])
        last = int(str(row["end"])) - first
    return Line(tuple(items), tuple(gaps), sentence[last:])


def _stated(rows: Iterable[Mapping[str, object]]) -> Iterator[tuple[Stated, Mapping[str, object]]]:
    """Each row as arithmetic needs it, and the row; one without a number is left out."""
    for row in rows:
        for reading in readings([row]):
            change = row["change"]
            stated = Stated(
                reading=reading,
                kind=str(row["kind"]),
                change=str(change) if change else None,
                dimension=str(row["dimension"] or ""),
                groups=", ".join(Subject.parse(str(row["subject"] or "")).groups),
                in_brackets=bool(row["in_brackets"]),
                per=str(row["per"] or ""),
            )
            yield stated, row
