"""What workers do in a build: read inputs into chunks of documents, and extract the claims of a chunk's new documents.

Documents and claims go through files of the workspace's unfinished build and never through the process that directs
it, which sees only what tells documents apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from tracker.errors import InputRefusedError
from tracker.language import extract_many
from tracker.limits import LIMITS
from tracker.model import Document, Grain
from tracker.reading import Portion, fingerprint, read_portion
from tracker.schema import DOCUMENTS, claims_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tracker.reading import Names
    from tracker.unfinished import Unfinished

CHUNK_DOCUMENTS = 64
CHUNK_CHARS = 500_000
"""A chunk is closed at this many documents or code points, whichever comes first."""

SURVEYED = pl.Schema(
    {
        "portion": pl.UInt32,
        "at": pl.UInt32,
        "chunk": pl.String,
        "row": pl.UInt32,
        "doc_id": pl.String,
        "text_mark": pl.Binary,
        "fields_mark": pl.Binary,
        "read_from": pl.String,
        "unread": pl.String,
        "cut": pl.Boolean,
    }
)
"""A document that was read: its place in the input, its chunk and row there, what tells it from any other, what
messages call it, its language where it is not read for numbers, and whether its end is not."""
_DOCUMENT = [name for name in DOCUMENTS.polars if hasattr(Document, name)]


@dataclass(frozen=True, slots=True)
class Reading:
    """A portion of the input, its number, and how many of that portion's inputs come before these."""

    number: int
    portion: Portion
    before: int = 0

    def halves(self) -> tuple[Reading, ...]:
        """The two halves of its inputs; none where it has one."""
        inputs = self.portion.inputs
        middle = len(inputs) // 2
        if not middle:
            return ()
        first, second = Portion(inputs[:middle]), Portion(inputs[middle:])
        return Reading(self.number, first, self.before), Reading(self.number, second, self.before + middle)


@dataclass(frozen=True, slots=True)
class Survey:
    """What was read of a portion: rows of `SURVEYED`, and the refusals by their number in it."""

    number: int
    marks: pl.DataFrame
    refused: tuple[tuple[int, InputRefusedError], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of a chunk whose claims are wanted."""

    chunk: str
    rows: tuple[int, ...]

    def halves(self) -> tuple[Piece, ...]:
        """The two halves of its rows; none where it has one."""
        middle = len(self.rows) // 2
        return (replace(self, rows=self.rows[:middle]), replace(self, rows=self.rows[middle:])) if middle else ()


@dataclass(frozen=True, slots=True)
class Extracted:
    """What `extract` left: the name of the finished files, and how many documents and claims are in them."""

    name: str
    documents: int
    claims: int


def survey(unfinished: Unfinished, names: Names, reading: Reading) -> Survey:
    """Read a portion, leave its documents in chunks, and tell what they are.

    Raises:
        WorkspaceError: the workspace can't be written to.
    """
    refused: list[tuple[int, InputRefusedError]] = []

    def documents() -> Iterator[tuple[int, Document]]:
        for at, item in enumerate(read_portion(reading.portion, names), reading.before):
            if isinstance(item, InputRefusedError):
                refused.append((at, item))
            else:
                yield at, item

    return Survey(reading.number, put_chunks(unfinished, documents(), reading.number), tuple(refused))


def put_chunks(unfinished: Unfinished, documents: Iterable[tuple[int, Document]], number: int) -> pl.DataFrame:
    """Leave documents in chunks, each with its number in the portion; gives their rows of `SURVEYED`."""
    surveyed = [pl.DataFrame(schema=SURVEYED)]
    for chunk in _chunks(documents):
        frame = marked([document for _, document in chunk])
        name = unfinished.put_read(frame)
        given = [_given(at, document) for at, document in chunk]
        beside = pl.DataFrame(given, schema={name: SURVEYED[name] for name in ("at", "read_from", "unread", "cut")})
        rows = frame.select("doc_id", "text_mark", "fields_mark").with_row_index("row").hstack(beside)
        placed = rows.with_columns(pl.lit(number, pl.UInt32).alias("portion"), pl.lit(name).alias("chunk"))
        surveyed.append(placed.select(SURVEYED.names()))
    return pl.concat(surveyed)


def _given(at: int, document: Document) -> dict[str, object]:
    return {
        "at": at,
        "read_from": document.read_from,
        "unread": None if document.is_read else document.language or "",
        "cut": len(document.text) > LIMITS.max_document_chars,
    }


def extract(
    unfinished: Unfinished, extract_chunk: Callable[[Sequence[Document]], pl.DataFrame], piece: Piece
) -> Extracted:
    """Leave the claims of a piece, and its documents, among what is finished.

    Raises:
        WorkspaceError: the workspace can't be written to.
    """
    documents = unfinished.get_read(piece.chunk)[list(piece.rows)]
    claims = extract_chunk(tuple(documents_of(documents)))
    return Extracted(unfinished.put_finished(documents, claims), documents.height, claims.height)


def extract_chunk(documents: Sequence[Document]) -> pl.DataFrame:
    """The claims of some documents; what every engine runs."""
    return claims_frame(claim for _, claims in extract_many(documents) for claim in claims)


def _chunks(documents: Iterable[tuple[int, Document]]) -> Iterator[list[tuple[int, Document]]]:
    chunk: list[tuple[int, Document]] = []
    chars = 0
    for at, document in documents:
        chunk.append((at, document))
        chars += len(document.text)
        if len(chunk) == CHUNK_DOCUMENTS or chars >= CHUNK_CHARS:
            yield chunk
            chunk, chars = [], 0
    if chunk:
        yield chunk


def marked(documents: Sequence[Document]) -> pl.DataFrame:
    """Documents as rows of `schema.DOCUMENTS`, not yet linked or dated, with what tells them from any other."""
    rows = DOCUMENTS.frame({name: getattr(document, name) for name in _DOCUMENT} for document in documents)
    marks = [fingerprint(document) for document in documents]
    return rows.with_columns(
        pl.Series("text_mark", [mark.text for mark in marks], pl.Binary),
        pl.Series("fields_mark", [mark.metadata for mark in marks], pl.Binary),
    )


def documents_of(frame: pl.DataFrame) -> Iterator[Document]:
    """The documents of rows of `schema.DOCUMENTS`: what `marked` was given."""
    for row in frame.select(_DOCUMENT).iter_rows(named=True):
        yield Document(**{**row, "published_grain": Grain(row["published_grain"])})
