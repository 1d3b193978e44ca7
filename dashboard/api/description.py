"""The API's description (OpenAPI 3.1), made from the tables' columns and the questions' fields themselves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from dashboard.answers.questions import MAX_SIZE, SNAPSHOT, Parameter, parameters
from dashboard.answers.resources import RESOURCES
from dashboard.failures import PROBLEM
from tracker.schema import FINDINGS, IDS, INSTANT

if TYPE_CHECKING:
    from dashboard.answers.resources import Resource
    from tracker.schema import Column, Table

_TYPES = {pl.String: "string", pl.Float64: "number", pl.Int64: "integer", pl.Boolean: "boolean"}
_KINDS = {str: "string", int: "integer", bool: "boolean", date: "string"}
_TOLD = {
    "which": "Only alarms, or all.",
    "kind": "Of this class or kind only.",
    "status": "What stands so in review; what is dismissed is left out unless asked for.",
    "source": "What this source states.",
    "unit": "In this unit only.",
    "since": "From this day on.",
    "until": "Up to this day.",
    "q": "Holding every one of these words, in any case.",
    "level": "How far claims agree.",
    "sort": "What the rows are ordered by.",
    "up": "Whether the order is turned round.",
    "figure": "About the figure of this id.",
    "document": "In the document of this id.",
    "folded": "Without copies and repeats.",
    "page": "Which page, from 1.",
    "size": f"How many rows a page has, at most {MAX_SIZE}.",
    "snapshot": "The tables as this snapshot has them; else the latest.",
}
_PROBLEMS = {
    "400": "A parameter is unknown, or its value is none of its values; `errors` says which.",
    "401": "The dashboard asks for a log-in, and there is none.",
    "404": "There is no such snapshot or figure.",
    "503": "The workspace can't be read just now.",
}


def describe(version: str) -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Figtrack",
            "version": version,
            "description": "Figures in news articles, the claims about them and where these differ. Read only. The "
            "order of rows is stable; links to other pages stay in the snapshot that was answered from.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"session": []}],
        "paths": {**{f"/api/{each.name}": _list(each) for each in RESOURCES.values()}, **_one()},
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-figtrack",
                    "description": "The session that POST /log-in gives, where the dashboard asks for a log-in "
                    "(`figtrack` over plain http).",
                }
            },
        },
    }


def _list(resource: Resource) -> dict[str, Any]:
    return {
        "get": {
            "operationId": f"list_{resource.name}",
            "summary": f"A page of {resource.name}",
            "description": resource.table.meaning,
            "parameters": [_query(each) for each in parameters(resource)],
            "responses": {"200": _json(f"{resource.name}_page", "A page of rows."), **_problems()},
        }
    }


def _one() -> dict[str, Any]:
    named = {"name": "figure_id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "/api/figures/{figure_id}": {
            "get": {
                "operationId": "get_figure",
                "summary": "One figure with the findings about it",
                "parameters": [{**named, "description": "The figure's id."}, _query(SNAPSHOT)],
                "responses": {"200": _json("figure_answer", "The figure."), **_problems()},
            }
        }
    }


def _query(known: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": _KINDS[known.kind]}
    if known.kind is date:
        schema["format"] = "date"
    elif known.choices:
        schema["enum"] = [each.value for each in known.choices]
    elif known.kind is int:
        schema |= {"minimum": 0 if known.name == "snapshot" else 1, "maximum": known.most}
    elif known.kind is str:
        schema["maxLength"] = known.most
    if known.default not in {None, ""}:
        schema["default"] = known.default
    return {"name": known.name, "in": "query", "description": _TOLD.get(known.name, ""), "schema": schema}


def _schemas() -> dict[str, Any]:
    rows = {each.name: _row(each.table) for each in RESOURCES.values()}
    pages = {f"{name}_page": _page(name) for name in rows}
    return {**rows, **pages, "finding": _row(FINDINGS), "figure_answer": _answer(), "problem": _problem()}


def _row(table: Table) -> dict[str, Any]:
    properties = {column.name: _property(column) for column in table.columns}
    return _object(properties, table.meaning)


def _property(column: Column) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": column.meaning}
    if column.dtype == IDS:
        schema |= {"type": "array", "items": {"type": "string"}}
    elif column.dtype == INSTANT:
        schema |= {"type": "string", "format": "date-time"}
    else:
        schema["type"] = next(name for dtype, name in _TYPES.items() if column.dtype == dtype)
    if column.values:
        schema["enum"] = [each.value for each in column.values]
    if not column.required:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def _page(name: str) -> dict[str, Any]:
    counts = {each: {"type": "integer"} for each in ("total", "page", "size", "pages")}
    items = {"type": "array", "items": _ref(name)}
    return _object({**_about("next", "prev"), **counts, "items": items}, f"A page of {name}.")


def _answer() -> dict[str, Any]:
    findings = {"type": "array", "items": _ref("finding")}
    return _object({**_about("claims", "page"), "item": _ref("figures"), "findings": findings}, "A figure.")


def _about(*links: str) -> dict[str, Any]:
    address = {"type": "string", "format": "uri-reference"}
    return {
        "snapshot": {"type": "integer", "description": "The number of the snapshot that this is from."},
        "made_at": {"type": "string", "format": "date-time", "description": "When that was made."},
        "links": {"type": "object", "properties": dict.fromkeys(("self", *links), address), "required": ["self"]},
    }


def _object(properties: dict[str, Any], meaning: str) -> dict[str, Any]:
    return {"type": "object", "description": meaning, "properties": properties, "required": list(properties)}


def _problem() -> dict[str, Any]:
    texts = {name: {"type": "string"} for name in ("type", "title", "detail", "instance")}
    fault = _object({"parameter": {"type": "string"}, "reason": {"type": "string"}}, "What is wrong with a parameter.")
    schema = _object({**texts, "status": {"type": "integer"}}, "A problem by RFC 9457.")
    schema["properties"]["errors"] = {"type": "array", "items": fault}
    return schema


def _problems() -> dict[str, Any]:
    return {
        status: {"description": meaning, "content": {PROBLEM: {"schema": _ref("problem")}}}
        for status, meaning in _PROBLEMS.items()
    }


def _json(name: str, meaning: str) -> dict[str, Any]:
    return {"description": meaning, "content": {"application/json": {"schema": _ref(name)}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
