"""Plants errors into figures whose sources agree and counts those found: `python -m benchmarks.planted_errors`.

Takes the labelled corpora (`corpora/` in ../shared, or in what `FIGTRACK_LABELS` names). One document of each agreeing
figure gets another number, all is lined up and checked anew, and an error counts as found if an alarm covers its
claim. Each error is planted into one half of the figures and then into the other, so that an alarm on the untouched
half is a false one. A stale number is the one before the last that its figure had; it counts as found if it is called
stale or revised, and an alarm on it is a false one.

Left out, since nobody could tell them from the numbers of two events: figures whose claims differ in what is counted or
what became of it, so that only the number holds them together, and numbers below ten ("4" that should be "40").
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking import Checked, check
from tracker.language import extract_many
from tracker.linking import link
from tracker.linking.kinship import lining_state
from tracker.model import ALARMS, Document, Grain, Subject
from tracker.schema import DOCUMENTS, JUDGEMENTS, claims_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

LABELS = Path(os.environ.get("FIGTRACK_LABELS", Path(__file__).parent.parent.parent / "shared"))
CORPORA = ("gva", "fakes", "ecb", "gaza_mentions")
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
                yield Document(
                    row["id"], row["text"], row["title"], row["source"], published=day, published_grain=grain
                )


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


def tenth(value: float) -> float | None:
    """A zero too few, where two digits are left."""
    return value / 10 if value % 10 == 0 and value >= 100 else None


ERRORS: dict[str, Callable[[float], float | None]] = {
    "ten times": times(10),
    "a hundred times": times(100),
    "a thousand times": times(1000),
    "a tenth": tenth,
    "digits exchanged": exchanged,
}
MILES_FOR_KILOMETRES = times(1.609344)


def agreeing(claims: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """The claim to be changed in each figure to which two or more documents give one exact number: the latest."""
    heads = {text: Subject.parse(text).head for text in claims["subject"].drop_nulls().unique().to_list()}
    states = {state: lining_state(state) for state in claims["state"].drop_nulls().unique().to_list()}
    thing = pl.struct(
        pl.col("subject").replace_strict(heads, default=None, return_dtype=pl.String),
        pl.col("state").replace_strict(states, default=None, return_dtype=pl.String),
    )
    length = pl.col("unit").is_in(["mile", "kilometre"])
    told = pl.col("subject").is_not_null() & pl.col("state").is_not_null()
    return (
        claims.join(figures.filter(pl.col("status") == "agreed").select("figure_id"), on="figure_id", how="semi")
        .filter(~pl.col("is_copy") & pl.col("repeat_of").is_null())
        .filter(
            (pl.col("doc_id").n_unique().over("figure_id") >= 2)
            & (pl.col("value").n_unique().over("figure_id") == 1)
            & (pl.col("modifier") == "exact").all().over("figure_id")
            & (length | (pl.col("value") >= 10))
            & (length | told).all().over("figure_id")
            & (thing.n_unique().over("figure_id") == 1)
        )
        .sort("published", "claim_id")
        .unique("figure_id", keep="last")
        .sort("claim_id")
    )


def stale(claims: pl.DataFrame, checked: Checked) -> dict[str, tuple[str, float]]:
    """The document and the number to be given back to each figure that was revised: the latest that has the last."""
    revised = checked.findings.filter(pl.col("class") == "revision").select("figure_id", claim_id="claim_ids")
    told = (
        claims.join(revised.explode("claim_id"), on=["figure_id", "claim_id"], how="semi")
        .filter(~pl.col("is_copy") & (pl.col("modifier") == "exact"))
        .sort("published", "claim_id", nulls_last=True)
    )
    found = {}
    for part in told.partition_by("figure_id", maintain_order=True):
        levels = part.unique("value", keep="first", maintain_order=True)["value"].to_list()
        last = part.filter(pl.col("value") == levels[-1])
        days = last["published"].dt.date()
        if len(levels) > 1 and levels[-1] > levels[-2] and days.n_unique() > 1:
            found[str(part["figure_id"][0])] = (str(last["doc_id"][-1]), levels[-2])
    return found


def planted(claims: pl.DataFrame, wrongs: Mapping[str, tuple[str, float]]) -> pl.DataFrame:
    """The claims with a wrong number (`wrong`) in all that a document says of a figure, by the figure."""
    rows = [{"figure_id": figure_id, "doc_id": doc_id, "wrong": wrong} for figure_id, (doc_id, wrong) in wrongs.items()]
    frame = pl.DataFrame(rows, schema={"figure_id": pl.String, "doc_id": pl.String, "wrong": pl.Float64})
    ratio = pl.col("wrong") / pl.col("value")
    joined = claims.join(frame, on=["figure_id", "doc_id"], how="left")
    return joined.with_columns(
        pl.when(pl.col("wrong").is_not_null()).then(pl.col(name) * ratio).otherwise(pl.col(name)).alias(name)
        for name in NUMBERS
    )


@dataclass
class Tally:
    """How many errors were planted and found, how many of these are called what they are, and false alarms."""

    planted: int = 0
    found: int = 0
    named: int = 0
    untouched: int = 0
    false: int = 0

    def line(self) -> str:
        """The row of the table."""
        found, false = self.found / max(self.planted, 1), self.false / max(self.untouched, 1)
        return f"{self.planted:>9}{found:>9.2f}{self.named:>8}{self.untouched:>12}{false:>14.3f}"


def tallied(
    corpus: Corpus, wrongs: Mapping[str, tuple[str, float]], kept: Collection[str], wanted: Collection[str], name: str
) -> Tally:
    """What becomes of the errors, planted by halves; `kept` are the figures in which an alarm would be false."""
    tally = Tally()
    ordered = sorted(wrongs)
    for half in (ordered[::2], ordered[1::2]):
        wrong = planted(corpus.claims, {figure_id: wrongs[figure_id] for figure_id in half})
        findings = corpus.checked_anew(wrong.drop("wrong"))
        by_class = {kind: _covered(findings, [kind]) for kind in {*wanted, name, *ALARM_NAMES}}
        covered = set().union(*(by_class[kind] for kind in wanted))
        errors = wrong.filter(pl.col("wrong").is_not_null())
        for ids in errors.group_by("figure_id").agg("claim_id")["claim_id"].to_list():
            tally.planted += 1
            tally.found += bool(covered & set(ids))
            tally.named += bool(by_class[name] & set(ids))
        alarmed = set().union(*(by_class[kind] for kind in ALARM_NAMES))
        rest = wrong.filter(pl.col("figure_id").is_in(list(set(kept) - set(half))))
        claims = rest.group_by("figure_id").agg("claim_id")["claim_id"].to_list()
        tally.untouched += len(claims)
        tally.false += sum(bool(alarmed & set(ids)) for ids in claims)
    return tally


def _covered(findings: pl.DataFrame, classes: Collection[str]) -> set[str]:
    return set(findings.filter(pl.col("class").is_in(list(classes)))["claim_ids"].explode().to_list())


@dataclass(frozen=True)
class Corpus:
    """The articles, lined up and checked as they are."""

    documents: pl.DataFrame
    claims: pl.DataFrame
    checked: Checked

    @classmethod
    def of(cls, documents: pl.DataFrame, claims: pl.DataFrame) -> Corpus:
        """Lines up and checks."""
        linked = link(documents, claims, JUDGEMENTS.empty())
        found = check(linked.documents, linked.claims, linked.figures, JUDGEMENTS.empty())
        return cls(documents, linked.claims.sort("claim_id").collect(), found)

    def checked_anew(self, claims: pl.DataFrame) -> pl.DataFrame:
        """The findings with other claims."""
        return Corpus.of(self.documents, claims).checked.findings


def read() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Documents and claims of the corpora."""
    rows, extracted = [], []
    for document, found in extract_many(documents()):
        rows.append({name: getattr(document, name) for name in ("doc_id", "source", "title", "text", "published")})
        extracted += found
    frame = DOCUMENTS.frame(row | {"published_grain": "day", "ingested_at": datetime.now(UTC)} for row in rows)
    return frame, claims_frame(extracted)


