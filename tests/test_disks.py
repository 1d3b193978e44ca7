"""A disk that is full and one that only reads end with a clear message and no harm: small ones, mounted for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tests import tables
from tracker.errors import WorkspaceError
from tracker.export import Format, export
from tracker.unfinished import Unfinished
from tracker.verify import problems
from tracker.workspace import Workspace


def mount(*given: str) -> bool:
    command = shutil.which("mount") if sys.platform == "linux" else None
    return command is not None and subprocess.run([command, *given], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)):
        pytest.skip("no disk may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # an error may still hold a file


def long(number: int) -> pl.DataFrame:
    return tables.documents({**tables.TEXTS, "z": str(list(range(number * 1000, (number + 20) * 1000)))})


def test_a_full_disk_is_told_and_the_last_snapshot_stays_and_room_is_used(
    disk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace.create(disk / "w")
    workspace.commit(tables.everything())
    last = workspace.snapshot()
    with pytest.raises(
        WorkspaceError, match=r"can't be written to \(.*free some space.*the last snapshot is untouched"
    ):
        for number in range(40):
            last = workspace.snapshot()
            workspace.commit({"documents": long(number)})
    assert capfd.readouterr().err == ""  # Rust's panics are kept back
    assert workspace.snapshot() == last
    assert list(problems(workspace)) == []
    unfinished = Unfinished(workspace.unfinished, 1)
    with pytest.raises(WorkspaceError, match=r"(?s)can't be written.*free some space"):
        for number in range(40):
            unfinished.begin()
            unfinished.put_read(
                pl.DataFrame({"doc_id": [str(number)], "text_mark": [os.urandom(90_000)], "fields_mark": [b""]})
            )
    assert mount("-o", "remount,size=4m", str(disk))
    workspace.commit({"documents": long(99)})
    assert workspace.read("documents").height == 3
    assert list(problems(workspace)) == []


@pytest.mark.parametrize("form", Format)
def test_an_export_onto_a_full_disk_says_so_and_leaves_nothing(disk: Path, tmp_path: Path, form: Format) -> None:
    workspace = Workspace.create(tmp_path / "w")
    workspace.commit({"documents": tables.documents({f"{n}": os.urandom(10_000).hex() for n in range(50)})})
    with pytest.raises(WorkspaceError, match=r"can't be written \(.*No space left.*free some space"):
        export(workspace, disk / "out", form)
    assert list(disk.iterdir()) == []


def test_a_disk_that_only_reads_is_read_and_not_built_into(disk: Path) -> None:
    workspace = Workspace.create(disk / "w")
    workspace.commit(tables.everything())
    assert mount("-o", "remount,ro", str(disk))
    assert list(problems(Workspace.open(disk / "w"))) == []
    assert workspace.read("claims").height == 2
    for change in (
        lambda: workspace.append("judgements", tables.judgement(1)),
        lambda: workspace.building(0).__enter__(),
        lambda: Workspace.create(disk / "new"),
    ):
        with pytest.raises(WorkspaceError, match=r"can't be written to \(.*[Rr]ead-only file system.*the right"):
            change()
    for out in ("out", "out.zip"):
        with pytest.raises(WorkspaceError, match=rf"{out}: can't be written \(.*[Rr]ead-only.*another place"):
            export(workspace, disk / out)
