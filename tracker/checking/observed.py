"""What the text of a document says around its claims, told once where the text is: nothing later needs the texts.

Columns that `observed` gives beside those of claims: `sentence`; `counted_then`, whether it says as of when it was
counted; `repeated`, whether the number stands in the other part of the document (headline or text), too;
`notes_change`, whether the document tells that an earlier version of it was changed; `tells_attacker`, whether it tells
that the attacker is dead; and the document's `url`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tracker.checking.readings import IN_TIME, STATED
from tracker.excerpts import sentence
from tracker.language.wordlists import any_of
from tracker.model import Part
from tracker.ordered import by_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.jobs import Jobs

AS_OF = r"(?i)\bas (?:of|at) "
"""Words after which a time is not when something happened but up to when it was counted."""
_OBSERVED = {
    "sentence": pl.String,
    "counted_then": pl.Boolean,
    "repeated": pl.Boolean,
    "notes_change": pl.Boolean,
    "tells_attacker": pl.Boolean,
    "url": pl.String,
}


def observed(documents: pl.LazyFrame, claims: pl.LazyFrame, wanted: pl.DataFrame, jobs: Jobs) -> pl.DataFrame:
    """The claims `wanted` (`claim_id`, `doc_id`, `figure_id`) with what their texts say, in order of time."""
    schema = claims.select("figure_id", *STATED).collect_schema()
    found = [pl.DataFrame(schema={**schema, **_OBSERVED})]
    if wanted.height:
        found += jobs.map(_observed, _parts(documents, claims, wanted))
    return pl.concat(found).sort(IN_TIME, nulls_last=True)


def _parts(
    documents: pl.LazyFrame, claims: pl.LazyFrame, wanted: pl.DataFrame
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The texts of some documents, and the claims wanted of them."""
    told = documents.select("doc_id", "url", "title", "text")
    read = claims.select(STATED).join(wanted.lazy(), on=["doc_id", "claim_id"]).select("figure_id", *STATED)
    for texts, own in by_document(told, read):
        if own.height:
            yield texts.join(own, on="doc_id", how="semi"), own


def _observed(part: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    documents, claims = part
    whole = (pl.col("title").fill_null("") + " " + pl.col("text")).str.to_lowercase()
    told = documents.with_columns(
        notes_change=whole.str.contains(_any("noted")), tells_attacker=whole.str.contains(_any("attacker"))
    )
    other = pl.when(pl.col("part") == Part.TITLE).then("text").otherwise("title")
    joined = claims.join(told, on="doc_id").with_columns(
        sentence=sentence().fill_null(""), other=other.str.to_lowercase()
    )
    repeated = _repeating(joined.select("claim_id", "other", surface=pl.col("surface").str.to_lowercase()))
    return joined.select(
        *claims.columns,
        "sentence",
        counted_then=pl.col("sentence").str.contains(AS_OF),
        repeated=pl.col("claim_id").is_in(repeated),
        notes_change="notes_change",
        tells_attacker="tells_attacker",
        url="url",
    )


def _repeating(claims: pl.DataFrame) -> list[str]:
    """The ids of claims whose words (`surface`) the `other` part has, where they first stand as words by themselves."""
    there = claims.filter(pl.col("other").str.contains(pl.col("surface"), literal=True))
    return [claim_id for claim_id, other, surface in there.rows() if _stands_apart(other, surface)]


def _stands_apart(text: str, words: str) -> bool:
    place = text.find(words)
    return place >= 0 and not text[max(place - 1, 0) : place].isalnum()


def _any(name: str) -> str:
    return any_of("scope_words", name, "checking").pattern
