"""A workspace on object storage is what it is in a folder: built, added to, read, checked, and never half there."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.app import create_app
from tests import objectstorage, tables
from tracker import linking, pipeline, snapshots
from tracker.errors import UsageError, WorkspaceError, WorkspaceMissingError, WorkspaceOvertakenError
from tracker.export import export
from tracker.pipeline import build
from tracker.schema import TABLES
from tracker.storage.bucket import Bucket
from tracker.vacuum import vacuum
from tracker.verify import problems
from tracker.workspace import Workspace

FLOOD = (
    "---\nsource: The {0} Gazette\npublished: 2026-03-0{1}\n---\nFloods in Lower Ford killed {2} people, police say.\n"
)


@pytest.fixture
def place(bucket: str, tmp_path: Path) -> Path:
    return Path(bucket) / tmp_path.name


def article(folder: Path, hill: str, day: int, toll: int) -> Path:
    path = folder / f"{hill}.txt"
    path.write_text(FLOOD.format(hill, day, toll), encoding="utf-8")
    return path


def content(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    return {name: workspace.read(name).drop("ingested_at", strict=False).rows() for name in TABLES}


@pytest.mark.slow
def test_it_is_built_added_to_read_checked_vacuumed_and_exported_and_a_build_that_dies_is_not_there(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = article(tmp_path, "Hill", 4, 43), article(tmp_path, "Dale", 5, 51)
    build([one], place)
    workspace = Workspace.open(place)
    first = content(workspace)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(snapshots, "write", die)
        with pytest.raises(KeyboardInterrupt):
            build([two], place)
    assert (content(workspace), list(problems(workspace))) == (first, [])
    assert list(workspace.unfinished.glob("*.claims.parquet"))
    report = build([one, two], place)
    assert (report.new, report.known, report.documents, report.snapshot) == (1, 1, 2, 2)
    assert workspace.count("documents", workspace.snapshot(1)) == 1
    both = content(workspace)
    done = vacuum(workspace, keep=1, younger=timedelta())
    assert (done.snapshots, done.files > 0, workspace.numbers()) == ((0, 1), True, [2, 3])
    assert (content(workspace), list(problems(workspace))) == (both, [])
    page = (
        create_app(place)
        .server.test_client()
        .get("/api/claims", headers={"Host": "127.0.0.1:8050"}, environ_overrides={"SERVER_PORT": "8050"})
    )
    assert sorted(row["surface"] for row in page.get_json()["items"]) == ["43", "51"]
    assert export(workspace, tmp_path / "out").rows["documents"] == 2


def test_a_workspace_copied_from_a_folder_or_into_one_goes_on(place: Path, tmp_path: Path) -> None:
    here = Workspace.create(tmp_path / "w")
    here.commit(tables.everything())
    there = Bucket(str(place).replace(":/", "://"))
    for name in here.store.names(""):
        there.write(name, here.store.read(name))
    moved = Workspace.open(place)
    moved.append("judgements", tables.judgement(1))
    assert list(problems(moved)) == []
    back = tmp_path / "back"
    for name in there.names(""):
        (back / name).parent.mkdir(parents=True, exist_ok=True)
        (back / name).write_bytes(there.read(name))
    assert content(Workspace.open(back)) == content(moved)
    assert Workspace.open(back).append("judgements", tables.judgement(2)).number == 3
    assert list(problems(Workspace.open(back))) == []


@pytest.mark.slow
def test_two_builds_at_once_on_two_machines_give_what_one_after_the_other_gives(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = article(tmp_path, "Hill", 4, 43), article(tmp_path, "Dale", 5, 51)
    build([article(tmp_path, "Moor", 3, 40)], place)
    build([first, second, tmp_path / "Moor.txt"], tmp_path / "calm")
    times = 0

    def meanwhile(*given: object) -> linking.Linked:
        nonlocal times
        times += 1
        if times == 1:
            monkeypatch.setenv("FIGTRACK_SCRATCH", str(tmp_path / "another machine"))
            build([first, second], place)
        return linking.link(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "link", meanwhile)
    build([second], place)
    assert times == 3
    assert content(Workspace.open(place)) == content(Workspace.open(tmp_path / "calm"))
    assert list(problems(Workspace.open(place))) == []


def test_who_derived_from_an_older_snapshot_is_told_and_a_judgement_is_added_whatever_comes_between(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.create(place)
    first = workspace.snapshot()
    workspace.commit(tables.everything(), since=first)
    with pytest.raises(WorkspaceOvertakenError, match="another build committed first"):
        workspace.commit({"documents": tables.documents({"z": "Another."})}, since=first)
    write, between = snapshots.write, iter([1])

    def overtaken(*given: object) -> None:
        if next(between, None):
            monkeypatch.setenv("FIGTRACK_SCRATCH", str(tmp_path / "another machine"))
            workspace.append("judgements", tables.judgement(1))
        write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(snapshots, "write", overtaken)
    workspace.append("judgements", tables.judgement(2))
    assert workspace.read("judgements").height == 2
    assert list(problems(workspace)) == []


def test_a_flipped_byte_there_is_named(place: Path) -> None:
    workspace = Workspace.create(place)
    workspace.commit(tables.everything())
    (name,) = [each for each in workspace.every_data_file() if each.startswith("claims/")]
    data = bytearray(workspace.store.read(name))
    data[100] ^= 1
    workspace.store.write(name, bytes(data))
    assert name in next(problems(workspace))


WRONG = {
    "no bucket": ({}, "s3://nowhere/desk", "there is no such bucket"),
    "no endpoint": ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, None, "it can't be reached; check the network"),
    "no https": ({"AWS_ALLOW_HTTP": "false"}, None, "set AWS_ALLOW_HTTP=true"),
    "half of the credentials": (
        {"AWS_SECRET_ACCESS_KEY": None},
        None,
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    ),
    "no credentials": (
        {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_EC2_METADATA_DISABLED": "true"},
        None,
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_a_sentence_with_the_way_out(
    place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    variables, elsewhere, words = WRONG[name]
    for variable, value in variables.items():
        if value is None:
            monkeypatch.delenv(variable)
        else:
            monkeypatch.setenv(variable, value)
    path = Path(elsewhere) if elsewhere else place
    with pytest.raises(WorkspaceError, match=words):
        Workspace.open(path)
    with pytest.raises(WorkspaceError, match=words):
        Workspace.create(path)


def test_an_address_of_another_kind_or_without_a_workspace_is_refused(place: Path) -> None:
    with pytest.raises(UsageError, match="s3://BUCKET/PREFIX"):
        Workspace.open(Path("ftp://host/desk"))
    with pytest.raises(WorkspaceMissingError, match=f"-w s3://{objectstorage.BUCKET}/"):
        Workspace.open(place)
    Bucket(f"s3://{objectstorage.BUCKET}/{place.name}").write("letter.txt", b"Dear Ann")
    with pytest.raises(UsageError, match="no workspace and not empty"):
        Workspace.create(place)
    shutil.rmtree(Workspace(place).unfinished, ignore_errors=True)
