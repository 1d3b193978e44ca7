"""The files of a build until its snapshot is made, kept beside the tables: a killed build goes on from there.

`read/` has the documents that were read, in chunks, and `gathered/` what is then linked: both are made anew for each
build. What is finished is a pair of files for each chunk: its claims, and its documents with what tells them from any
other; the latter is written last, so where it is, both are. A name starts with the extractor's version and is made
from what is inside. A file appears whole or not at all; one that can't be read is as good as none.
"""

from __future__ import annotations

import contextlib
import shutil
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tracker.errors import WorkspaceError
from tracker.model import content_id
from tracker.schema import CLAIMS, DOCUMENTS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MARKS = ("doc_id", "text_mark", "fields_mark")
"""The columns that tell a document from any other, its metadata included."""
_MARKED = pl.Schema([*DOCUMENTS.polars.items(), ("text_mark", pl.Binary()), ("fields_mark", pl.Binary())])
FINISHED = pl.Schema([("name", pl.String()), *((name, _MARKED[name]) for name in MARKS)])
"""A finished document, and the name of the files that it is in."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The files in `folder`, finished ones of extractor `version` alone."""

    folder: Path
    version: int

    def begin(self) -> Path:
        """Make room for what is read; gives a file of this build alone, by which others know the folder.

        Raises:
            WorkspaceError: the disk is full or can't be written to.
        """
        shutil.rmtree(self.folder / "read", ignore_errors=True)
        sign = self.folder / "read" / uuid.uuid4().hex
        try:
            sign.parent.mkdir(parents=True)
            sign.touch()
        except OSError as error:
            raise _unwritten(sign, error) from error
        return sign

    def put_read(self, documents: pl.DataFrame) -> str:
        """Keep documents that were read (`chunks.marked`); gives the chunk's name."""
        name = content_id("chunk", *documents["text_mark"], *documents["fields_mark"], *documents["doc_id"])
        _write(documents, self.folder / "read" / f"{name}.parquet")
        return name

    def get_read(self, name: str) -> pl.DataFrame:
        """The documents of a chunk that was read."""
        return pl.read_parquet(self.folder / "read" / f"{name}.parquet")

    def put_finished(self, documents: pl.DataFrame, claims: pl.DataFrame) -> str:
        """Keep documents and their claims; gives the name of the files.

        Raises:
            WorkspaceError: the disk is full or can't be written to.
        """
        marks = (*documents["text_mark"], *documents["fields_mark"], *documents["doc_id"])
        name = f"{self.version}-{content_id('finished', *marks)}"
        _write(claims, self._file(name, "claims"))
        _write(documents, self._file(name, "documents"))
        return name

    def finished(self) -> pl.DataFrame:
        """Rows of `FINISHED`: what an earlier build left; what can't be read is removed."""
        found = [pl.DataFrame(schema=FINISHED)]
        for path in sorted(self.folder.glob(f"{self.version}-*.documents.parquet")):
            name = path.name.removesuffix(".documents.parquet")
            try:
                documents, claims = pl.read_parquet(path), pl.read_parquet(self._file(name, "claims"))
            except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
                documents, claims = pl.DataFrame(), pl.DataFrame()
            if documents.schema == _MARKED and claims.schema == CLAIMS.polars:
                found.append(documents.select(pl.lit(name).alias("name"), *MARKS))
            else:
                path.unlink(missing_ok=True)
        return pl.concat(found)

    def every(self, table: str, names: Sequence[str]) -> pl.LazyFrame:
        """The `documents` or the `claims` of finished files, as rows of their table."""
        columns = TABLES[table].polars
        files = [self._file(name, table) for name in names]
        return pl.scan_parquet(files).select(columns.names()) if files else pl.LazyFrame(schema=columns)

    def some(self, table: str, wanted: pl.DataFrame) -> pl.LazyFrame:
        """The same, but of the documents alone that `wanted` names, rows of `FINISHED`."""
        columns = TABLES[table].polars
        files = {name: str(self._file(name, table)) for name in wanted["name"].unique()}
        if not files:
            return pl.LazyFrame(schema=columns)
        ids = wanted.lazy().select("doc_id", file=pl.col("name").replace_strict(files, return_dtype=pl.String))
        there = pl.scan_parquet([*files.values()], include_file_paths="file")
        return there.join(ids, on=["doc_id", "file"], how="semi").select(columns.names())

    def gather(self, table: str, parts: Iterable[pl.LazyFrame], cuts: Sequence[str]) -> pl.LazyFrame:
        """Put rows, some files' at a time, into files that are cut where ids of documents are, and scan these.

        So the rows of a stretch of documents are read from few files.

        Raises:
            WorkspaceError: the disk is full or can't be written to.
        """
        folder = self.folder / "gathered" / table
        shutil.rmtree(folder, ignore_errors=True)
        starts = pl.Series(cuts, dtype=pl.String)
        cut = pl.col("doc_id").map_batches(
            lambda ids: starts.search_sorted(ids, side="right"), return_dtype=pl.get_index_type(), is_elementwise=True
        )
        try:
            for number, rows in enumerate(parts):
                files = pl.PartitionBy(folder / str(number), key={"cut": cut}, include_key=False)
                rows.sink_parquet(files, mkdir=True, engine="streaming")
        except (OSError, pl.exceptions.PolarsError) as error:
            raise _unwritten(folder, error) from error
        schema = TABLES[table].polars
        there = sorted(folder.rglob("*.parquet"))
        return pl.scan_parquet(there, hive_partitioning=False) if there else pl.LazyFrame(schema=schema)

    def clear(self) -> None:
        """Forget everything: its snapshot is made. What others keep in the folder stays."""
        for name in ("read", "gathered"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for path in (*self.folder.glob("*.parquet"), *self.folder.glob("*.part")):
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def _file(self, name: str, table: str) -> Path:
        return self.folder / f"{name}.{table}.parquet"


def _write(frame: pl.DataFrame, path: Path) -> None:
    """Write a file whole or not at all, whoever else writes the same."""
    part = path.with_name(f"{uuid.uuid4().hex}.part")
    try:
        frame.write_parquet(part)
        part.replace(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: Exception) -> WorkspaceError:
    remedy = "free some space or give yourself the right to write there; the last snapshot is untouched"
    return WorkspaceError(f"{path}: can't be written ({error}); {remedy}")
