"""Linking and checking give the same tables however documents come, in what parts, and wherever these are worked on."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
import pytest

from benchmarks.made_up_news import news
from tracker import ordered
from tracker.checking import check
from tracker.jobs import IN_PROCESS, Jobs, parted
from tracker.linking import copies, link, stories
from tracker.schema import JUDGEMENTS

Part = TypeVar("Part")
Result = TypeVar("Result")
Rows = pl.DataFrame | pl.LazyFrame
DOCUMENTS = 160


class Elsewhere:
    """Runs parts as a worker would: what goes there and comes back is pickled, and the last part is run first."""

    def __init__(self) -> None:
        self.parts = 0

    def map(self, function: Callable[[Part], Result], parts: Iterable[Part]) -> Iterator[Result]:
        sent = [pickle.dumps((function, part)) for part in parts]
        self.parts += len(sent)
        done = [pickle.dumps(there(part)) for there, part in map(unpickled, reversed(sent))]
        return map(unpickled, reversed(done))


def unpickled(sent: bytes) -> Any:
    return pickle.loads(sent)  # noqa: S301 -- pickled above


@cache
def made_up() -> tuple[pl.DataFrame, pl.DataFrame]:
    ((documents, claims),) = news(DOCUMENTS)
    return documents, claims


def tables(documents: Rows, claims: Rows, jobs: Jobs = IN_PROCESS) -> dict[str, pl.DataFrame]:
    linked = link(documents, claims, JUDGEMENTS.empty(), jobs)
    checked = check(linked.documents, linked.claims, linked.figures, JUDGEMENTS.empty(), jobs)
    return {
        "documents": linked.documents.sort("doc_id").collect(),
        "claims": linked.claims.sort("claim_id").collect(),
        "figures": checked.figures,
        "findings": checked.findings,
    }


@cache
def whole() -> dict[str, pl.DataFrame]:
    return tables(*made_up())


def test_made_up_news_has_something_of_everything() -> None:
    made = whole()
    assert made["documents"]["copy_of"].null_count() < DOCUMENTS
    assert made["figures"]["story_id"].null_count() > 0
    assert made["figures"]["n_documents"].max() > DOCUMENTS / 20
    assert made["findings"]["class"].n_unique() > 2


def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordered, "DOCUMENTS_AT_ONCE", 30)
    monkeypatch.setattr(copies, "SHINGLES_AT_ONCE", 700)
    monkeypatch.setattr(stories, "AT_ONCE", 30)
    monkeypatch.setattr(stories, "PAIRS_AT_ONCE", 50)
    for name in ("linking.figures", "linking.link", "checking.check"):
        monkeypatch.setattr(import_module(f"tracker.{name}"), "CLAIMS_AT_ONCE", 40)


def test_the_size_of_the_parts_and_where_they_run_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    small_parts(monkeypatch)
    jobs = Elsewhere()
    found = tables(*made_up(), jobs)
    assert jobs.parts > 80
    for name, table in whole().items():
        assert table.equals(found[name]), name


def test_the_order_of_documents_and_claims_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    small_parts(monkeypatch)
    shuffled = (frame.sample(fraction=1.0, shuffle=True, seed=4) for frame in made_up())
    for name, table in tables(*shuffled).items():
        assert table.equals(whole()[name]), name


def test_what_is_scanned_some_documents_at_a_time_gives_the_same_as_frames(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    small_parts(monkeypatch)
    scanned = []
    for name, frame in zip(("documents", "claims"), made_up(), strict=True):
        for number, part in enumerate(frame.iter_slices(frame.height // 5)):
            part.write_parquet(tmp_path / f"{name}-{number}.parquet")
        scanned.append(pl.scan_parquet(tmp_path / f"{name}-*.parquet"))
    for name, table in tables(scanned[0], scanned[1]).items():
        assert table.equals(whole()[name]), name


def test_what_was_linked_before_is_linked_again_with_what_is_new() -> None:
    documents, claims = made_up()
    early = documents.head(DOCUMENTS // 2)
    first = tables(early, claims.join(early, on="doc_id", how="semi"))
    later = documents.join(early, on="doc_id", how="anti")
    again = tables(
        pl.concat([first["documents"], later]),
        pl.concat([first["claims"], claims.join(later, on="doc_id", how="semi")]),
    )
    for name, table in again.items():
        assert table.equals(whole()[name]), name


def test_parts_hold_whole_groups_in_their_order() -> None:
    frame = pl.DataFrame({"group": ["b", "a", "b", None, "c", "a"], "row": range(6)})
    parts = [part["row"].to_list() for part in parted(frame, "group", 2)]
    assert sorted(row for part in parts for row in part) == list(range(6))
    assert [1, 5] in [[row for row in part if row in {1, 5}] for part in parts]
    assert all(part == sorted(part) for part in parts)
    assert [len(part["row"]) for part in parted(frame, "group", 100)] == [6]
    assert not list(parted(frame.clear(), "group", 2))
