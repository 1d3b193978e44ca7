"""Where a build runs: the tables are the same to the last value on one process, on two, and on a Dask cluster."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests import killers
from tracker import chunks, engines
from tracker.engines import Done, Lost, WorkerLostError
from tracker.errors import UsageError
from tracker.pipeline import build
from tracker.schema import TABLES
from tracker.workspace import Workspace

WORDS = ("Harbour", "Valley", "Northern", "Lakeside", "Eastern", "Mill")


def articles(folder: Path) -> list[Path]:
    """Documents in files of several kinds, with an id twice, a copy, a refusal and another language."""
    texts = folder / "texts"
    texts.mkdir()
    for number, word in enumerate(WORDS):
        text = f"At least {40 + number} people have died in the {word} flood, the governor said. {number + 3} bridges fell."
        (texts / f"{number}.txt").write_text(f"title: Flood\nsource: {word} Post\npublished: 2026-03-0{number + 1}\n\n{text}\n")
    (texts / "broken.pdf").write_bytes(b"%PDF-1.4 nothing else")
    rows = [
        {"id": f"r{number}", "text": f"Some {number * 100 + 900} dockers walked out in {word}, the union said.", "source": word}
        for number, word in enumerate(WORDS)
    ]
    rows += [{"id": "r1", "text": "Another text of 5 words."}, {**rows[2], "title": "Later"}, {"id": "x"}]
    rows.append({"id": "de", "text": "Mindestens 40 Menschen starben bei der Flut.", "language": "de"})
    lines = folder / "rows.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return [texts, lines]


def contents(path: Path) -> dict[str, pl.DataFrame]:
    workspace = Workspace.open(path)
    frames = {name: workspace.read(name) for name in TABLES}
    return {**frames, "documents": frames["documents"].drop("ingested_at")}


def assert_same(one: Path, other: Path) -> None:
    found = contents(other)
    for name, frame in contents(one).items():
        assert_frame_equal(found[name], frame)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return articles(tmp_path_factory.mktemp("given"))


@pytest.fixture(scope="module")
def alone(given: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The workspace that one process makes, and what it refuses."""
    path = tmp_path_factory.mktemp("alone") / "w"
    return path, [str(refusal) for refusal in build(given, path).refused]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    made = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    yield made
    made.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts so small that there are many."""
    from tracker.reading import portions

    monkeypatch.setattr(portions, "FILES_AT_ONCE", 2)
    monkeypatch.setattr(portions, "LINES_BYTES", 300)


@pytest.mark.slow
@pytest.mark.usefixtures("small")
def test_a_cluster_gives_the_same_tables_and_refusals(
    given: list[Path], alone: tuple[Path, list[str]], cluster: Any, tmp_path: Path
) -> None:
    report = build(given, tmp_path / "w", engine=engines.cluster(cluster.scheduler_address))
    assert [str(refusal) for refusal in report.refused] == alone[1]
    assert_same(alone[0], tmp_path / "w")
