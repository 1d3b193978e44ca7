"""Whether a workspace is whole: every file is what was written, and every table keeps the promises of `schema.py`."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import polars as pl

from tracker import snapshots
from tracker.errors import WorkspaceDamagedError
from tracker.model import Part
from tracker.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.schema import Table
    from tracker.workspace import Workspace

_REMEDY = "restore it from a backup, or build the workspace anew from its articles"
_NAMES = (
    ("documents", "copy_of", "documents"),
    ("claims", "doc_id", "documents"),
    ("claims", "figure_id", "figures"),
    ("claims", "part_of", "claims"),
    ("claims", "repeat_of", "claims"),
    ("findings", "figure_id", "figures"),
    ("findings", "claim_ids", "claims"),
)
"""A column of a table, and the table whose rows it names."""


def problems(workspace: Workspace) -> Iterator[str]:
    """What is wrong, a sentence each, naming the file or the row and what to do; nothing where all is whole.

    Files are checked against the checksums of all snapshots; what the tables say, in the latest one. Tables are read
    only where their files are what was written.
    """
    broken = list(_files(workspace))
    yield from broken
    if broken:
        return
    frames: dict[str, pl.DataFrame] = {}
    for name, table in TABLES.items():
        try:
            frames[name] = workspace.read(name)
        except WorkspaceDamagedError as error:
            yield str(error)
            continue
        yield from _table(table, frames[name])
    if len(frames) == len(TABLES):
        nameless = list(_names(frames))
        yield from nameless
        if not nameless:
            yield from _spans(frames["documents"], frames["claims"])


def _files(workspace: Workspace) -> Iterator[str]:
    whole, store = [], workspace.store
    for number in workspace.numbers():
        try:
            whole.append(workspace.snapshot(number))
        except WorkspaceDamagedError as error:
            yield str(error)
    for path, said in sorted(snapshots.first_checksums(whole).items()):
        try:
            is_whole = store.checksum(path) == said
        except OSError as error:
            yield f"{store.address(path)}: can't be read ({store.told(error)}); {_REMEDY}"
            continue
        if not is_whole:
            yield f"{store.address(path)}: its bytes are not those that were written; {_REMEDY}"


def _table(table: Table, frame: pl.DataFrame) -> Iterator[str]:
    if frame.schema != table.polars:
        yield f"{table.name}: its columns are not those of its schema; build the workspace anew from its articles"
        return
    doubled = frame.filter(pl.col(table.key).is_duplicated())[table.key].unique(maintain_order=True)
    for key in doubled.head(10):
        yield f"{table.name}: {table.key} {key!r} names more than one row; {_REMEDY}"
    for column in table.columns:
        if column.required and (empty := frame[column.name].null_count()):
            yield f"{table.name}.{column.name}: {empty:,} rows have no value where one belongs; {_REMEDY}"
        if column.values:
            values = [member.value for member in column.values]
            strange = frame[column.name].drop_nulls().unique().to_list()
            for value in sorted(set(strange) - set(values)):
                yield f"{table.name}.{column.name}: {value!r} is none of its values; {_REMEDY}"


def _names(frames: dict[str, pl.DataFrame]) -> Iterator[str]:
    for table, column, other in _NAMES:
        named = frames[table].select(pl.col(column).alias("named"))
        if named.schema["named"] == pl.List(pl.String):
            named = named.explode("named")
        there = frames[other].select(pl.col(TABLES[other].key).alias("named"))
        for key in named.drop_nulls().unique().join(there, on="named", how="anti").sort("named")["named"].head(10):
            yield f"{table}.{column}: {key!r} is not in {other}; {_REMEDY}"


def _spans(documents: pl.DataFrame, claims: pl.DataFrame) -> Iterator[str]:
    """Claims whose part of their document doesn't hold their surface at `[start:end]`.

    In Python, whose strings are code points as the offsets are; both frames come sorted by document, so that one
    text at a time is held, however many claims are in it.
    """
    texts = documents.select("doc_id", "title", "text").iter_rows(buffer_size=64)
    rows = claims.select("doc_id", "part", "claim_id", "start", "end", "surface").iter_rows()
    for doc_id, standing in groupby(rows, key=itemgetter(0)):
        found = next((row for row in texts if row[0] == doc_id), None)
        if found is None:
            return
        parts = {Part.TITLE: found[1] or "", Part.TEXT: found[2]}
        for _, part, claim_id, start, end, surface in standing:
            if parts.get(part, "")[start:end] != surface:
                yield f"claims: {claim_id!r} does not stand at {start}:{end} of the {part} of {doc_id!r}; {_REMEDY}"
