"""An export of some tables, of rows that meet a condition, split into folders, as one archive, never held whole."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import frictionless
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests import tables
from tracker import ordered, partitions
from tracker.errors import UsageError
from tracker.export import Chosen, Format, export
from tracker.fetching import fetch
from tracker.filters import having
from tracker.ordered import in_order, stretches
from tracker.schema import CLAIMS, DOCUMENTS
from tracker.workspace import Workspace

SOURCES = ["Herald", "a/b", "../x", "", None, "=é\x00z", "."]


@pytest.fixture
def whole(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w")
    made.commit(tables.everything())
    return made


@pytest.fixture
def many(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "many")
    frame = tables.documents({f"d{number}": f"Text {number}." for number in range(21)})
    sources = pl.Series("source", SOURCES * 3, pl.String)
    days = pl.Series("published", [datetime(2026, 3, 1 + number % 4, 23, tzinfo=UTC) for number in range(21)])
    made.commit({"documents": frame.with_columns(sources, days.cast(DOCUMENTS.polars["published"]))})
    return made


def ids(out: Path) -> list[str]:
    return pl.read_parquet(out / "claims.parquet")["doc_id"].to_list()


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("value > 45", ["b"]),
        ("value between 40 and 45 or doc_id = 'b'", ["a", "b"]),
        ("counted like 'peop%' and source is null and surface ~ '^4'", ["a"]),
        ("as_of_start >= '2026-03-04' and as_of_start < '2026-03-05'", ["a", "b"]),
        ("as_of_start > '2026-03-04T12:00:00Z'", []),
        ("surface = 'it''s; -- select'", []),
        ('"end" > 0 and not is_copy', ["a", "b"]),
    ],
)
def test_a_condition_is_what_stands_after_where(
    whole: Workspace, tmp_path: Path, condition: str, found: list[str]
) -> None:
    done = export(whole, tmp_path / "out", chosen=Chosen(("claims",), condition))
    assert (ids(tmp_path / "out"), done.rows) == (found, {"claims": len(found)})
    assert condition in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert not list((tmp_path / "out").glob("documents*"))


HOSTILE = [
    "doc_id in (select column_1 from read_csv('/etc/passwd'))",
    "doc_id in (SeLeCt 1)",
    "1=1; drop table rows",
    "1=1 union select * from rows",
    "1=1) union (select 1",
    "doc_id = E'\\' or doc_id in (select 1) or doc_id = '",
    "/* ' */ doc_id in (select 1) /* ' */",
    "doc_id = $$'$$ or doc_id in (select 1) or doc_id = $$'$$",
    "doc_id = `'` or doc_id in (select 1) or doc_id = `'`",
    "exists (table rows)",
    "doc_id in (values ('a'))",
    "doc_id = 'a",
    "",
    "*",
    "(" * 900 + "1" + ")" * 900,
    "value > 1 " + "and value > 1 " * 3000,
    "nothere = 1",
    "value > 'abc'",
    "value",
    "read_csv('/etc/passwd') = 1",
    "published = 'some day'",
]


@pytest.mark.parametrize("condition", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_condition_on_the_columns_is_refused(condition: str) -> None:
    with pytest.raises(UsageError, match=r"--where .*; its columns are claim_id, doc_id") as refused:
        having(CLAIMS.empty().lazy(), CLAIMS, condition)
    assert "root:" not in str(refused.value)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match="claims has no column 'nothere'"):
        having(CLAIMS.empty().lazy(), CLAIMS, "nothere = 1")


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (Chosen(("claim",)), "--table claim: there is no such table; there are documents, claims"),
        (Chosen(where="value > 1"), "say which with --table"),
        (Chosen(partition_by="claim_ids"), "--partition-by claim_ids: no table can be split by it"),
        (Chosen(("figures",), partition_by="source"), "choose one of day, "),
    ],
)
def test_what_can_not_be_chosen_is_said(whole: Workspace, tmp_path: Path, chosen: Chosen, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        export(whole, tmp_path / "out", chosen=chosen)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", [Format.PARQUET, Format.CSV, Format.JSONL])
@pytest.mark.parametrize("at_once", [2, 100_000])
def test_a_table_is_split_by_any_value_into_folders_that_together_hold_it(
    many: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Format, at_once: int
) -> None:
    monkeypatch.setattr(partitions, "AT_ONCE", at_once)
    out = tmp_path / "out"
    export(many, out, form, chosen=Chosen(("documents", "judgements"), partition_by="source"))
    folders = sorted(path.name for path in (out / "documents").iterdir())
    assert len(folders) == len(SOURCES)
    assert {"source=Herald", "source=a%2Fb", "source=__HIVE_DEFAULT_PARTITION__"} <= {*folders}
    assert (out / f"judgements.{form}").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"many", "out"}
    if form is Format.PARQUET:
        parts = [pl.read_parquet(path, hive_partitioning=False) for path in (out / "documents").rglob("*.parquet")]
        assert all(part["doc_id"].is_sorted() and part["source"].n_unique() == 1 for part in parts)
        assert_frame_equal(pl.concat(parts).sort("doc_id"), many.read("documents"))
    report = frictionless.Package(str(out / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_a_table_is_split_by_the_day_in_utc(many: Workspace, tmp_path: Path) -> None:
    export(many, tmp_path / "out", chosen=Chosen(partition_by="day"))
    days = sorted(path.name for path in (tmp_path / "out" / "documents").iterdir())
    assert days == [f"day=2026-03-0{day}" for day in (1, 2, 3, 4)]
    first = pl.read_parquet(tmp_path / "out" / "documents" / "day=2026-03-01" / "0.parquet", hive_partitioning=False)
    assert first.schema == DOCUMENTS.polars
    assert (tmp_path / "out" / "findings.parquet").is_file()


def test_too_many_folders_or_too_long_a_name_is_refused(
    many: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "MOST", 5)
    with pytest.raises(UsageError, match="split into 7 folders, more than 5"):
        export(many, tmp_path / "out", chosen=Chosen(("documents",), partition_by="source"))
    many.commit({"documents": tables.documents({"d" * 300: "A text."})})
    with pytest.raises(UsageError, match="too long for a folder's name"):
        export(many, tmp_path / "out", chosen=Chosen(("documents",), partition_by="doc_id"))
    assert not (tmp_path / "out").exists()


def test_an_archive_holds_the_same_as_a_folder_and_replaces_only_an_earlier_one(
    whole: Workspace, tmp_path: Path
) -> None:
    export(whole, tmp_path / "out", Format.CSV)
    for _ in range(2):
        export(whole, tmp_path / "out.zip", Format.CSV)
    with zipfile.ZipFile(tmp_path / "out.zip") as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == {
            path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()
        }
        assert "cff-version" in packed.read("CITATION.cff").decode()
    (tmp_path / "mine.zip").write_bytes(b"mine")
    with pytest.raises(UsageError, match="no earlier export"):
        export(whole, tmp_path / "mine.zip", Format.CSV)
    assert (tmp_path / "mine.zip").read_bytes() == b"mine"
    assert {path.name for path in tmp_path.iterdir()} == {"w", "out", "out.zip", "mine.zip"}


def test_nothing_is_written_where_an_address_is_given(whole: Workspace) -> None:
    with pytest.raises(UsageError, match="no folder of this machine"):
        export(whole, Path("s3://newsroom/out"))
    with pytest.raises(UsageError, match="no folder of this machine"):
        fetch([], Path("s3://newsroom/pages"))


def test_json_lines_without_a_line_are_no_resource_and_the_rest_validates(whole: Workspace, tmp_path: Path) -> None:
    export(whole, tmp_path / "out", Format.JSONL)
    assert (tmp_path / "out" / "judgements.jsonl").read_bytes() == b""
    described = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert "judgements" not in {resource["name"] for resource in described["resources"]}
    report = frictionless.Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


@pytest.mark.parametrize("rows", [0, 1, 7, 100])
@pytest.mark.parametrize("sampled", [1, 4])
def test_stretches_follow_each_other_and_hold_every_row(
    rows: int, sampled: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordered, "STRETCH_ROWS", 5)
    monkeypatch.setattr(ordered, "_SAMPLED", sampled)
    keys = [None if number % 9 == 0 else f"k{number * 37 % 23}" for number in range(rows)]
    frame = pl.DataFrame({"key": keys, "at": range(rows)}, schema={"key": pl.String, "at": pl.Int64})
    wanted = frame.sort("key", "at")
    found = list(stretches(frame.lazy(), ["key", "at"]))
    assert_frame_equal(pl.concat(found), wanted)
    assert rows < 100 or max(map(len, found)) < rows / 2
    lazy = in_order(frame.lazy(), ["key", "at"])
    assert_frame_equal(lazy.collect(), wanted)
    assert_frame_equal(
        lazy.filter(pl.col("at") > 2).select("at").head(4).collect(),
        wanted.filter(pl.col("at") > 2).select("at").head(4),
    )
