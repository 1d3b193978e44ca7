"""Where a build runs: the tables are the same to the last value on one process, on two, and on a Dask cluster."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import Client, LocalCluster

from tests import killers, objectstorage
from tests.built import assert_same
from tracker import chunks, engines
from tracker.commands.progress import Pace
from tracker.engines import Done, Lost, daskcluster
from tracker.errors import UsageError
from tracker.pipeline import Progress, build
from tracker.reading import OWN_NAMES, divided, in_portions, list_inputs, portions, read_portion

WORDS = ("Harbour", "Valley", "Northern", "Lakeside", "Eastern", "Mill")


def articles(folder: Path) -> list[Path]:
    """Documents in files of several kinds, with an id twice, a copy, a refusal and another language."""
    texts = folder / "texts"
    texts.mkdir()
    for number, word in enumerate(WORDS):
        text = f"At least {40 + number} people have died in the {word} flood, police said. {number + 3} bridges fell."
        (texts / f"{number}.txt").write_text(
            f"title: Flood\nsource: {word} Post\npublished: 2026-03-0{number + 1}\n\n{text}\n"
        )
    (texts / "broken.pdf").write_bytes(b"%PDF-1.4 nothing else")
    rows = [
        {
            "id": f"r{number}",
            "text": f"Some {number * 100 + 900} dockers walked out in {word}, the union said.",
            "source": word,
        }
        for number, word in enumerate(WORDS)
    ]
    rows += [{"id": "r1", "text": "Another text of 5 words."}, {**rows[2], "title": "Later"}, {"id": "x"}]
    rows.append({"id": "de", "text": "Mindestens 40 Menschen starben bei der Flut.", "language": "de"})
    lines = folder / "rows.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return [texts, lines]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return articles(tmp_path_factory.mktemp("given"))


@pytest.fixture(scope="module")
def alone(given: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The workspace that one process makes, and what it refuses."""
    path = tmp_path_factory.mktemp("alone") / "w"
    return path, [str(refusal) for refusal in build(given, path).refused]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a Dask scheduler with two workers, processes of their own."""
    # One death is enough for Dask to give a task up; how often it is tried again is ours to say.
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        made: Any = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR)
    yield str(made.scheduler_address)
    made.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts so small that there are many."""
    monkeypatch.setattr(portions, "FILES_AT_ONCE", 2)
    monkeypatch.setattr(portions, "LINES_BYTES", 300)


@pytest.mark.slow
@pytest.mark.usefixtures("small")
def test_a_cluster_of_which_a_worker_dies_gives_the_same_tables_and_refusals(
    given: list[Path], alone: tuple[Path, list[str]], cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "extract_chunk", partial(killers.die_once, str(tmp_path / "died")))
    report = build(given, tmp_path / "w", engine=engines.cluster(cluster))
    assert (tmp_path / "died").exists()
    assert [str(refusal) for refusal in report.refused] == alone[1]
    assert_same(alone[0], tmp_path / "w")


@pytest.mark.slow
@pytest.mark.usefixtures("small")
def test_two_processes_give_the_same_tables_and_refusals(
    given: list[Path], alone: tuple[Path, list[str]], tmp_path: Path
) -> None:
    report = build(given, tmp_path / "w", workers=2)
    assert [str(refusal) for refusal in report.refused] == alone[1]
    assert_same(alone[0], tmp_path / "w")


@pytest.mark.slow
def test_a_cluster_that_reads_from_a_bucket_and_builds_into_one_gives_the_same_tables(
    given: list[Path], alone: tuple[Path, list[str]], cluster: str, bucket: str
) -> None:
    here, there = given[0].parent, f"{bucket}/cluster"
    variables = dict(os.environ)
    with Client(cluster, set_as_default=False) as workers:
        workers.run(lambda: os.environ.update(variables))
    objectstorage.upload(here, there)
    report = build([Path(there) / path.name for path in given], Path(f"{bucket}/desk"), engine=engines.cluster(cluster))
    assert [str(refusal).replace(there, str(here)) for refusal in report.refused] == alone[1]
    assert_same(alone[0], Path(f"{bucket}/desk"))


def test_a_worker_that_does_not_reach_the_bucket_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in objectstorage.environment("http://127.0.0.1:9", tmp_path).items():
        monkeypatch.setenv(name, value)
    told = daskcluster._wrong({}, ["s3:/newsroom/articles"])
    assert told is not None
    assert told.startswith("s3://newsroom/articles: it can't be reached; check the network")


@pytest.mark.slow
def test_parts_come_back_in_their_order(cluster: str) -> None:
    with engines.cluster(cluster) as engine:
        assert list(engine.map(abs, range(-9, 0))) == [*range(9, 0, -1)]


@pytest.mark.slow
def test_workers_that_do_not_see_the_files_are_told_of(cluster: str, tmp_path: Path) -> None:
    with engines.cluster(cluster) as engine, pytest.raises(UsageError, match=r"worker tcp://.* doesn't see .*nowhere"):
        engine.check([tmp_path / "nowhere"])


@pytest.mark.slow
def test_workers_of_another_version_are_told_of(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daskcluster, "versions", lambda: {"extractor": "99"})
    with pytest.raises(UsageError, match=r"it has extractor .*, and the build 99"):
        engines.cluster(cluster)


def test_a_scheduler_that_does_not_answer_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.engines.daskcluster._ANSWER_SECONDS", 0.2)
    with pytest.raises(UsageError, match="no Dask scheduler answers there"):
        engines.cluster("tcp://127.0.0.1:9")


def test_without_dask_a_cluster_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=re.escape("pip install 'figtrack[dask]'")):
        engines.cluster("tcp://127.0.0.1:9")


def test_lines_are_read_in_stretches_as_they_are_whole(given: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "LINES_BYTES", 200)
    (whole,) = in_portions(list_inputs(given[1:]))
    parts = divided(whole)
    assert len(parts) > 3
    one = [*read_portion(whole, OWN_NAMES)]
    many = [item for part in parts for item in read_portion(part, OWN_NAMES)]
    assert [str(item) for item in many] == [str(item) for item in one]
    assert [getattr(item, "read_from", None) for item in many] == [getattr(item, "read_from", None) for item in one]


def test_the_pace_of_a_build_says_how_long_it_will_take() -> None:
    pace = Pace()
    assert pace.line(Progress("reading", total=0), 0.0) == "reading · 0 documents"
    assert (
        pace.line(Progress("reading", total=500, refused=2), 10.0)
        == "reading · 500 documents · 50 a second · 2 refused"
    )
    assert pace.line(Progress("extracting", 40, total=1_240), 20.0) == "extracting · 40 of 1,240 documents"
    later = pace.line(Progress("extracting", 240, 2_000, 0, 1_240), 30.0)
    assert later == "extracting · 240 of 1,240 documents · 20 a second · 50 s left · 2,000 claims"
    assert pace.line(Progress("linking", 1_240, 9_000, 0, 1_240), 90.0) == "linking · 9,000 claims"
    assert pace.line(Progress("linking", 1_240, 9_000, 0, 1_240, 31), 90.0) == "linking · part 31 · 9,000 claims"


@pytest.mark.slow
def test_a_part_that_kills_the_workers_of_a_cluster_is_found(cluster: str) -> None:
    with engines.cluster(cluster) as engine:
        found = [*engine.run(killers.die_at_three, range(6))]
    assert sorted(done.result for done in found if isinstance(done, Done)) == [0, 1, 4, 16, 25]
    assert [lost.part for lost in found if isinstance(lost, Lost)] == [3]
