"""Downloads: what matches, all of it, in the snapshot that is shown, in every form, with names that say what it is."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import frictionless
import openpyxl
import polars as pl
import pytest
from werkzeug.test import TestResponse

from dashboard import picture, queries, state
from dashboard.answers.addresses import address, question_of
from dashboard.answers.resources import RESOURCES
from dashboard.app import create_app
from dashboard.downloads import files, routes
from dashboard.pages import downloads as menus
from dashboard.pages.figure import source_marks
from dashboard.palette import SOURCE_SYMBOLS, UNKNOWN_SYMBOL
from tests.sample_workspace import HARBOUR, HOSTILE, moment, scan, tables
from tracker.model import FindingClass
from tracker.workspace import Workspace

OWN = {"Host": "127.0.0.1:8050"}
PORT = {"SERVER_PORT": "8050"}
Get = Callable[[str], TestResponse]


def getter(path: Path) -> Get:
    client = create_app(path).server.test_client()
    return lambda address: client.get(address, headers=OWN, environ_overrides=PORT, buffered=True)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two snapshots: the first has no findings."""
    path = tmp_path_factory.mktemp("downloads") / "workspace"
    frames = tables()
    frames["figures"] = frames["figures"].with_columns(
        label=pl.when(pl.col("figure_id") == HARBOUR).then(pl.lit("=Dockers on strike")).otherwise("label")
    )
    made = Workspace.create(path)
    made.commit({**frames, "findings": frames["findings"].clear()})
    made.commit(frames)
    return path


@pytest.fixture(scope="module")
def get(workspace: Path) -> Get:
    return getter(workspace)


def named(answer: TestResponse) -> str:
    return answer.headers["Content-Disposition"].partition("filename=")[2]


def test_a_csv_holds_what_matches_and_no_formula(get: Get) -> None:
    answer = get("/downloads/figures.csv?level=disputed")
    assert answer.mimetype == "text/csv"
    frame = pl.read_csv(answer.data)
    assert frame["figure_id"].to_list() == [HARBOUR]
    assert frame["label"].to_list() == ["'=Dockers on strike"]
    assert named(answer) == "figtrack-figures-disputed-snapshot-2.csv"


def test_a_parquet_file_has_the_types_and_says_what_it_is(get: Get) -> None:
    answer = get(f"/downloads/claims.parquet?figure={HARBOUR}&folded=1")
    frame = pl.read_parquet(io.BytesIO(answer.data))
    assert frame.schema == RESOURCES["claims"].table.polars
    assert frame["surface"].to_list() == ["400", "350", "500", "520", "Dozens"]
    assert pl.read_parquet_metadata(io.BytesIO(answer.data))["title"] == "claims"
    assert named(answer) == "figtrack-claims-dockers-on-strike-snapshot-2.parquet"


def test_a_workbook_has_a_sheet_for_each_thing_and_text_as_text(get: Get) -> None:
    answer = get("/downloads/findings.xlsx?kind=conflict")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["findings", "figures", "claims"]
    assert [cell.value for cell in next(book["findings"].iter_rows(min_row=2))][2] == "conflict"
    assert book["claims"].max_row == 3
    label = book["figures"]["B2"]
    assert (label.value, label.data_type) == ("=Dockers on strike", "s")


def test_an_archive_describes_and_cites_itself(get: Get, tmp_path: Path) -> None:
    answer = get(f"/downloads/claims.zip?figure={HARBOUR}")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert set(archive.namelist()) == {
            "README.md",
            "datapackage.json",
            "CITATION.cff",
            "claims.csv",
            "figures.csv",
            "findings.csv",
            "documents.csv",
        }
        archive.extractall(tmp_path)
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert f'figure = `"{HARBOUR}"`' in readme
    assert "snapshot 2 of" in readme
    assert "## How to cite" in readme
    assert "| `claim_id` |" in readme
    assert "cff-version: 1.2.0" in (tmp_path / "CITATION.cff").read_text(encoding="utf-8")
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.to_summary()


def test_articles_do_not_leave_with_the_claims(get: Get) -> None:
    with zipfile.ZipFile(io.BytesIO(get("/downloads/claims.zip?document=a.txt").data)) as archive:
        columns = pl.read_csv(archive.read("documents.csv")).columns
        assert "title" in columns
        assert "text" not in columns
        assert b"Nobody spoke to us" not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("name", RESOURCES)
@pytest.mark.parametrize("form", list(files.Form))
def test_every_form_of_everything_comes_whole(get: Get, name: str, form: files.Form) -> None:
    answer = get(f"/downloads/{name}.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(files.MEDIA[form].partition(";")[0])
    assert int(answer.headers["Content-Length"]) == len(answer.data) > 0


def test_what_was_known_then_is_what_leaves(get: Get) -> None:
    assert pl.read_csv(get("/downloads/findings.csv?snapshot=1").data).height == 0
    assert pl.read_csv(get("/downloads/findings.csv?snapshot=2").data).height == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/downloads/claims.exe", 404),
        ("/downloads/judgements.csv", 404),
        ("/downloads/claims.csv?snapshot=7", 404),
        ("/downloads/claims.csv?colour=red", 400),
        ("/downloads/claims.csv?kind=%3Cscript%3E", 400),
    ],
)
def test_what_can_not_be_had_is_said_in_words(get: Get, workspace: Path, path: str, status: int) -> None:
    answer = get(path)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert "Content-Disposition" not in answer.headers
    assert str(workspace.parent) not in answer.text
    assert "<script>" not in answer.text


