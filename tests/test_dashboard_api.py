"""The API: the pages' filters, strict parameters, stable pages, problems in JSON, and a valid description of it all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from dashboard import queries, state
from dashboard.answers.questions import MAX_SIZE, RefusedQuestionError, ask, parameters
from dashboard.answers.resources import RESOURCES
from dashboard.app import create_app
from tests.sample_workspace import HARBOUR, HOSTILE, id_of, scan, tables
from tracker.workspace import Workspace

OWN = {"Host": "127.0.0.1:8050"}
PORT = {"SERVER_PORT": "8050"}
Get = Callable[..., TestResponse]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two snapshots: in the first there are no findings."""
    path = tmp_path_factory.mktemp("api") / "workspace"
    frames = tables()
    made = Workspace.create(path)
    made.commit({**frames, "findings": frames["findings"].clear()})
    made.commit(frames)
    return path


@pytest.fixture(scope="module")
def get(workspace: Path) -> Get:
    client = create_app(workspace).server.test_client()
    return lambda path, **options: client.get(path, headers=OWN, environ_overrides=PORT, **options)


@pytest.fixture(scope="module")
def described(get: Get) -> dict[str, Any]:
    found: dict[str, Any] = get("/api/openapi.json").get_json()
    return found


def ids(answer: TestResponse, key: str) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item[key] for item in answer.get_json()["items"]]


