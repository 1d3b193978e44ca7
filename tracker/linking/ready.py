"""Claims made ready to be lined up, some documents at a time: all that their texts tell of them is told here, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tracker.linking import copyclaims, knownsets
from tracker.linking.keys import READ, keyed
from tracker.linking.knownsets import known_sets
from tracker.ordered import by_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.jobs import Jobs

_FILLED = {"story_id", "original", "figure_id", "is_copy"}
_COLUMNS = sorted({*READ, *copyclaims.READ, *knownsets.READ} - _FILLED)
_Part = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Ready:
    """`keyed` claims with `is_known_set`, in order of publication, and those of copied texts as `copyclaims.stated`."""

    keyed: pl.DataFrame
    stated: pl.DataFrame


def made_ready(documents: pl.LazyFrame, claims: pl.LazyFrame, placed: pl.DataFrame, jobs: Jobs) -> Ready:
    """The claims of all documents, of which `placed` has `doc_id`, `published`, `copy_of` and `story_id`."""
    copied = copyclaims.families(placed)
    homes = placed.select("doc_id", "story_id", original=pl.coalesce("copy_of", "doc_id"))
    done = list(jobs.map(_ready, _parts(documents, claims, homes, copied)))
    ordered = pl.concat([keys for keys, _ in done]).sort(
        "published", "doc_id", "part", "start", "claim_id", nulls_last=True
    )
    return Ready(ordered, pl.concat([stated for _, stated in done]))


def _parts(documents: pl.LazyFrame, claims: pl.LazyFrame, homes: pl.DataFrame, copied: pl.DataFrame) -> Iterator[_Part]:
    """Some documents at a time: their texts, their claims, and what is known of them."""
    texts, read = documents.select("doc_id", "title", "text"), claims.select(_COLUMNS)
    for part in by_document(texts, read, homes.lazy(), copied.lazy()):
        yield part[0], part[1], part[2], part[3]


def _ready(part: _Part) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What `Ready` has, of some documents."""
    texts, claims, homes, copied = part
    known = pl.col("claim_id").is_in(known_sets(texts, claims).implode())
    keys = keyed(claims.join(homes, on="doc_id", how="left")).with_columns(is_known_set=known)
    return keys, copyclaims.stated(claims, texts, copied)
