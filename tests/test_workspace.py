"""The workspace: one snapshot over all tables, whole or not there; readers and writers side by side."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests import tables
from tracker import snapshots, workspace
from tracker.errors import (
    UsageError,
    WorkspaceDamagedError,
    WorkspaceError,
    WorkspaceLockedError,
    WorkspaceMissingError,
)
from tracker.schema import TABLES
from tracker.workspace import ORDER, Workspace


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w")


def test_a_new_workspace_has_every_table_empty(empty: Workspace) -> None:
    assert empty.snapshot().number == 0
    for name, table in TABLES.items():
        assert_frame_equal(empty.read(name), table.empty())


def test_what_is_committed_is_read_back_to_the_last_value(empty: Workspace) -> None:
    snapshot = empty.commit(tables.everything(), {"extractor": "1"})
    assert snapshot.number == 1
    assert snapshot.made_by == {"extractor": "1"}
    for name, frame in tables.everything().items():
        assert_frame_equal(empty.read(name), frame.sort(ORDER[name]))
        assert empty.count(name) == frame.height
    assert Workspace.open(empty.path).snapshot() == snapshot


def test_the_same_again_writes_nothing(empty: Workspace) -> None:
    first = empty.commit(tables.everything())
    before = sorted(path for path in empty.path.rglob("*") if path.is_file())
    shuffled = {name: frame.reverse() for name, frame in tables.everything().items()}
    assert empty.commit(shuffled) == first
    assert sorted(path for path in empty.path.rglob("*") if path.is_file()) == before


def test_a_table_that_did_not_change_keeps_its_version_and_new_rows_are_appended(empty: Workspace) -> None:
    first = empty.commit(tables.everything())
    more = tables.documents({**tables.TEXTS, "c": "No change."})
    second = empty.commit({**tables.everything(), "documents": more})
    assert {name: second.versions[name] - first.versions[name] for name in TABLES} == {
        "documents": 1,
        "claims": 0,
        "figures": 0,
        "findings": 0,
        "judgements": 0,
    }
    assert len([path for path in second.files if path.endswith(".parquet")]) == 1
    assert_frame_equal(empty.read("documents"), more)


def test_an_older_snapshot_reads_as_it_was(empty: Workspace) -> None:
    empty.commit(tables.everything())
    changed = tables.documents({"a": "Another text.", "z": "A third."})
    empty.commit({"documents": changed})
    assert [snapshot.number for snapshot in empty.snapshots()] == [0, 1, 2]
    assert_frame_equal(empty.read("documents", empty.snapshot(1)), tables.documents())
    assert_frame_equal(empty.read("documents"), changed)
    assert_frame_equal(empty.scan("documents", empty.snapshot(1)).sort("doc_id").collect(), tables.documents())
    with pytest.raises(UsageError, match="it has 0 to 2"):
        empty.snapshot(9)


def test_more_commits_than_a_log_checkpoint_lose_no_history(empty: Workspace) -> None:
    for number in range(25):
        empty.append("judgements", tables.judgement(number))
    assert empty.read("judgements").height == 25
    assert empty.read("judgements", empty.snapshot(3)).height == 3


def test_judgements_added_by_many_at_once_are_all_kept(empty: Workspace) -> None:
    def add(start: int) -> None:
        for number in range(start, start + 4):
            Workspace.open(empty.path).append("judgements", tables.judgement(number))

    threads = [threading.Thread(target=add, args=(start,)) for start in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert empty.read("judgements").height == 12


def test_a_judgement_made_during_a_build_survives_its_commit(empty: Workspace) -> None:
    with empty.building(0):
        empty.append("judgements", tables.judgement(1))
        empty.commit(tables.everything())
    assert empty.read("judgements").height == 1


def test_tables_written_by_a_build_that_never_ended_are_not_there(
    empty: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = empty.commit(tables.everything())
    other = tables.documents({"a": "Half of a build.", "c": "More of it."})

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(snapshots, "write", die)
        with pytest.raises(KeyboardInterrupt):
            empty.commit({"documents": other, "figures": tables.figures().clear()})
    assert empty.snapshot() == first
    assert_frame_equal(empty.read("documents"), tables.documents())
    more = tables.documents({**tables.TEXTS, "d": "Another."})
    second = empty.commit({"documents": more})
    assert second.number == 2
    assert_frame_equal(empty.read("documents"), more)
    assert_frame_equal(empty.read("figures"), tables.figures())


COMMIT = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests import tables
from tracker.workspace import Workspace
workspace = Workspace.create(Path({path!r}))
print("ready", flush=True)
for number in range(1000):
    texts = {{**tables.TEXTS, "n": f"Text {{number}}."}}
    workspace.commit({{**tables.everything(), "documents": tables.documents(texts)}})
"""


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_a_whole_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "w"
    code = COMMIT.format(root=str(Path(__file__).parent.parent), path=str(path))
    for delay in (0.0, 0.01, 0.03, 0.07, 0.12, 0.2):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.kill()
        process.wait()
        process.stdout.close()
        found = Workspace.open(path)
        snapshot = found.snapshot()
        texts = found.read("documents", snapshot)
        assert texts.height == (0 if snapshot.number == 0 else 3)
        assert found.read("claims", snapshot).height == (0 if snapshot.number == 0 else 2)


