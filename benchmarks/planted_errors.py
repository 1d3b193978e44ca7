"""Plants errors into figures whose sources agree and counts those found: `python -m benchmarks.planted_errors`.

Takes the labelled corpora (`corpora/` in ../shared, or in what `FIGTRACK_LABELS` names). One claim of each agreeing
figure gets another number, all is lined up and checked anew, and an error counts as found if an alarm covers its
claim. An alarm on another of the agreeing figures is a false one. Numbers below ten are left out: that "4" should be
"40" can't be told from another event's toll.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking import check
from tracker.language import extract_many
from tracker.linking import link
from tracker.model import ALARMS, Document, Grain
from tracker.schema import DOCUMENTS, JUDGEMENTS, claims_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LABELS = Path(os.environ.get("FIGTRACK_LABELS", Path(__file__).parent.parent.parent / "shared"))
CORPORA = ("gva", "fakes", "gaza_mentions")
NUMBERS = ("value", "low", "high", "canonical_value", "canonical_low", "canonical_high")
ALARM_NAMES = sorted(kind.value for kind in ALARMS)


def documents() -> Iterator[Document]:
    """The articles of the corpora, each id once."""
    seen: set[str] = set()
    for name in CORPORA:
        for line in (LABELS / "corpora" / f"{name}_docs.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["id"] not in seen:
                seen.add(row["id"])
                day = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC) if row["published"] else None
                grain = Grain.DAY if day else Grain.UNKNOWN
                yield Document(row["id"], row["text"], row["title"], row["source"], None, day, grain)


def times(factor: float) -> Callable[[float], float | None]:
    """An error that multiplies."""
    return lambda value: value * factor


def exchanged(value: float) -> float | None:
    """The first two neighbouring digits that differ change places, in numbers of three digits and more."""
    digits = f"{value:.0f}"
    for place in range(len(digits) - 1):
        one, two = digits[place], digits[place + 1]
        if len(digits) >= 3 and one != two and not (place == 0 and two == "0"):
            return float(digits[:place] + two + one + digits[place + 2 :])
    return None


ERRORS: dict[str, Callable[[float], float | None]] = {
    "ten times": times(10),
    "a thousand times": times(1000),
    "a tenth": lambda value: value / 10 if value % 10 == 0 else None,
    "digits exchanged": exchanged,
}


def agreeing(claims: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """The claim to be changed in each figure that two or more documents give one exact number: the latest.

    Only figures whose claims all say what is counted and what became of it.
    """
    return (
        claims.join(figures.filter(pl.col("status") == "agreed").select("figure_id"), on="figure_id", how="semi")
        .filter(~pl.col("is_copy") & pl.col("repeat_of").is_null())
        .filter(
            (pl.col("doc_id").n_unique().over("figure_id") >= 2)
            & (pl.col("value").n_unique().over("figure_id") == 1)
            & (pl.col("modifier") == "exact").all().over("figure_id")
            & (pl.col("value") >= 10)
            & (pl.col("subject").is_not_null() & pl.col("state").is_not_null()).all().over("figure_id")
        )
        .sort("published", "claim_id")
        .unique("figure_id", keep="last")
        .sort("claim_id")
    )


def planted(claims: pl.DataFrame, chosen: pl.DataFrame, error: Callable[[float], float | None]) -> pl.DataFrame:
    """The claims with an error in all that the chosen one's document says of the figure."""
    changed = {row["figure_id"]: (row["doc_id"], error(row["value"])) for row in chosen.iter_rows(named=True)}
    rows = [
        {"figure_id": figure_id, "doc_id": doc_id, "wrong": wrong}
        for figure_id, (doc_id, wrong) in changed.items()
        if wrong is not None
    ]
    wrongs = pl.DataFrame(rows, schema={"figure_id": pl.String, "doc_id": pl.String, "wrong": pl.Float64})
    ratio = pl.col("wrong") / pl.col("value")
    joined = claims.join(wrongs, on=["figure_id", "doc_id"], how="left")
    return joined.with_columns(
        pl.when(pl.col("wrong").is_not_null()).then(pl.col(name) * ratio).otherwise(pl.col(name)).alias(name)
        for name in NUMBERS
    )


def main() -> None:
    """Prints the table."""
    if not (LABELS / "corpora").is_dir():
        sys.exit(f"{LABELS / 'corpora'} is not there: put the labelled corpora there or set FIGTRACK_LABELS")
    read, extracted = [], []
    for document, found in extract_many(documents()):
        read.append({name: getattr(document, name) for name in ("doc_id", "source", "title", "text", "published")})
        extracted += found
    frame = DOCUMENTS.frame(row | {"published_grain": "day", "ingested_at": datetime.now(UTC)} for row in read)
    linked = link(frame, claims_frame(extracted), JUDGEMENTS.empty())
    before = check(linked.documents, linked.claims, linked.figures, JUDGEMENTS.empty())
    chosen = agreeing(linked.claims, before.figures)
    kept = set(linked.claims.join(chosen, on="figure_id", how="semi")["claim_id"])
    print(
        f"{chosen.height} figures agree\n{'error':<20}{'planted':>9}{'found':>9}{'called slip':>13}{'false alarms':>14}"
    )
    for name, error in ERRORS.items():
        wrong = planted(linked.claims, chosen, error)
        print(f"{name:<20}{measured(frame, wrong, kept)}")


def measured(frame: pl.DataFrame, wrong: pl.DataFrame, kept: set[str]) -> str:
    """How many errors were planted, found and named, and the share of untouched figures with an alarm."""
    claims = wrong.drop("wrong")
    linked = link(frame, claims, JUDGEMENTS.empty())
    findings = check(linked.documents, linked.claims, linked.figures, JUDGEMENTS.empty()).findings
    alarms = findings.filter(pl.col("class").is_in(ALARM_NAMES))
    covered = set(alarms["claim_ids"].explode().to_list())
    slips = set(findings.filter(pl.col("class") == "slip")["claim_ids"].explode().to_list())
    errors = wrong.filter(pl.col("wrong").is_not_null())
    by_figure = errors.group_by("figure_id").agg("claim_id")["claim_id"].to_list()
    found = sum(bool(covered & set(ids)) for ids in by_figure)
    named = sum(bool(slips & set(ids)) for ids in by_figure)
    touched = set(wrong.join(errors, on="figure_id", how="semi")["claim_id"])
    untouched = wrong.filter(pl.col("claim_id").is_in(list(kept - touched)))
    alarmed = untouched.group_by("figure_id").agg(pl.col("claim_id").is_in(list(covered)).any().alias("alarm"))
    false = alarmed.filter("alarm").height / max(alarmed.height, 1)
    share = found / len(by_figure) if by_figure else 0.0
    return f"{len(by_figure):>9}{share:>9.2f}{named:>13}{false:>14.3f}"


if __name__ == "__main__":
    main()
