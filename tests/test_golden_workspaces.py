"""Workspaces that older versions wrote still open, are whole, and can be built on."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from tracker.layout import FORMAT
from tracker.pipeline import build
from tracker.schema import TABLES
from tracker.verify import problems
from tracker.workspace import Workspace

FOLDER = Path(__file__).parent.parent / "fixtures" / "workspaces"
GOLDEN = sorted(FOLDER.glob("*.tar.gz"))
MORE = "---\nsource: The Hill Gazette\npublished: 2026-03-06\n---\nFloods in Lower Ford killed 58 people, police say.\n"


@pytest.fixture(params=GOLDEN, ids=lambda path: path.name.removesuffix(".tar.gz"))
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    """A workspace of two documents that state one toll, in three snapshots, as that version left it."""
    with tarfile.open(request.param) as packed:
        packed.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    return Workspace.open(folder)


def test_there_is_one_of_every_format() -> None:
    """And more where a format got further columns (`format-1-authors`: documents with who wrote them)."""
    formats = {int(path.name.removesuffix(".tar.gz").split("-")[1]) for path in GOLDEN}
    assert formats == set(range(1, FORMAT + 1))


def test_it_is_whole_and_every_snapshot_reads(golden: Workspace) -> None:
    assert list(problems(golden)) == []
    assert [golden.count("documents", each) for each in golden.snapshots()] == [0, 1, 2]
    for name, table in TABLES.items():
        assert golden.read(name).schema == table.polars
    assert golden.read("claims")["surface"].to_list() == ["43", "51"]
    assert golden.read("findings")["class"].to_list() == ["revision"]
    told = ["Ann Bee, Carl Dee", "Eve Finch"] if "authors" in golden.path.name else [None, None]
    assert golden.read("documents").sort("published")["author"].to_list() == told


def test_it_is_built_on(golden: Workspace, tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text(MORE, encoding="utf-8")
    report = build([tmp_path / "more.txt"], golden.path)
    assert (report.new, report.documents) == (1, 3)
    assert golden.read("figures")["n_claims"].to_list() == [3]
    assert list(problems(golden)) == []
