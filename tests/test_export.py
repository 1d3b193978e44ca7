"""What is exported is what is in the tables, described, and safe where it is opened."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import frictionless
import openpyxl
import pandas as pd
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests import tables
from tracker import spreadsheet
from tracker.errors import UsageError
from tracker.export import Format, export
from tracker.formats import for_csv, for_jsonl
from tracker.schema import TABLES
from tracker.workspace import ORDER, Workspace


@pytest.fixture
def whole(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w")
    made.commit(tables.everything())
    made.append("judgements", tables.judgement(1))
    return made


def test_polars_duckdb_and_pandas_read_the_same_parquet(whole: Workspace, tmp_path: Path) -> None:
    done = export(whole, tmp_path / "out")
    assert done.rows == {"documents": 2, "claims": 2, "figures": 1, "findings": 1, "judgements": 1}
    for name, table in TABLES.items():
        path = tmp_path / "out" / f"{name}.parquet"
        wanted = whole.read(name)
        assert_frame_equal(pl.read_parquet(path), wanted)
        assert pl.read_parquet_schema(path) == table.polars
        rows = wanted.rows()
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            found = connection.execute("select * from read_parquet(?)", [str(path)]).fetchall()
        assert [tuple(map(_plain, row)) for row in found] == [tuple(map(_plain, row)) for row in rows]
        frame = pd.read_parquet(path)
        assert [tuple(map(_plain, row)) for row in frame.itertuples(index=False)] == [
            tuple(map(_plain, row)) for row in rows
        ]


def _plain(value: object) -> object:
    """A cell as Python has it, whichever reader gave it."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return value
    if value is None or pd.isna(value):
        return None
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def test_a_parquet_file_says_what_its_columns_mean(whole: Workspace, tmp_path: Path) -> None:
    export(whole, tmp_path / "out")
    said = pl.read_parquet_metadata(tmp_path / "out" / "claims.parquet")
    fields = json.loads(said["schema"])["fields"]
    assert [field["name"] for field in fields] == list(TABLES["claims"].polars)
    assert all(field["description"] for field in fields)


@pytest.mark.parametrize("form", Format)
def test_the_data_package_is_valid_and_names_every_file(whole: Workspace, tmp_path: Path, form: Format) -> None:
    export(whole, tmp_path / "out", form)
    described = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["path"] for resource in described["resources"]} == {
        path.name for path in (tmp_path / "out").iterdir()
    } - {"datapackage.json", "README.md", "CITATION.cff"}
    frictionless.Package.from_descriptor(described)


@pytest.mark.parametrize(
    ("form", "needed"),
    [(Format.CSV, None), (Format.PARQUET, None), (Format.JSONL, "jsonlines"), (Format.XLSX, "openpyxl")],
)
def test_the_tables_are_what_the_data_package_says(
    whole: Workspace, tmp_path: Path, form: Format, needed: str | None
) -> None:
    if needed:
        pytest.importorskip(needed, reason=f"frictionless reads {form} with {needed}")
    # Frictionless reads no JSON lines without a line.
    snapshots = [0, 1, 2] if form in {Format.CSV, Format.PARQUET} else [2]
    for number in snapshots:
        _validate(whole, tmp_path / f"out-{number}", form, number)


def _validate(workspace: Workspace, folder: Path, form: Format, snapshot: int) -> None:
    export(workspace, folder, form, workspace.snapshot(snapshot))
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_the_readme_has_every_column_and_how_to_cite(whole: Workspace, tmp_path: Path) -> None:
    export(whole, tmp_path / "out")
    text = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "## How to cite" in text
    assert "snapshot 2" in text
    for table in TABLES.values():
        assert all(f"`{column.name}`" in text for column in table.columns)


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "\uff1d1", "\uff0b1"])
def test_csv_runs_no_text_as_a_formula(start: str) -> None:
    frame = pl.DataFrame({"text": [start, f"a{start}", None]})
    assert for_csv(frame)["text"].to_list() == [f"'{start}", f"a{start}", None]


