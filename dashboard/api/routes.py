"""The addresses of the API. Every answer names its snapshot, and links to other pages stay in it."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import polars as pl
from flask import Response, request

from dashboard import failures, queries
from dashboard.answers.addresses import parameters_of
from dashboard.answers.questions import SNAPSHOT, Question, RefusedQuestionError, ask, read
from dashboard.answers.resources import RESOURCES
from dashboard.answers.snapshots import NoSnapshotError, opened
from dashboard.api.description import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask

    from dashboard.answers.resources import Resource
    from dashboard.shown import Shown


def add(server: Flask, open_at: Callable[[int | None], Shown]) -> None:
    """Serve the API; `open_at` opens the snapshot of a number, or the latest."""

    def listed(resource: Resource) -> Callable[[], Response]:
        return lambda: answered(lambda: _page(open_at, resource))

    for name, resource in RESOURCES.items():
        server.add_url_rule(f"/api/{name}", f"api-{name}", listed(resource))

    @server.get("/api/figures/<path:figure_id>")
    def one_figure(figure_id: str) -> Response:
        return answered(lambda: _figure(open_at, figure_id))

    @server.get("/api/openapi.json")
    def openapi() -> Response:
        return _sent(_described())

    @server.get("/api/<path:_elsewhere>")
    def nothing(_elsewhere: str) -> Response:
        return failures.problem(404, "There is no such resource; /api/openapi.json says what there is.")


def answered(give: Callable[[], Response]) -> Response:
    """The answer, or the problem with the question."""
    try:
        return give()
    except RefusedQuestionError as error:
        faults = [{"parameter": name, "reason": fault} for name, fault in error.faults.items()]
        return failures.problem(400, str(error), "bad-parameter", {"errors": faults})
    except NoSnapshotError as error:
        return failures.problem(404, str(error), "unknown-snapshot")


def _page(open_at: Callable[[int | None], Shown], resource: Resource) -> Response:
    """A page of rows, how many there are in all, and where the pages around it are."""
    question = ask(resource, request.args.to_dict(flat=False))
    shown = opened(open_at, question.snapshot)
    with shown.reading():
        matching = resource.rows(shown.scan, question.wanted)
        total = matching.select(pl.len()).collect().item()
        rows = _rows(shown, resource, matching, question)
    pages = max(1, -(-total // question.size))
    links = {"self": _address(resource, question, shown.number, question.page)}
    if question.page < pages:
        links["next"] = _address(resource, question, shown.number, question.page + 1)
    if question.page > 1:
        links["prev"] = _address(resource, question, shown.number, min(question.page - 1, pages))
    told = {"total": total, "page": question.page, "size": question.size, "pages": pages}
    answer = _sent({**_about(shown), **told, "links": links, "items": [_plain(row) for row in rows]})
    relations = [f'<{links[name]}>; rel="{name}"' for name in ("next", "prev") if name in links]
    if relations:
        answer.headers["Link"] = ", ".join(relations)
    return answer


def _rows(shown: Shown, resource: Resource, matching: pl.LazyFrame, question: Question) -> list[dict[str, Any]]:
    """The rows of a page: their keys first, so that the many that are sorted are narrow."""
    key = resource.table.key
    keys = matching.select(key).slice((question.page - 1) * question.size, question.size).collect()[key]
    found = matching.filter(pl.col(key).is_in(keys.implode())).collect()
    return resource.whole(shown.scan, found.lazy()).collect().to_dicts()


def _figure(open_at: Callable[[int | None], Shown], figure_id: str) -> Response:
    """One figure with the findings about it; its claims are a page away."""
    number = read((SNAPSHOT,), request.args.to_dict(flat=False))["snapshot"]
    shown = opened(open_at, number)
    resource, own = RESOURCES["figures"], pl.col("figure_id") == figure_id
    with shown.reading():
        rows = resource.rows(shown.scan, resource.question()).filter(own).collect()
        about = queries.findings_about(shown.scan, rows.lazy().select("figure_id"))
        findings = about.sort("severity", "finding_id", descending=[True, False]).collect()
    if rows.is_empty():
        return failures.problem(404, "This snapshot has no figure of that id.", "unknown-figure")
    pinned = {"snapshot": shown.number}
    here = quote(figure_id, safe="", errors="replace")
    links = {
        "self": f"/api/figures/{here}?{urlencode(pinned)}",
        "claims": f"/api/claims?{urlencode({'figure': figure_id, **pinned}, errors='replace')}",
        "page": f"/figures/{here}?{urlencode(pinned)}",
    }
    item = _plain(rows.row(0, named=True))
    return _sent(
        {**_about(shown), "links": links, "item": item, "findings": [_plain(row) for row in findings.to_dicts()]}
    )


def _address(resource: Resource, question: Question, snapshot: int, page: int) -> str:
    own = {"page": page, "size": question.size, "snapshot": snapshot}
    return f"/api/{resource.name}?{urlencode({**parameters_of(question.wanted), **own}, errors='replace')}"


def _about(shown: Shown) -> dict[str, Any]:
    return {"snapshot": shown.number, "made_at": _instant(shown.made_at)}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON has it: times in ISO 8601, no number that is none."""
    return {name: _json(value) for name, value in row.items()}


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _sent(told: Mapping[str, Any]) -> Response:
    return Response(json.dumps(told, allow_nan=False), mimetype="application/json")


@cache
def _described() -> dict[str, Any]:
    return describe(version("figtrack"))