def conforms(described: dict[str, Any], name: str, told: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    jsonschema.Draft202012Validator(schema).validate(told)


def test_the_description_is_valid_openapi(described: dict[str, Any]) -> None:
    validate(described)
    assert set(described["paths"]) == {
        "/api/figures",
        "/api/figures/{figure_id}",
        "/api/claims",
        "/api/findings",
        "/api/documents",
        "/api/sources",
    }


@pytest.mark.parametrize("name", RESOURCES)
def test_a_page_is_as_described(get: Get, described: dict[str, Any], name: str) -> None:
    conforms(described, f"{name}_page", get(f"/api/{name}").get_json())


def test_a_figure_is_as_described(get: Get, described: dict[str, Any]) -> None:
    told = get(f"/api/figures/{HARBOUR}").get_json()
    conforms(described, "figure_answer", told)
    assert told["item"]["label"] == "Dockers on strike"
    assert {each["class"] for each in told["findings"]} == {"rounding", "revision", "conflict", "scope"}
    assert get(told["links"]["claims"]).get_json()["total"] == 6


@pytest.mark.parametrize(
    "search", ["", "?q=dockers", "?level=disputed", "?sort=label", "?sort=label&up=1", "?q=harbour+post&level=agreed"]
)
def test_figures_are_those_of_the_page(get: Get, search: str) -> None:
    wanted = state.parse("/figures", search)
    assert isinstance(wanted, state.Figures)
    shown, _ = queries.list_figures(scan(tables()), wanted)
    assert ids(get(f"/api/figures{search}"), "figure_id") == [row["figure_id"] for row in shown.rows]


@pytest.mark.parametrize("search", ["", "?which=alarms", "?kind=revision", "?status=dismissed", "?q=520"])
def test_findings_are_those_of_the_inbox(get: Get, search: str) -> None:
    wanted = state.parse("/", search)
    assert isinstance(wanted, state.Inbox)
    shown, _ = queries.list_findings(scan(tables()), wanted)
    assert ids(get(f"/api/findings{search}"), "finding_id") == [row["finding_id"] for row in shown.rows]


@pytest.mark.parametrize(
    ("search", "surfaces"),
    [
        (f"figure={HARBOUR}&folded=1", ["400", "350", "500", "520", "Dozens"]),
        ("document=c.txt", ["500", "1,200 to 1,500 litres"]),
        ("source=Harbour+Post&unit=count", ["400", "520"]),
        ("q=UNION", ["400"]),
        ("since=2026-03-05&until=2026-03-09", ["520", "$50 billion", "520", "1,000"]),
        ("until=2026-03-02", ["400"]),
        ("kind=idiom", []),
    ],
)
def test_claims_are_filtered(get: Get, search: str, surfaces: list[str]) -> None:
    assert ids(get(f"/api/claims?{search}"), "surface") == surfaces


def test_a_claim_comes_with_its_sentence(get: Get) -> None:
    first = get("/api/claims?document=a.txt").get_json()["items"][0]
    assert first["sentence"] == "Some 400 dockers walked out, the union said."
    assert first["label"] == "Dockers on strike"
    assert first["published"] == "2026-03-02T00:00:00Z"


def test_pages_hold_every_row_once_in_the_order_of_the_whole(get: Get) -> None:
    whole = ids(get("/api/claims"), "claim_id")
    seen: list[str] = []
    path: str | None = "/api/claims?size=4"
    while path:
        answer = get(path)
        seen += ids(answer, "claim_id")
        path = answer.get_json()["links"].get("next")
        assert (path is not None) == ('rel="next"' in answer.headers.get("Link", ""))
    assert seen == whole
    assert len(seen) == len(set(seen)) == 9


def test_links_keep_the_filter_and_stay_in_the_snapshot(get: Get) -> None:
    links = get("/api/claims?source=Harbour+Post&size=1").get_json()["links"]
    assert links["next"] == "/api/claims?source=Harbour+Post&page=2&size=1&snapshot=2"
    told = get(links["next"]).get_json()
    assert (told["snapshot"], told["page"]) == (2, 2)
    assert told["links"]["prev"] == "/api/claims?source=Harbour+Post&page=1&size=1&snapshot=2"


def test_a_page_past_the_last_is_empty_and_leads_back(get: Get) -> None:
    told = get("/api/claims?page=900").get_json()
    assert (told["items"], told["total"], told["pages"]) == ([], 9, 1)
    assert "next" not in told["links"]
    assert told["links"]["prev"].startswith("/api/claims?page=1&")


def test_an_earlier_snapshot_says_what_was_known_then(get: Get) -> None:
    assert get("/api/findings?snapshot=1").get_json()["total"] == 0
    assert get("/api/findings").get_json()["total"] == 3
    assert get(f"/api/figures/{HARBOUR}?snapshot=1").get_json()["findings"] == []


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("claims?size=501", "size"),
        ("claims?size=0", "size"),
        ("claims?page=-1", "page"),
        ("claims?page=1e3", "page"),
        ("claims?page=²", "page"),
        ("claims?page=1&page=2", "page"),
        ("claims?since=yesterday", "since"),
        ("claims?until=2026-02-30", "until"),
        ("claims?kind=person", "kind"),
        ("claims?folded=maybe", "folded"),
        (f"claims?q={'x' * 201}", "q"),
        ("figures?level=high", "level"),
        ("findings?colour=red", "colour"),
        (f"figures/{HARBOUR}?page=2", "page"),
        ("findings?snapshot=latest", "snapshot"),
    ],
)
def test_a_wrong_parameter_is_a_problem_that_names_it(
    get: Get, described: dict[str, Any], path: str, parameter: str
) -> None:
    answer = get(f"/api/{path}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    told = answer.get_json()
    conforms(described, "problem", told)
    assert told["type"] == "urn:figtrack:problem:bad-parameter"
    assert [each["parameter"] for each in told["errors"]] == [parameter]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/findings?snapshot=99", "unknown-snapshot"),
        ("/api/figures/nothing", "unknown-figure"),
        ("/api/figures/a/b%2Fc", "unknown-figure"),
        ("/api/people", "not-found"),
    ],
)
def test_what_is_not_there_is_a_problem_without_internals(get: Get, workspace: Path, path: str, kind: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.get_json()["type"] == f"urn:figtrack:problem:{kind}"
    assert str(workspace.parent) not in answer.text


def test_nothing_can_be_written(workspace: Path) -> None:
    client = create_app(workspace).server.test_client()
    answer = client.post("/api/findings", json={}, headers=OWN, environ_overrides=PORT)
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


def test_a_damaged_workspace_is_a_problem_without_internals(tmp_path: Path) -> None:
    path = tmp_path / "secret-place"
    Workspace.create(path).commit(tables())
    client = create_app(path).server.test_client()
    for file in (path / "claims").glob("*.parquet"):
        file.write_bytes(b"broken")
    answer = client.get("/api/claims", headers=OWN, environ_overrides=PORT)
    assert answer.status_code == 503
    assert answer.get_json()["type"] == "urn:figtrack:problem:unavailable"
    assert "secret-place" not in answer.text


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "workspace"
    text = f"The quay {HOSTILE} was busy and some 400 dockers walked out \u202edias noinu"
    frames = tables(**{"a.txt": text})
    start = text.index("400")
    moved = pl.when(pl.col("claim_id") == id_of("a.txt", "400"))
    spans = {"start": start, "end": start + 3, "sentence_start": 0, "sentence_end": len(text)}
    frames["claims"] = frames["claims"].with_columns(
        moved.then(pl.lit(value)).otherwise(pl.col(name)).alias(name) for name, value in spans.items()
    )
    Workspace.create(path).commit(frames)
    client = create_app(path).server.test_client()
    answer = client.get("/api/claims?document=a.txt", headers=OWN, environ_overrides=PORT)
    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert json.loads(answer.text)["items"][0]["sentence"] == text


@pytest.mark.parametrize("name", ["findings", "figures"])
def test_every_filter_of_a_page_is_a_parameter(name: str) -> None:
    known = {each.name for each in parameters(RESOURCES[name])}
    assert {field.name for field in fields(RESOURCES[name].question)} <= known
    assert {"page", "size", "snapshot"} <= known


def test_a_question_takes_defaults_where_a_parameter_is_empty() -> None:
    asked = ask(RESOURCES["findings"], {"kind": [""], "q": [""], "page": [""]})
    assert asked.wanted == state.Inbox()
    assert (asked.page, asked.size, asked.snapshot) == (1, queries.FINDINGS_PER_PAGE, None)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(RefusedQuestionError) as refused:
        ask(RESOURCES["claims"], {"size": [str(MAX_SIZE + 1)], "colour": ["red"]})
    assert set(refused.value.faults) == {"size", "colour"}