def table(corpus: Corpus) -> Iterator[str]:
    """The lines of the table."""
    chosen = agreeing(corpus.claims, corpus.checked.figures)
    kept = set(chosen["figure_id"])
    yield f"{chosen.height} figures agree"
    yield f"{'error':<22}{'planted':>9}{'found':>9}{'named':>8}{'untouched':>12}{'false alarms':>14}"
    for name, error in {**ERRORS, "miles for kilometres": MILES_FOR_KILOMETRES}.items():
        measured = pl.col("unit").is_in(["mile", "kilometre"])
        fit = chosen.filter(measured if error is MILES_FOR_KILOMETRES else ~measured)
        given = {row["figure_id"]: (row["doc_id"], error(row["value"])) for row in fit.iter_rows(named=True)}
        wrongs = {figure_id: (doc_id, wrong) for figure_id, (doc_id, wrong) in given.items() if wrong is not None}
        yield f"{name:<22}{tallied(corpus, wrongs, kept, ALARM_NAMES, 'slip').line()}"
    levels = stale(corpus.claims, corpus.checked)
    yield f"{'a stale number':<22}{tallied(corpus, levels, kept, ('stale', 'revision'), 'stale').line()}"


def main() -> None:
    """Prints the table."""
    if not (LABELS / "corpora").is_dir():
        sys.exit(f"{LABELS / 'corpora'} is not there: put the labelled corpora there or set FIGTRACK_LABELS")
    for line in table(Corpus.of(*read())):
        print(line, flush=True)


if __name__ == "__main__":
    main()
