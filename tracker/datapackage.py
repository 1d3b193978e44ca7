"""The tables' description: for machines by the Data Package standard, for people as Markdown; both from `schema.py`."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Protocol

import polars as pl

from tracker.schema import IDS, INSTANT, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from enum import StrEnum

    from tracker.schema import Column, Table

NAME = "datapackage.json"
PACKAGE = "figtrack-export"
MADE_WITH = f"Figtrack {version('figtrack')}"

_TYPES = {pl.String: "string", pl.Float64: "number", pl.Int64: "integer", pl.Boolean: "boolean"}
_MEDIA = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FOREIGN = {
    "documents": {"copy_of": "documents"},
    "claims": {"doc_id": "documents", "figure_id": "figures", "part_of": "claims", "repeat_of": "claims"},
    "findings": {"figure_id": "figures"},
    "judgements": {"supersedes": "judgements"},
}
"""Which column of a table names a row of which table."""

_LISTS = {"csv": "array", "jsonl": "array", "parquet": "any", "xlsx": "string"}
"""What a list of ids is in a file of each format, so that a validator finds what is said.

CSV has JSON arrays in its cells; a list column of Parquet comes to frictionless as NumPy's arrays, which it takes for
no `array`; Excel's cells hold the ids with spaces between them.
"""


class Dated(Protocol):
    """What is described: a snapshot, by its number and its time."""

    @property
    def number(self) -> int:
        """The snapshot's number."""

    @property
    def made_at(self) -> datetime:
        """When it was made."""


def descriptor(
    form: StrEnum,
    snapshot: Dated,
    tables: Mapping[str, Table] = TABLES,
    files: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, object]:
    """The content of `datapackage.json` for tables that are written in `form` (parquet, csv, jsonl or xlsx).

    A table that is split into several `files` is as many resources, and no other can refer to it.
    """
    paths = {name: list((files or {}).get(name, [_path(name, form)])) for name in tables}
    whole = {name: table for name, table in tables.items() if len(paths[name]) == 1}
    return {
        "name": PACKAGE,
        "title": "Figures in news articles, as claims",
        "description": "Every figure that the articles state, who says so and when, and where the claims differ.",
        "created": snapshot.made_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "version": str(snapshot.number),
        "sources": [{"title": f"{MADE_WITH}, snapshot {snapshot.number}"}],
        "resources": [
            _resource(table, form, whole, path, number if len(paths[table.name]) > 1 else None)
            for table in tables.values()
            for number, path in enumerate(paths[table.name], 1)
        ],
    }


def parquet_metadata(table: Table) -> dict[str, str]:
    """What a Parquet file says of itself: the table's meaning and its columns' description."""
    return {"title": table.name, "description": table.meaning, "schema": json.dumps(_schema(table))}


def dictionary(table: Table) -> str:
    """A table's columns as a Markdown table."""
    lines = [f"{table.meaning} A row is named by `{table.key}`.", ""]
    lines += ["| column | type | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{column.name}` | {_type(column)} | {_meaning(column)} |" for column in table.columns]
    return "\n".join(lines)


def citation(snapshot: Dated) -> str:
    """How what a snapshot holds is cited, in a sentence."""
    day = f"{snapshot.made_at:%Y-%m-%d}"
    return f"{MADE_WITH}: claims from news articles, snapshot {snapshot.number} of {day}."


def citation_file(snapshot: Dated) -> str:
    """The same in the Citation File Format 1.2.0 (https://citation-file-format.github.io), as CITATION.cff."""
    return "\n".join(
        [
            "cff-version: 1.2.0",
            "message: Cite these data as below, and name the publisher of any sentence that you quote.",
            "type: dataset",
            "title: Figures in news articles, as claims",
            "authors:",
            f"  - name: {MADE_WITH}",
            f'version: "{snapshot.number}"',
            f"date-released: {snapshot.made_at:%Y-%m-%d}",
            "",
        ]
    )