def test_a_workspace_half_laid_out_is_laid_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "w"

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(snapshots, "write", die)
        with pytest.raises(KeyboardInterrupt):
            Workspace.create(path)
    with pytest.raises(WorkspaceMissingError):
        Workspace.open(path)
    assert Workspace.create(path).snapshot().number == 0


HOLD = """
import sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from tracker.workspace import Workspace
with Workspace.open(Path({path!r})).building(0):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_build_waits_says_for_whom_and_gives_up_and_a_dead_one_holds_nothing(empty: Workspace) -> None:
    code = HOLD.format(root=str(Path(__file__).parent.parent), path=str(empty.path))
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        told: list[str] = []
        with (
            pytest.raises(WorkspaceLockedError, match=f"process {holder.pid} "),
            empty.building(0.3, told.append),
        ):
            pass
        assert len(told) == 1
        assert f"waiting for process {holder.pid}" in told[0]
        empty.append("judgements", tables.judgement(1))  # judgements go on meanwhile
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close() if holder.stdout else None
    with empty.building(0):
        pass


def test_readers_see_whole_snapshots_while_a_build_goes_on(empty: Workspace) -> None:
    empty.commit(tables.everything())
    wrong: list[object] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            snapshot = empty.snapshot()
            ids = set(empty.read("documents", snapshot)["doc_id"])
            if len(ids) != 2 + snapshot.number - 1:
                wrong.append((snapshot.number, ids))

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    texts = dict(tables.TEXTS)
    for number in range(10):
        texts[f"n{number}"] = f"Text {number}."
        empty.commit({"documents": tables.documents(texts)})
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong


def test_what_is_no_workspace_is_refused_and_left_alone(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissingError, match="figtrack build"):
        Workspace.open(tmp_path)
    (tmp_path / "letter.txt").write_text("Dear Ann")
    with pytest.raises(UsageError, match="no workspace and not empty"):
        Workspace.create(tmp_path)
    with pytest.raises(UsageError, match="no workspace"):
        Workspace.create(tmp_path / "letter.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_workspace_of_a_later_version_is_refused(empty: Workspace) -> None:
    (empty.path / "workspace.json").write_text(json.dumps({"format": workspace.FORMAT + 1}))
    with pytest.raises(WorkspaceError, match="made by a later Figtrack"):
        Workspace.open(empty.path)


def test_a_damaged_table_and_a_damaged_snapshot_are_named(empty: Workspace) -> None:
    snapshot = empty.commit(tables.everything())
    (path,) = [empty.path / name for name in snapshot.files if name.startswith("claims/") and "parquet" in name]
    content = path.read_bytes()
    path.write_bytes(content[:-20])
    with pytest.raises(WorkspaceDamagedError, match=rf"{path.name}: is missing or not as long"):
        empty.read("claims")
    path.write_bytes(content[:-20] + b"x" * 20)
    with pytest.raises(WorkspaceDamagedError, match=r"w/claims: can't be read"):
        empty.read("claims")
    log = empty.path / "snapshots" / "00000001.json"
    log.write_text(log.read_text().replace('"number": 1', '"number": 2'))
    with pytest.raises(WorkspaceDamagedError, match=r"00000001\.json: this snapshot can't be read"):
        empty.snapshot()


FULL = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests import tables
from tracker.errors import WorkspaceError
from tracker.workspace import Workspace
workspace = Workspace.open(Path({path!r}))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    workspace.commit({{"documents": tables.documents({{"c": "A text of its own. " * 4000 + str(list(range(5000)))}})}})
except WorkspaceError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits on the size of files are set by POSIX means")
def test_a_disk_that_takes_no_more_ends_with_a_clear_message_and_no_harm(empty: Workspace) -> None:
    before = empty.commit(tables.everything())
    code = textwrap.dedent(FULL).format(root=str(Path(__file__).parent.parent), path=str(empty.path))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "can't be written to" in done.stdout, done.stderr
    assert "the last snapshot is untouched" in done.stdout
    assert empty.snapshot() == before
    assert_frame_equal(empty.read("documents"), tables.documents())
    assert isinstance(empty.scan("documents"), pl.LazyFrame)