def test_more_rows_than_a_form_takes_are_refused_before_they_are_gathered(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(files.MOST_ROWS, files.Form.XLSX, 3)
    answer = get("/downloads/claims.xlsx")
    assert answer.status_code == 413
    assert "9 claims match, more than the 3" in answer.text
    assert get(f"/downloads/claims.xlsx?figure={HARBOUR}&q=union").status_code == 200


def test_only_a_few_files_are_made_at_once(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_PATIENCE", 0.01)
    for _ in range(routes.AT_ONCE):
        assert routes._making.acquire(timeout=5)
    try:
        assert get("/downloads/claims.csv").status_code == 503
    finally:
        for _ in range(routes.AT_ONCE):
            routes._making.release()
    assert get("/downloads/claims.csv").status_code == 200


def test_nothing_is_left_on_the_disk(get: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert get("/downloads/claims.zip").status_code == 200
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["claims", "documents"])
def test_an_endless_title_is_cut(tmp_path: Path, name: str) -> None:
    frames = tables()
    frames["documents"] = frames["documents"].with_columns(title=pl.lit("T" * 100_000))
    Workspace.create(tmp_path / "workspace").commit(frames)
    found = pl.read_csv(getter(tmp_path / "workspace")(f"/downloads/{name}.csv").data)
    assert found["title"].str.len_chars().max() == 500


def test_a_name_is_harmless_whatever_the_figure_is_called(tmp_path: Path) -> None:
    frames = tables()
    for label, name in ((f"../../{HOSTILE}", "img-src-x-onerror-alert-1-script-alert-2-script"), ("部队", HARBOUR)):
        changed = frames["figures"].with_columns(label=pl.lit(label))
        path = tmp_path / name
        Workspace.create(path).commit({**frames, "figures": changed})
        answer = getter(path)(f"/downloads/claims.csv?figure={HARBOUR}")
        assert named(answer) == f"figtrack-claims-{name}-snapshot-1.csv"


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (state.Inbox(kind=FindingClass.SLIP, q="a b", page=3), "/f?kind=slip&q=a+b&snapshot=4"),
        (state.Figures(sort=state.Sort.LABEL, up=True), "/f?sort=label&up=1&snapshot=4"),
        (state.Figure("x&y", claim="c", view=state.View.SOURCE), "/f?figure=x%26y&folded=1&snapshot=4"),
        (state.Figure("x", unfolded=True), "/f?figure=x&snapshot=4"),
        (state.Document("a/b.txt"), "/f?document=a%2Fb.txt&snapshot=4"),
    ],
)
def test_a_page_links_to_what_it_shows(shown: state.State, found: str) -> None:
    asked = question_of(shown)
    assert asked is not None
    assert address("/f", asked[1], 4) == found


def test_a_page_without_rows_has_no_menu() -> None:
    assert menus.menu(state.Unknown("/x"), 1) is None


def test_the_claims_of_a_figure_are_those_of_its_page() -> None:
    source = scan(tables())
    for unfolded in (False, True):
        view = queries.figure(source, HARBOUR, unfolded=unfolded)
        assert view is not None
        rows = RESOURCES["claims"].rows(source, state.Claims(figure=HARBOUR, folded=not unfolded)).collect()
        assert rows["claim_id"].to_list() == [row["claim_id"] for row in view.claims]


def caption(label: str = "Dockers on strike", source: str = "Echo") -> picture.Caption:
    frames = tables()
    frames["figures"] = frames["figures"].with_columns(label=pl.lit(label))
    frames["claims"] = frames["claims"].with_columns(pl.col("source").replace("Coast Daily", source))
    wanted = state.Figure(HARBOUR)
    view = queries.figure(scan(frames), HARBOUR)
    assert view is not None
    return picture.caption(view, source_marks(view), wanted, (3, moment(20)))


def test_a_picture_says_what_it_shows_from_whom_and_when() -> None:
    found = caption()
    assert found.title == ("Dockers on strike",)
    assert "5 claims" in found.above[0]
    text = " ".join(found.below)
    for name in ("Harbour Post", "unknown source", "Wire &amp; Sons"):
        assert name in text
    assert "snapshot 3 of 20 Mar 2026" in text
    assert "A hollow mark is “about”, an arrow up “at least”, an arrow down “up to”." in text
    assert found.file == "figtrack-dockers-on-strike-snapshot-3"
    assert json.loads(json.dumps(found.told()))["chart"] == "chart"


def test_nothing_from_an_article_is_markup_in_a_picture() -> None:
    found = caption(label=HOSTILE, source=HOSTILE)
    lines = [*found.title, *found.above, *found.below]
    assert not any("<img" in line or "<script" in line for line in lines)
    assert "&lt;script&gt;" in "".join(found.title)


def test_a_long_name_takes_lines_and_ends() -> None:
    found = caption(label="Dockers who " * 2_000)
    assert 1 < len(found.title) <= 4
    assert len(found.file) < 100


def test_every_symbol_has_a_sign() -> None:
    assert {*SOURCE_SYMBOLS, UNKNOWN_SYMBOL} <= set(picture.SIGNS)


def test_a_comparison_leaves_with_the_claims_of_all_its_figures(get: Get) -> None:
    ids = sorted(pl.read_csv(get("/downloads/figures.csv").data)["figure_id"])[:2]
    name, wanted = question_of(state.Compare(figures=tuple(ids))) or ("", state.Claims())
    found = pl.read_csv(get(address(f"/downloads/{name}.csv", wanted, 2)).data, infer_schema_length=None)
    assert sorted(set(found["figure_id"])) == ids
