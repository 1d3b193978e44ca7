"""The build: only what is new is read, the tables are what one build of everything would make, nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from tests import killers, tables
from tests.built import assert_same, contents
from tracker import chunks
from tracker.limits import Limits
from tracker.model import Document, Grain
from tracker.pipeline import BuildReport, Progress, build
from tracker.reading import read_paths
from tracker.verify import problems
from tracker.workspace import Workspace

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

TEXTS = {
    "flood-1": "At least 43 people have died in the flood, the governor said. Some 12,000 homes are without power.",
    "flood-2": "The flood has killed 51 people, police said on Monday. Rebuilding will cost $2.5bn.",
    "flood-3": "Nearly 50 people died in the flood in the valley. Three bridges fell.",
    "strike-1": "About 4,000 dockers walked out on Friday, the union said, against 3,100 last year.",
    "strike-2": "Between 3,000 and 5,000 dockers were on strike. The port loses 1.2 million euros a day.",
    "empty": "Nobody counted anything here.",
}


def put(path: Path, names: list[str], source: str = "The Valley Herald") -> Path:
    rows = [
        {"id": name, "text": TEXTS[name], "source": f"{source} {name[-1]}", "published": f"2026-03-0{len(name) - 4}"}
        for name in names
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def names_in(path: Path) -> list[str]:
    return sorted(str(file) for file in path.rglob("*") if file.is_file())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, BuildReport]:
    """All texts, the workspace one build makes of them, and its report."""
    folder = tmp_path_factory.mktemp("whole")
    given = put(folder / "all.jsonl", list(TEXTS))
    return given, folder / "w", build([given], folder / "w")


def test_a_build_reads_links_checks_and_commits(whole: tuple[Path, Path, BuildReport]) -> None:
    _, path, report = whole
    assert (report.new, report.known, report.refused, report.changed) == (6, 0, (), True)
    frames = contents(path)
    assert report.documents == frames["documents"].height == 6
    assert report.claims == frames["claims"].height > 8
    assert report.figures == frames["figures"].height > 0
    assert sum(report.findings.values()) == frames["findings"].height
    assert frames["claims"].filter(kind="quantity")["figure_id"].null_count() == 0
    assert not (path / ".unfinished").exists()


def test_a_second_build_changes_nothing_and_says_so(whole: tuple[Path, Path, BuildReport]) -> None:
    given, path, first = whole
    before = names_in(path)
    report = build([given], path)
    assert (report.new, report.known, report.changed, report.snapshot) == (0, 6, False, first.snapshot)
    assert names_in(path) == before


def test_new_documents_give_what_one_build_of_all_gives(
    whole: tuple[Path, Path, BuildReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    extract = chunks.extract_chunk

    def counted(documents: tuple[Document, ...]) -> pl.DataFrame:
        read.extend(document.doc_id for document in documents)
        return extract(documents)

    monkeypatch.setattr(chunks, "extract_chunk", counted)
    names = list(TEXTS)
    for part in ([names[4], names[1]], names[:1], names):
        build([put(tmp_path / "some.jsonl", part)], tmp_path / "w")
    assert sorted(read) == sorted(names)
    assert_same(whole[1], tmp_path / "w")
    times = Workspace.open(tmp_path / "w").read("documents")["ingested_at"]
    assert times.n_unique() == 3


def test_the_order_of_the_input_changes_nothing(whole: tuple[Path, Path, BuildReport], tmp_path: Path) -> None:
    build([put(tmp_path / "backwards.jsonl", list(TEXTS)[::-1])], tmp_path / "w")
    assert_same(whole[1], tmp_path / "w")


def test_what_is_refused_is_named_and_the_rest_is_built(tmp_path: Path) -> None:
    good = put(tmp_path / "good.jsonl", ["flood-1"])
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{broken\n{"id": "flood-1", "text": "Another text."}\n')
    report = build([good, bad, tmp_path / "nowhere", good], tmp_path / "w")
    assert (report.new, report.known) == (1, 1)
    assert [refusal.where for refusal in report.refused] == [
        f"{bad} line 1",
        f"{bad} line 2",
        str(tmp_path / "nowhere"),
    ]
    again = build([bad], tmp_path / "w")
    assert [refusal.where for refusal in again.refused] == [f"{bad} line 1", f"{bad} line 2"]
    assert not again.changed


def test_a_document_over_the_cap_is_kept_whole_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "LIMITS", Limits(max_document_chars=70))
    report = build([put(tmp_path / "all.jsonl", ["flood-1", "flood-3"])], tmp_path / "w")
    assert report.cut == ("flood-1",)
    assert TEXTS["flood-1"] in Workspace.open(tmp_path / "w").read("documents")["text"].to_list()


def test_where_nothing_can_be_read_no_workspace_is_made(tmp_path: Path) -> None:
    report = build([tmp_path / "nowhere"], tmp_path / "w")
    assert (report.snapshot, len(report.refused)) == (None, 1)
    assert not (tmp_path / "w").exists()


def test_documents_that_an_older_extractor_read_are_read_again(
    whole: tuple[Path, Path, BuildReport], tmp_path: Path
) -> None:
    given, path, _ = whole
    build([given], tmp_path / "w")
    workspace = Workspace.open(tmp_path / "w")
    workspace.commit({"claims": workspace.read("claims").head(2)}, {"extractor": "0"})
    report = build([given], tmp_path / "w")
    assert (report.new, report.known, report.read_again, report.changed) == (0, 6, 6, True)
    assert_same(path, tmp_path / "w")


def test_again_reads_everything_anew(whole: tuple[Path, Path, BuildReport]) -> None:
    given, path, first = whole
    report = build([given], path, again=True)
    assert (report.read_again, report.changed, report.snapshot) == (6, False, first.snapshot)


def test_a_source_that_came_later_is_told_and_taken_over_with_again(tmp_path: Path) -> None:
    first, later = put(tmp_path / "a.jsonl", list(TEXTS), source="?"), put(tmp_path / "b.jsonl", list(TEXTS))
    build([first], tmp_path / "w")
    ingested = Workspace.open(tmp_path / "w").read("documents")["ingested_at"]
    report = build([later], tmp_path / "w")
    assert (report.differing, report.changed) == (6, False)
    report = build([later], tmp_path / "w", again=True)
    assert (report.differing, report.read_again, report.changed) == (6, 6, True)
    build([later], tmp_path / "other")
    assert_same(tmp_path / "other", tmp_path / "w")
    assert Workspace.open(tmp_path / "w").read("documents")["ingested_at"].equals(ingested)


def test_a_judgement_made_since_is_heeded_by_the_next_build(tmp_path: Path) -> None:
    given = put(tmp_path / "all.jsonl", ["flood-1", "flood-2"])
    build([given], tmp_path / "w")
    Workspace.open(tmp_path / "w").append("judgements", tables.judgement(1))
    assert build([given], tmp_path / "w").changed
    assert not build([given], tmp_path / "w").changed


def test_a_build_that_dies_goes_on_from_the_chunks_it_had_read(
    whole: tuple[Path, Path, BuildReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "CHUNK_DOCUMENTS", 1)
    extract = chunks.extract_chunk
    read: list[str] = []

    def dying(documents: tuple[Document, ...]) -> pl.DataFrame:
        if len(read) == 3:
            read.append("dead")
            raise KeyboardInterrupt
        read.extend(document.doc_id for document in documents)
        return extract(documents)

    monkeypatch.setattr(chunks, "extract_chunk", dying)
    with pytest.raises(KeyboardInterrupt):
        build([whole[0]], tmp_path / "w")
    assert Workspace.open(tmp_path / "w").snapshot().number == 0
    build([whole[0]], tmp_path / "w")
    assert sorted(read) == sorted([*TEXTS, "dead"])
    assert_same(whole[1], tmp_path / "w")


def test_progress_tells_documents_claims_and_stages(tmp_path: Path) -> None:
    told: list[Progress] = []
    build([put(tmp_path / "a.jsonl", list(TEXTS)), tmp_path / "nowhere"], tmp_path / "w", progress=told.append)
    stages = list(dict.fromkeys(progress.stage for progress in told))
    assert stages[-3:] == ["linking", "checking", "writing"]
    assert [progress.parts for progress in told] == sorted(progress.parts for progress in told)
    assert told[-1].parts > 3
    assert (told[-1].documents, told[-1].refused) == (6, 1)
    assert told[-1].claims > 8


@pytest.mark.slow
def test_a_worker_that_dies_changes_nothing(
    whole: tuple[Path, Path, BuildReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "CHUNK_DOCUMENTS", 1)
    monkeypatch.setattr(chunks, "extract_chunk", partial(killers.die_once, str(tmp_path / "died")))
    report = build([whole[0]], tmp_path / "w", workers=2)
    assert (tmp_path / "died").exists()
    assert not report.refused
    assert_same(whole[1], tmp_path / "w")


@pytest.mark.slow
def test_a_document_that_kills_its_worker_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_DOCUMENTS", 3)
    monkeypatch.setattr(chunks, "extract_chunk", killers.die_of_poison)
    path = tmp_path / "many.jsonl"
    rows = [{"id": f"{'poison' if number == 7 else 'd'}{number}", "text": f"{number} men."} for number in range(14)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = build([path], tmp_path / "w", workers=2)
    assert [refusal.where for refusal in report.refused] == ["poison7"]
    assert report.documents == 13


def test_documents_come_back_from_their_frame_as_they_were() -> None:
    documents = [item for item in read_paths([SEEDS]) if isinstance(item, Document)]
    documents.append(Document("x", "t", published_grain=Grain.UNKNOWN))
    assert list(chunks.documents_of(chunks.marked(documents))) == documents


@pytest.mark.slow
def test_a_build_killed_at_any_moment_goes_on_to_the_same_tables(
    whole: tuple[Path, Path, BuildReport], tmp_path: Path
) -> None:
    path = tmp_path / "w"
    command = [sys.executable, "-m", "tracker", "build", str(whole[0]), "-w", str(path), "--workers", "1"]
    killed = 0
    for moment in (0.6, 1.2, 1.8, 2.2, 2.5, 2.8):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
        time.sleep(moment)
        process.kill()
        killed += process.wait() != 0
        if Workspace.is_at(path):
            documents = Workspace.open(path).read("documents")
            assert documents.height in {0, len(TEXTS)}
    assert killed
    build([whole[0]], path)
    assert_same(whole[1], path)
    assert list(problems(Workspace.open(path))) == []


@pytest.mark.slow
def test_two_builds_at_once_give_what_one_after_the_other_gives(
    whole: tuple[Path, Path, BuildReport], tmp_path: Path
) -> None:
    names = list(TEXTS)
    halves = [put(tmp_path / "one.jsonl", names[:3]), put(tmp_path / "two.jsonl", names[3:])]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tracker", "build", str(half), "-w", str(tmp_path / "w")],
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
        )
        for half in halves
    ]
    assert [process.wait() for process in processes] == [0, 0]
    assert_same(whole[1], tmp_path / "w")
