"""Holds the consensus on two tolls of a war against the official daily series: `python -m benchmarks.toll_curve`.

Takes `corpora/gaza_mentions_docs.jsonl` and `gaza_gold.jsonl` in ../shared (or in what `FIGTRACK_LABELS` names). For
each toll the figure whose curve lies nearest to the series is shown day by day: an article of a day mostly tells the
number of the evening before, so a day's best value is held against that day and the day before.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from tracker.checking import consensus_over_time
from tracker.language import extract_many
from tracker.linking import link
from tracker.model import Document, Grain
from tracker.schema import DOCUMENTS, JUDGEMENTS, claims_frame

LABELS = Path(os.environ.get("FIGTRACK_LABELS", Path(__file__).parent.parent.parent / "shared"))
LEAST_CLAIMS = 20
SERIES = ("gaza_killed", "israel_killed")


def linked_claims() -> pl.DataFrame:
    """The claims of the corpus with their figures."""
    rows = [json.loads(line) for line in (LABELS / "corpora" / "gaza_mentions_docs.jsonl").open(encoding="utf-8")]
    articles = []
    for row in {row["id"]: row for row in rows}.values():
        day = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
        articles.append(
            Document(row["id"], row["text"], row["title"], row["source"], published=day, published_grain=Grain.DAY)
        )
    read, extracted = [], []
    for document, found in extract_many(articles):
        read.append({name: getattr(document, name) for name in ("doc_id", "source", "title", "text", "published")})
        extracted += found
    frame = DOCUMENTS.frame(row | {"published_grain": "day", "ingested_at": datetime.now(UTC)} for row in read)
    return link(frame, claims_frame(extracted), JUDGEMENTS.empty()).claims.sort("claim_id").collect()


def curves(claims: pl.DataFrame) -> dict[str, dict[str, float]]:
    """The best value of each day for every figure with enough claims."""
    parts = claims.filter(pl.col("figure_id").is_not_null()).partition_by("figure_id", as_dict=True)
    found = {}
    for (figure_id,), part in parts.items():
        if part.height >= LEAST_CLAIMS:
            band = consensus_over_time(part).drop_nulls("best")
            found[str(figure_id)] = {f"{day:%Y-%m-%d}": best for day, best in band.select("as_of", "best").iter_rows()}
    return found


def errors(curve: dict[str, float], truth: dict[str, float]) -> dict[str, float]:
    """How far off, as a share, the curve is on each day, from that day's number or the one of the day before."""
    days = sorted(truth)
    before = dict(zip(days[1:], days, strict=False))
    return {
        day: min(abs(curve[day] - truth[one]) / truth[one] for one in (day, before.get(day, day)))
        for day in days
        if day in curve
    }


def main() -> None:
    """Prints the nearest curve to each series."""
    if not (LABELS / "corpora").is_dir():
        sys.exit(f"{LABELS / 'corpora'} is not there: put the labelled corpora there or set FIGTRACK_LABELS")
    gold = [json.loads(line) for line in (LABELS / "corpora" / "gaza_gold.jsonl").open(encoding="utf-8")]
    found = curves(linked_claims())
    for name in SERIES:
        truth = {row["date"]: float(row[name]) for row in gold}
        off = {figure_id: errors(curve, truth) for figure_id, curve in found.items()}
        enough = {figure_id: e for figure_id, e in off.items() if len(e) >= len(truth) / 2}
        if not enough:
            print(f"{name}: no figure covers half of the days")
            continue
        nearest = min(enough, key=lambda figure_id: (statistics.median(enough[figure_id].values()), figure_id))
        print(f"{name}: figure {nearest}, median relative error {statistics.median(enough[nearest].values()):.3f}")
        for day, share in enough[nearest].items():
            print(f"  {day} official {truth[day]:>6,.0f} best {found[nearest][day]:>6,.0f} off {share:.3f}")


if __name__ == "__main__":
    main()
