"""A workspace of made-up claims, as large as wanted, for measuring the dashboard: no article of anybody is in it.

    python -m benchmarks.synthetic WORKSPACE [--claims N]

A document states five numbers in five sentences, and every span is true. Figures have few claims or many, as figures
of real news do (a figure's rank sets its size, by a power law); the largest one has 20,000. Levels drift over a year
and sources differ by some percent, so that charts, sparklines and findings have something to show.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from tracker import schema
from tracker.model import ALARMS, FindingClass
from tracker.workspace import Workspace

CLAIMS = 1_000_000
CLAIMS_PER_DOCUMENT = 5
CLAIMS_PER_FIGURE = 10
LARGEST = 20_000
SOURCES = 1_500
FINDINGS_PER_FIGURE = 0.6
_START = datetime(2026, 1, 1, tzinfo=UTC)
_SPAN_MINUTES = 360 * 24 * 60
_HEADS = (
    ("dockers", "walked"), ("soldiers", "deployed"), ("homes", "destroyed"), ("patients", "treated"),
    ("workers", "dismissed"), ("voters", "registered"), ("pupils", "enrolled"), ("tonnes of grain", "exported"),
)  # fmt: skip
_PLACES = ("Norhaven", "Eastmere", "Calder", "Lindqvist Bay", "Port Amsel", "Vorhees", "Tarn", "Ostrava Hill", "Quay")
_CLAIMANTS = (None, None, "the ministry", "the union", "a spokesman for the council", "the police", "the governor")
_HEDGES = (
    ("exact", ""), ("exact", ""), ("exact", ""), ("about", "about "), ("at_least", "at least "), ("at_most", "up to "),
)  # fmt: skip
_FILLER = (
    " The talks went on into the night, and nobody from the office could be reached. "
    "Neighbours had seen the first signs of it a week before, and some of them had left by then."
)


def tables(claims: int = CLAIMS) -> dict[str, pl.DataFrame]:
    """All tables of a workspace with so many claims, a fifth as many documents and a tenth as many figures."""
    stated = _stated(claims)
    texts = _texts(stated)
    rows = _claims(stated, texts)
    figures = _figures(rows)
    return {
        "documents": _whole(schema.DOCUMENTS, texts),
        "claims": _whole(schema.CLAIMS, rows),
        "figures": _whole(schema.FIGURES, figures),
        "findings": _whole(schema.FINDINGS, _findings(rows, figures)),
    }


def make(path: Path, claims: int = CLAIMS) -> None:
    """Write such a workspace to `path`, unless there is one."""
    if not Workspace.is_at(path):
        Workspace.create(path).commit(tables(claims))


def _whole(table: schema.Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of a table, in order; what is not made up is null."""
    there = set(frame.columns)
    return frame.select(
        (pl.col(name) if name in there else pl.lit(None, dtype=dtype).alias(name)).cast(dtype)
        for name, dtype in table.polars.items()
    )


def _pick(words: tuple[str | None, ...], by: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(words, dtype=pl.String)).gather((by % len(words)).cast(pl.UInt32))


def _chance(seed: int, of: str = "row") -> pl.Expr:
    """A number that is the same on every run and unlike that of any other seed."""
    return pl.col(of).hash(seed=seed)


