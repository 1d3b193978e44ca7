"""Rows written into a file: one table as Parquet or CSV; with what they concern, a workbook or an archive.

Everything goes through the library's own writers, so that a download and an export are written alike.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from dashboard import queries
from dashboard.answers.addresses import parameters_of
from dashboard.answers.resources import DOCUMENT_ROWS
from tracker import spreadsheet
from tracker.errors import UsageError
from tracker.export import Format, describing, pack, sink
from tracker.schema import CLAIMS, FIGURES, FINDINGS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dashboard.answers.resources import Resource, Wanted
    from dashboard.queries import Scan
    from tracker.datapackage import Dated
    from tracker.schema import Table


class Form(StrEnum):
    """What a download is written as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    ZIP = "zip"


MEDIA = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PARQUET: "application/vnd.apache.parquet",
    Form.ZIP: "application/zip",
}
MOST_ROWS = {Form.CSV: 250_000, Form.PARQUET: 250_000, Form.ZIP: 250_000, Form.XLSX: 25_000}
"""The most rows of what is asked for: they are sorted in memory, and a workbook is written a cell at a time."""


@dataclass(frozen=True, slots=True)
class Written:
    """A table with its rows, as it goes into a workbook or an archive."""

    table: Table
    rows: pl.DataFrame


def write(path: Path, form: Form, scan: Scan, asked: tuple[Resource, Wanted], about: Dated) -> None:
    """Write what matches a question to `path`.

    Raises:
        UsageError: more rows match than a file of that form takes.
        WorkspaceError: the disk is full, or a file that rows come from is damaged.
    """
    resource, wanted = asked
    rows = resource.rows(scan, wanted)
    _check(rows, form, resource.name)
    whole = resource.whole(scan, rows)
    if form in {Form.CSV, Form.PARQUET}:
        sink(whole, path, Format(form.value), resource.table)
        return
    written = [Written(resource.table, whole.collect())]
    written += _concerned(scan, resource.name, written[0].rows)
    if form is Form.XLSX:
        spreadsheet.write(path, {each.table.name: [each.rows] for each in written})
    else:
        _archive(path, written, about, _notes(wanted, written[0]))


def _notes(wanted: Wanted, first: Written) -> list[str]:
    given = parameters_of(wanted)
    told = ", ".join(f"{name} = `{json.dumps(value, ensure_ascii=False)}`" for name, value in given.items())
    filtered = f"what matches {told}" if given else "everything"
    return [f"This is {filtered}: {first.rows.height:,} {first.table.name}, and what they concern."]


def _concerned(scan: Scan, name: str, rows: pl.DataFrame) -> list[Written]:
    """The rows of other tables that these name, or that name these."""
    if name == "sources":
        return []
    if name == "documents":
        return [Written(CLAIMS, _having(scan("claims"), rows.lazy().select("doc_id"), "doc_id", CLAIMS))]
    figures = rows.lazy().select("figure_id").drop_nulls().unique()
    about = queries.findings_about(scan, figures).select("finding_id")
    findings = Written(FINDINGS, _having(scan("findings"), about, "finding_id", FINDINGS))
    if name == "figures":
        return [findings]
    named = Written(FIGURES, _having(scan("figures"), figures, "figure_id", FIGURES))
    if name == "findings":
        ids = rows.lazy().select(pl.col("claim_ids").list.explode().alias("claim_id")).drop_nulls().unique()
        return [named, Written(CLAIMS, _having(scan("claims"), ids, "claim_id", CLAIMS))]
    documents = rows.lazy().select("doc_id").unique()
    return [named, findings, Written(DOCUMENT_ROWS, _having(scan("documents"), documents, "doc_id", DOCUMENT_ROWS))]


def _having(table: pl.LazyFrame, ids: pl.LazyFrame, key: str, described: Table) -> pl.DataFrame:
    kept = table.select(described.polars.names()).join(ids, on=key, how="semi")
    return kept.sort(described.key).head(MOST_ROWS[Form.ZIP]).collect()


def _archive(path: Path, written: Sequence[Written], about: Dated, notes: Sequence[str]) -> None:
    """A zip of CSV files with README.md, datapackage.json and CITATION.cff."""
    content: dict[str, Path | str] = {}
    content.update(describing(Format.CSV, about, [(each.table, each.rows.height) for each in written], notes))
    for each in written:
        part = path.with_name(f"{each.table.name}.csv")
        sink(each.rows.lazy(), part, Format.CSV, each.table)
        content[part.name] = part
    pack(path, content)


def _check(rows: pl.LazyFrame, form: Form, name: str) -> None:
    found = rows.select(pl.len()).collect().item()
    if found > MOST_ROWS[form]:
        other = "narrow the filter, or choose CSV or Parquet" if form is Form.XLSX else "narrow the filter"
        reason = f"{found:,} {name} match, more than the {MOST_ROWS[form]:,} of such a file"
        raise UsageError(f"{reason}; {other}, or let `figtrack export` write everything")