def test_csv_and_json_lines_give_every_value_back(whole: Workspace, tmp_path: Path) -> None:
    export(whole, tmp_path / "csv", Format.CSV)
    export(whole, tmp_path / "jsonl", Format.JSONL)
    with (tmp_path / "csv" / "judgements.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert json.loads(row["targets"]) == ["f1", "x,1"]
    assert row["value"] == '\'@note "quoted"'
    assert row["made_at"] == "2026-03-04T12:00:00Z"
    (line,) = (tmp_path / "jsonl" / "judgements.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "judgement_id": "j1",
        "made_at": "2026-03-04T12:00:00Z",
        "who": "ann",
        "action": "note",
        "targets": ["f1", "x,1"],
        "value": '@note "quoted"',
        "supersedes": None,
    }


def test_lists_in_csv_are_json_whatever_they_hold() -> None:
    lists = [["a", 'b"c', "d\\e", "f,g\nh"], [], None]
    found = for_csv(pl.DataFrame({"ids": lists}, schema={"ids": pl.List(pl.String)}))["ids"].to_list()
    assert [None if cell is None else json.loads(cell) for cell in found] == lists


def test_times_are_iso_to_the_microsecond() -> None:
    times = [datetime(2026, 3, 4, 12, 0, 0, 1, UTC), datetime(2026, 3, 4, tzinfo=UTC), None]
    found = for_jsonl(pl.DataFrame({"at": times}))["at"].to_list()
    assert found == ["2026-03-04T12:00:00.000001Z", "2026-03-04T00:00:00Z", None]


def test_excel_gets_text_as_text_and_says_what_it_cut(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "w")
    made.commit({"documents": tables.documents({"long": "x" * 40_000, "=cmd": "=HYPERLINK(1)"})})
    done = export(made, tmp_path / "out", Format.XLSX)
    assert done.notes == (
        "documents.text: 1 cell was cut at 32,767 characters, Excel's limit; "
        "choose --format parquet or csv for the whole",
    )
    with zipfile.ZipFile(tmp_path / "out" / "figtrack.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        names = book.read("xl/workbook.xml").decode()
    assert "=HYPERLINK(1)" in sheet
    assert "<f>" not in sheet
    assert all(f'name="{name}"' in names for name in TABLES)


def test_a_sheet_goes_on_where_a_stretch_of_its_rows_ends(tmp_path: Path) -> None:
    parts = [pl.DataFrame({"a": [1, 2], "b": ["x", "y"]}), pl.DataFrame({"a": [3], "b": ["=z"]})]
    empty = pl.DataFrame(schema={"c": pl.String})
    spreadsheet.write(tmp_path / "a.xlsx", {"one": iter(parts), "none": [empty]})
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert list(book["one"].values) == [("a", "b"), (1, "x"), (2, "y"), (3, "=z")]
    assert list(book["none"].values) == [("c",)]
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_table_too_long_for_excel_is_refused_with_what_to_do(
    whole: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    with pytest.raises(UsageError, match=r"2 rows are more than the 1 that .* choose fewer with --where, or --format"):
        export(whole, tmp_path / "out", Format.XLSX)
    assert [path.name for path in tmp_path.iterdir()] == ["w"]


def test_an_export_replaces_an_earlier_one_and_nothing_else(whole: Workspace, tmp_path: Path) -> None:
    export(whole, tmp_path / "out", Format.CSV)
    export(whole, tmp_path / "out", Format.PARQUET)
    assert not list((tmp_path / "out").glob("*.csv"))
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("Dear Ann")
    with pytest.raises(UsageError, match="no earlier export"):
        export(whole, mine)
    assert (mine / "letter.txt").read_text() == "Dear Ann"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "out", "w"]


def test_the_folder_one_is_in_is_named_as_well_as_any(
    whole: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no earlier export"):
        export(whole, Path())
    assert export(whole, Path("out/deep")).folder == tmp_path / "out" / "deep"


def test_an_export_that_fails_leaves_the_earlier_one(whole: Workspace, tmp_path: Path) -> None:
    export(whole, tmp_path / "out")
    before = sorted(path.name for path in (tmp_path / "out").iterdir())
    whole.commit({"documents": tables.documents({"x": "Another."})})
    for path in (whole.path / "claims").glob("*.parquet"):
        path.write_bytes(b"")
    with pytest.raises(Exception, match="is missing or not as long"):
        export(whole, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "w"]


def test_an_older_snapshot_can_be_exported(whole: Workspace, tmp_path: Path) -> None:
    export(whole, tmp_path / "out", snapshot=whole.snapshot(0))
    assert pl.read_parquet(tmp_path / "out" / "claims.parquet").height == 0
    export(whole, tmp_path / "out", snapshot=whole.snapshot(1))
    assert_frame_equal(pl.read_parquet(tmp_path / "out" / "claims.parquet"), tables.claims().sort(ORDER["claims"]))
