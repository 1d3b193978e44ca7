"""Verify names what is damaged: any byte of any file, and any promise of the schema that a table breaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests import tables
from tracker.errors import WorkspaceError
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


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x01
    path.write_bytes(bytes(data))


def check_flips(whole: Workspace, step: int) -> None:
    files = [path for path in whole.path.rglob("*") if path.is_file() and not path.name.startswith(".")]
    before = {name: whole.read(name) for name in tables.everything()}
    for path in files:
        for at in range(0, path.stat().st_size, step):
            flip(path, at)
            try:
                found = list(problems(Workspace.open(whole.path)))
            except WorkspaceError as error:
                found = [str(error)]
            if not found:
                assert all(whole.read(name).equals(frame) for name, frame in before.items()), (path, at)
            elif path.name != "workspace.json":
                assert str(path) in found[0], (path, at, found)
            flip(path, at)


def test_a_flipped_byte_is_named_by_its_file(whole: Workspace) -> None:
    check_flips(whole, 997)


@pytest.mark.slow
def test_any_flipped_byte_is_named_by_its_file(whole: Workspace) -> None:
    check_flips(whole, 7)


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