def readme(
    form: StrEnum,
    snapshot: Dated,
    rows: Sequence[tuple[Table, int]],
    notes: Sequence[str],
    files: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """The content of the README.md of tables, each with how many rows it has, that are written in `form`."""
    paths = {table.name: _path(table.name, form) for table, _ in rows}
    paths.update({name: f"{name}/" for name, split in (files or {}).items() if len(split) > 1})
    day = f"{snapshot.made_at:%Y-%m-%d}"
    listed = [f"- `{paths[table.name]}`: {table.name}, {count:,} rows" for table, count in rows]
    described = [f"## {table.name}\n\n{dictionary(table)}\n" for table, _ in rows]
    reading = {
        "csv": "Times are ISO 8601 in UTC, lists are JSON arrays, an empty cell is no value. Text that a spreadsheet "
        "would run as a formula (it starts with `=`, `+`, `-`, `@` or white space) has an apostrophe before it.",
        "jsonl": "One JSON object a line. Times are ISO 8601 in UTC.",
        "xlsx": "One sheet a table. Times are in UTC; lists are separated by spaces.",
        "parquet": "Times are in UTC. Any reader of Parquet opens these: Polars, DuckDB, pandas, R's arrow.",
    }
    cite = citation(snapshot)
    return "\n".join(
        [
            "# Figures in news articles, as claims",
            "",
            f"Made by {MADE_WITH} from snapshot {snapshot.number} of {day}.",
            "",
            *listed,
            "",
            reading[form.value],
            *[f"\n{note}" for note in notes],
            "",
            "A claim is one numeric expression in a document: who says how much of what, and when. Its surface stands "
            "at `[start:end]` of the document's text (or title), counted in Unicode code points. Never add up or "
            "average claims: a figure keeps the lowest, the best and the highest apart.",
            "",
            f"## How to cite\n\n{cite} Name the articles' publishers with any sentence quoted; the texts are theirs.\n",
            *described,
        ]
    )


def _path(name: str, form: StrEnum) -> str:
    return "figtrack.xlsx" if form.value == "xlsx" else f"{name}.{form.value}"


def _resource(
    table: Table, form: StrEnum, among: Mapping[str, Table], path: str, number: int | None
) -> dict[str, object]:
    resource: dict[str, object] = {
        "name": table.name if number is None else f"{table.name}-{number}",
        "title": table.name.capitalize(),
        "description": table.meaning,
        "type": "table",
        "path": path,
        "format": form.value,
        "mediatype": _MEDIA[form.value],
        "encoding": "utf-8",
        "schema": _schema(table, form.value, among),
    }
    if form.value == "xlsx":
        resource["dialect"] = {"excel": {"sheet": table.name}}
    return resource


def _schema(table: Table, form: str = "csv", among: Mapping[str, Table] = TABLES) -> dict[str, object]:
    named = _FOREIGN.get(table.name, {})
    keys = [_foreign(table, column, other) for column, other in named.items() if other in among]
    fields = [_field(column, column.name == table.key, form) for column in table.columns]
    return {"fields": fields, "primaryKey": [table.key], **({"foreignKeys": keys} if keys else {})}


def _foreign(table: Table, column: str, other: str) -> dict[str, object]:
    # The standard names a table that refers to itself by an empty resource.
    resource = "" if other == table.name else other
    return {"fields": [column], "reference": {"resource": resource, "fields": [TABLES[other].key]}}


def _field(column: Column, is_key: bool, form: str) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if column.required:
        constraints["required"] = True
    if is_key:
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = [member.value for member in column.values]
    field: dict[str, object] = {"name": column.name, "type": _type(column, form), "description": column.meaning}
    return {**field, "constraints": constraints} if constraints else field


def _type(column: Column, form: str = "csv") -> str:
    if column.dtype == INSTANT:
        return "datetime"
    if column.dtype == IDS:
        return _LISTS[form]
    return next(name for dtype, name in _TYPES.items() if column.dtype == dtype)


def _meaning(column: Column) -> str:
    meaning = column.meaning.replace("|", "\\|")
    if column.values:
        meaning += " One of " + ", ".join(f"`{member.value}`" for member in column.values) + "."
    return meaning if not column.required else f"{meaning} Never null."
