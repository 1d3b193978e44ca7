"""Verify names what is damaged: any byte of any file, and any promise of the schema that a table breaks."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from tests import tables
from tracker import snapshots
from tracker.errors import WorkspaceDamagedError, WorkspaceError
from tracker.verify import problems
from tracker.workspace import Workspace


@pytest.fixture
def whole(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w")
    made.commit(tables.everything())
    made.append("judgements", tables.judgement(1))
    return made


def test_a_whole_workspace_has_no_problem(whole: Workspace) -> None:
    assert list(problems(whole)) == []


def every_file(workspace: Workspace) -> list[Path]:
    """The files that hold something; locks are empty."""
    return sorted(path for path in workspace.path.rglob("*") if path.is_file() and path.stat().st_size)


def flipped(path: Path, step: int = 1) -> Iterator[int]:
    """The file with a byte flipped, each in turn; then it is whole again."""
    whole = path.read_bytes()
    with path.open("r+b", buffering=0) as file:
        for at in range(0, len(whole), step):
            os.pwrite(file.fileno(), bytes([whole[at] ^ 1]), at)
            yield at
            os.pwrite(file.fileno(), whole[at : at + 1], at)


def test_a_flipped_byte_is_named_by_its_file(whole: Workspace) -> None:
    before = {name: whole.read(name) for name in tables.everything()}
    for path in every_file(whole):
        for at in flipped(path, max(path.stat().st_size // 2, 1)):
            try:
                found = list(problems(Workspace.open(whole.path)))
            except WorkspaceError as error:
                found = [str(error)]
            if not found:
                assert all(whole.read(name).equals(frame) for name, frame in before.items()), (path, at)
            elif path.name != "workspace.json":
                assert str(path) in found[0], (path, at, found)


def test_every_flipped_byte_of_every_file_is_seen(whole: Workspace) -> None:
    """By what `problems` calls on each file by itself, before it reads any table: nothing else can hide a byte."""
    known = snapshots.first_checksums(whole.snapshots())
    log = {f"snapshots/{number:08d}.json": number for number in whole.numbers()}
    names = [path.relative_to(whole.path).as_posix() for path in every_file(whole)]
    assert {*names} == {*known, *log, "workspace.json"}
    for name in known:
        assert not [at for at in flipped(whole.path / name) if whole.store.checksum(name) == known[name]], name
    for name, number in log.items():
        before = whole.snapshot(number)
        for at in flipped(whole.path / name):
            with contextlib.suppress(WorkspaceDamagedError):
                assert whole.snapshot(number) == before, (name, at)
    for at in flipped(whole.path / "workspace.json"):
        with contextlib.suppress(WorkspaceError):
            assert Workspace.open(whole.path) == whole, at


def test_a_file_that_went_is_named(whole: Workspace) -> None:
    path = next((whole.path / "claims").glob("*.parquet"))
    path.unlink()
    (problem,) = problems(whole)
    assert str(path) in problem
    assert "restore it from a backup" in problem


BREAKS: dict[str, tuple[str, Callable[[pl.DataFrame], pl.DataFrame], str]] = {
    "a span that holds something else": (
        "claims",
        lambda frame: frame.with_columns(pl.col("start") - 1, pl.col("end") - 1),
        "does not stand at",
    ),
    "a claim of no document": (
        "claims",
        lambda frame: frame.with_columns(doc_id=pl.lit("z")),
        "'z' is not in documents",
    ),
    "a claim of no figure": (
        "claims",
        lambda frame: frame.with_columns(figure_id=pl.lit("f9")),
        "'f9' is not in figures",
    ),
    "a key twice": ("figures", lambda frame: pl.concat([frame, frame]), "names more than one row"),
    "a value outside of its set": (
        "claims",
        lambda frame: frame.with_columns(modifier=pl.lit("roughly")),
        "'roughly' is none of its values",
    ),
    "a needed value missing": (
        "findings",
        lambda frame: frame.with_columns(summary=pl.lit(None, pl.String)),
        "findings.summary: 1 rows have no value",
    ),
    "a finding about no claim": (
        "findings",
        lambda frame: frame.with_columns(claim_ids=pl.lit(["gone"], pl.List(pl.String))),
        "'gone' is not in claims",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_promise_is_named(whole: Workspace, name: str) -> None:
    table, change, words = BREAKS[name]
    whole.commit({table: change(whole.read(table))})
    assert any(words in problem for problem in problems(whole))