def _stated(claims: int) -> pl.DataFrame:
    """One row a claim: which document and figure it is in, and what is said."""
    figures = max(claims // CLAIMS_PER_FIGURE, 1)
    sizes = (
        pl.DataFrame({"rank": pl.arange(1, figures + 1, eager=True)})
        .with_columns(weight=1 / (pl.col("rank") + 20).cast(pl.Float64).sqrt())
        .with_columns(size=(pl.col("weight") / pl.col("weight").sum() * (claims - LARGEST)).floor().cast(pl.Int64))
        .with_columns(size=pl.when(pl.col("rank") == 1).then(min(LARGEST, claims)).otherwise(pl.col("size")))
    )
    ranks = sizes.select(pl.col("rank").repeat_by("size").list.explode()).drop_nulls()["rank"].head(claims)
    rest = pl.arange(2, claims - ranks.len() + 2, eager=True).alias("rank")
    number = pl.col("figure")
    frame = pl.DataFrame({"figure": pl.concat([ranks.cast(pl.Int64), rest]).shuffle(seed=5)}).with_row_index("row")
    return frame.with_columns(
        pl.col("row").cast(pl.Int64),
        document=(pl.col("row") // CLAIMS_PER_DOCUMENT).cast(pl.Int64),
        place_in_text=(pl.col("row") % CLAIMS_PER_DOCUMENT).cast(pl.Int64),
        counted=_pick(tuple(head for head, _ in _HEADS), number),
        state=_pick(tuple(state for _, state in _HEADS), number),
        place=pl.concat_str(_pick(_PLACES, _chance(3, "figure")), number, separator=" "),
        claimant=_pick(_CLAIMANTS, _chance(4)),
        modifier=_pick(tuple(modifier for modifier, _ in _HEDGES), _chance(5)),
        hedge=_pick(tuple(words for _, words in _HEDGES), _chance(5)),
    ).with_columns(_value(number))


def _value(figure: pl.Expr) -> pl.Expr:
    """A level of the figure's own that drifts with time, and a source's own deviation."""
    level = 100 + (figure.hash(seed=6) % 9_900).cast(pl.Float64)
    drift = 1 + (pl.col("document") / pl.col("document").max()) * 0.5
    own = 1 + ((_chance(7) % 2_000).cast(pl.Float64) - 1_000) / 12_000
    return (level * drift * own).round(0).alias("value")


def _texts(stated: pl.DataFrame) -> pl.DataFrame:
    """One row a document, with its text put together from its claims' sentences."""
    said = _sentence()
    grouped = stated.select("document", sentence=said).group_by("document", maintain_order=True)
    frame = grouped.agg(pl.col("sentence").str.join(_FILLER + "\n\n")).rename({"sentence": "text"})
    number = pl.col("document")
    minutes = number * _SPAN_MINUTES // max(frame.height, 1)
    return frame.with_columns(
        doc_id=_doc_id(),
        source=pl.concat_str(pl.lit("The Daily "), number.hash(seed=8) % SOURCES),
        published=pl.lit(_START).dt.cast_time_unit("us") + pl.duration(minutes=minutes),
        published_grain=pl.lit("instant"),
        title=pl.concat_str(pl.lit("What happened on the coast, part "), number),
        url=pl.concat_str(pl.lit("https://example.org/articles/"), number),
        language=pl.lit("en"),
        story_id=pl.concat_str(pl.lit("story-"), number // 8),
        copy_of=pl.when(number % 25 == 24).then(pl.concat_str(pl.lit("article-"), (number - 1))),
        ingested_at=pl.lit(_START),
    )


def _doc_id() -> pl.Expr:
    return pl.concat_str(pl.lit("article-"), pl.col("document"))


def _sentence() -> pl.Expr:
    """`About 1234 dockers walked in Norhaven 17, the union said.`"""
    said = pl.when(pl.col("claimant").is_null()).then(pl.lit("")).otherwise(", " + pl.col("claimant") + " said")
    after = (pl.lit(" "), pl.col("counted"), pl.lit(" "), pl.col("state"), pl.lit(" in "), pl.col("place"), said)
    return pl.concat_str(pl.lit("It was "), pl.col("hedge"), _surface(), *after, pl.lit("."))


def _surface() -> pl.Expr:
    return pl.col("value").cast(pl.Int64).cast(pl.String)


def _claims(stated: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The claims' rows, with true spans."""
    length = _sentence().str.len_chars().cast(pl.Int64)
    gap = len(_FILLER) + 2
    before = (pl.col("length") + gap).cum_sum().shift(1, fill_value=0).over("document")
    placed = stated.with_columns(surface=_surface(), length=length).with_columns(sentence_start=before)
    start = pl.col("sentence_start") + len("It was ") + pl.col("hedge").str.len_chars().cast(pl.Int64)
    bounded = {"at_least": "high", "at_most": "low"}
    sides = {side: pl.when(pl.col("modifier") != hedge).then("value") for hedge, side in bounded.items()}
    known = texts.select("document", "source", "published", "copy_of")
    return (
        placed.join(known, on="document", how="left", maintain_order="left")
        .with_columns(
            claim_id=pl.concat_str(pl.lit("claim-"), _chance(9).cast(pl.String)),
            doc_id=_doc_id(),
            part=pl.lit("text"),
            sentence_end=pl.col("sentence_start") + pl.col("length"),
            start=start,
            end=start + pl.col("surface").str.len_chars().cast(pl.Int64),
            kind=pl.lit("quantity"),
            unit=pl.lit("count"),
            dimension=pl.lit("count"),
            canonical_value=pl.col("value"),
            canonical_unit=pl.lit("count"),
            subject=pl.col("counted"),
            as_of_start=pl.col("published"),
            as_of_end=pl.col("published"),
            as_of_grain=pl.lit("day"),
            outlook=pl.lit("reported"),
            figure_id=_figure_id(),
            is_copy=pl.col("copy_of").is_not_null(),
            **sides,
        )
        .with_columns(canonical_low=pl.col("low"), canonical_high=pl.col("high"))
    )


def _figure_id() -> pl.Expr:
    return pl.concat_str(pl.lit("figure-"), pl.col("figure"))


def _figures(claims: pl.DataFrame) -> pl.DataFrame:
    label = pl.concat_str(pl.col("counted").str.to_titlecase(), "state", pl.lit("in"), "place", separator=" ")
    grouped = claims.sort("published").group_by("figure_id", "counted", "state", "place", "unit", "dimension")
    return grouped.agg(
        n_claims=pl.len(),
        n_documents=pl.col("doc_id").n_unique(),
        n_sources=pl.col("source").n_unique(),
        n_claimants=pl.col("claimant").drop_nulls().n_unique(),
        first_as_of=pl.col("as_of_start").min(),
        last_as_of=pl.col("as_of_start").max(),
        low=pl.col("low").min(),
        best=pl.col("value").median(),
        high=pl.col("high").max(),
        latest=pl.col("value").last(),
    ).with_columns(
        label=label,
        status=_pick(("disputed", "agreed", "agreed", "agreed", "differs"), _chance(10, "figure_id")),
    )


def _findings(claims: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Between the first and the last claim of a figure; the first of a figure in dispute alarms."""
    ends = (
        claims.sort("published", "claim_id")
        .group_by("figure_id")
        .agg(first=pl.col("claim_id").first(), last=pl.col("claim_id").last())
    )
    wanted = figures.filter((_chance(11, "figure_id") % 100) < int(FINDINGS_PER_FIGURE * 100), pl.col("n_claims") > 1)
    alarms = tuple(sorted(each.value for each in ALARMS))
    others = tuple(sorted(each.value for each in FindingClass if each not in ALARMS))
    disputed = pl.col("status") == "disputed"
    by = _chance(12, "figure_id")
    return wanted.join(ends, on="figure_id").with_columns(
        pl.when(disputed).then(_pick(alarms, by)).otherwise(_pick(others, by)).alias("class"),
        finding_id=pl.concat_str(pl.lit("finding-"), _chance(13, "figure_id").cast(pl.String)),
        severity=(by % 1_000).cast(pl.Float64) / 1_000,
        summary=pl.concat_str(pl.lit("The first and the last of those on "), "label", pl.lit(" cannot both hold.")),
        claim_ids=pl.concat_list("first", "last"),
        status=pl.lit("open"),
    )


def main() -> None:
    """Makes the workspace and says what is in it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("workspace", type=Path)
    options.add_argument("--claims", type=int, default=CLAIMS)
    chosen = options.parse_args()
    make(chosen.workspace, chosen.claims)
    workspace = Workspace.open(chosen.workspace)
    for name in schema.TABLES:
        sys.stdout.write(f"{name}: {workspace.count(name):,}\n")


if __name__ == "__main__":
    main()
