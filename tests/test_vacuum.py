"""Vacuum lets go of what is old, and of nothing that is needed; killed anywhere, it leaves a whole workspace."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests import tables
from tracker import snapshots
from tracker.errors import UsageError
from tracker.schema import TABLES
from tracker.vacuum import vacuum
from tracker.verify import problems
from tracker.workspace import Workspace

NOW = timedelta()


@pytest.fixture
def used(tmp_path: Path) -> Workspace:
    """A workspace of five snapshots: empty, full, a document less, full again, and a judgement more."""
    workspace = Workspace.create(tmp_path / "w")
    everything = tables.everything()
    workspace.commit(everything)
    workspace.commit({"figures": everything["figures"].clear(), "findings": everything["findings"].clear()})
    workspace.commit(everything)
    workspace.append("judgements", tables.judgement(1))
    return workspace


def content(workspace: Workspace, number: int | None = None) -> dict[str, list[tuple[object, ...]]]:
    snapshot = workspace.snapshot(number)
    return {name: workspace.read(name, snapshot).rows() for name in TABLES}


def test_the_latest_snapshot_is_as_it_was_and_old_files_are_gone(used: Workspace) -> None:
    before, files = content(used), used.every_data_file()
    done = vacuum(used, keep=1, younger=NOW)
    assert done.snapshots == (0, 1, 2, 3)
    assert done.files == len(files) - len(used.every_data_file()) > 0
    assert done.bytes > 0
    assert content(used) == before
    assert list(problems(used)) == []
    with pytest.raises(UsageError, match="there is no snapshot 2"):
        used.snapshot(2)


def test_snapshots_that_are_kept_read_as_they_did(used: Workspace) -> None:
    before = {number: content(used, number) for number in (2, 3, 4)}
    vacuum(used, keep=3, younger=NOW)
    assert {number: content(used, number) for number in (2, 3, 4)} == before
    assert used.numbers() == [2, 3, 4, 5]


def test_what_is_young_stays_and_trying_changes_nothing(used: Workspace) -> None:
    files = used.every_data_file()
    assert vacuum(used, keep=1, younger=timedelta(days=1)).snapshots == ()
    tried = vacuum(used, keep=1, younger=NOW, try_only=True)
    assert (tried.snapshots, used.numbers(), used.every_data_file()) == ((0, 1, 2, 3), [0, 1, 2, 3, 4], files)


def test_files_that_a_killed_build_left_go(used: Workspace) -> None:
    stray = used.path / "claims" / "part-00000-stray.parquet"
    stray.write_bytes(b"half a file")
    assert vacuum(used, keep=9, younger=NOW).files == 1
    assert not stray.exists()
    assert list(problems(used)) == []


def test_files_that_a_killed_build_wrote_before_the_next_one_go(
    used: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(snapshots, "write", die)
        with pytest.raises(KeyboardInterrupt):
            used.append("judgements", tables.judgement(2))
    used.append("judgements", tables.judgement(3))
    assert vacuum(used, keep=9, younger=NOW).files == 1
    assert list(problems(used)) == []


def test_work_goes_on_after_it(used: Workspace) -> None:
    vacuum(used, keep=1, younger=NOW)
    used.append("judgements", tables.judgement(2))
    assert used.read("judgements").height == 2
    assert vacuum(used, keep=1, younger=NOW).snapshots == (4, 5)
    assert list(problems(used)) == []


@pytest.mark.parametrize("step", range(6))
def test_stopped_at_any_step_it_leaves_a_whole_workspace(
    used: Workspace, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    before = content(used)
    steps = iter(range(step))
    unlink = Path.unlink

    def until(path: Path, missing_ok: bool = False) -> None:
        if path.exists():
            next(steps)
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", until)
    with pytest.raises(StopIteration):
        vacuum(used, keep=1, younger=NOW)
    monkeypatch.undo()
    assert content(used) == before
    assert list(problems(used)) == []
    vacuum(used, keep=1, younger=NOW)
    assert content(used) == before
    assert list(problems(used)) == []


def test_a_byte_that_flips_after_it_is_still_found(used: Workspace) -> None:
    vacuum(used, keep=1, younger=NOW)
    name = sorted(used.every_data_file())[0]
    data = bytearray((used.path / name).read_bytes())
    data[20] ^= 1
    (used.path / name).write_bytes(data)
    assert name in next(problems(used))
