"""What a build has read so far, kept beside the tables until its snapshot is made: a killed build goes on from there.

One Parquet file a chunk: its claims, and in its metadata which documents these are of and by which extractor. A file
appears whole or not at all; one that can't be read is as good as none.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from tracker.errors import WorkspaceError
from tracker.model import content_id
from tracker.schema import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.model import Document


@dataclass(slots=True)
class Unfinished:
    """The chunks in `folder` that extractor `version` has read."""

    folder: Path
    version: int
    marks: dict[str, str] = field(default_factory=dict)
    claims: list[pl.DataFrame] = field(default_factory=list)

    def load(self) -> None:
        """Take in what an earlier build left in the folder."""
        for path in sorted(self.folder.glob("*.parquet")):
            try:
                said = json.loads(pl.read_parquet_metadata(path)["documents"])
                claims = pl.read_parquet(path)
            except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError, KeyError, OSError):
                continue
            if said["version"] == self.version and claims.schema == CLAIMS.polars:
                self.marks.update(said["marks"])
                self.claims.append(claims)

    def has(self, document: Document) -> bool:
        """Whether this very document has been read."""
        return bool(self.marks) and self.marks.get(document.doc_id) == _mark(document)

    def claims_of(self, documents: Sequence[Document]) -> pl.DataFrame:
        """The claims of documents that it `has`."""
        ids = pl.Series("doc_id", [document.doc_id for document in documents], pl.String)
        every = pl.concat([CLAIMS.empty(), *self.claims])
        return every.filter(pl.col("doc_id").is_in(ids.implode())).unique("claim_id", maintain_order=True)

    def save(self, documents: Sequence[Document], claims: pl.DataFrame) -> None:
        """Keep a chunk.

        Raises:
            WorkspaceError: the disk is full or can't be written to.
        """
        marks = {document.doc_id: _mark(document) for document in documents}
        path = self.folder / f"{content_id('chunk', self.version, *marks.values())}.parquet"
        part = path.with_suffix(".part")
        said = json.dumps({"version": self.version, "marks": marks})
        try:
            self.folder.mkdir(exist_ok=True)
            claims.write_parquet(part, metadata={"documents": said})
            part.replace(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            remedy = "free some space or give yourself the right to write there; the last snapshot is untouched"
            raise WorkspaceError(f"{path}: can't be written ({error}); {remedy}") from error

    def clear(self) -> None:
        """Forget everything: its snapshot is made."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _mark(document: Document) -> str:
    """What tells this document from any other, its metadata included."""
    return content_id(
        document.doc_id,
        document.text,
        document.title,
        document.source,
        document.url,
        document.published,
        document.published_grain,
        document.language,
    )
