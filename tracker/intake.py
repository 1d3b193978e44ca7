"""Taking documents in: workers read the inputs, what is new among them is picked, and workers extract it.

What is picked does not depend on where and in which order work was done: of documents with one id the first in the
input counts, as if one process had read everything in its order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from tracker import chunks
from tracker.chunks import SURVEYED, Piece, Reading, documents_of
from tracker.engines import Lost
from tracker.errors import InputRefusedError
from tracker.reading import Portion, divided, fingerprint, in_portions, is_of_lines
from tracker.unfinished import FINISHED, MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tracker.engines import Engine
    from tracker.model import Document
    from tracker.reading import Input, Names
    from tracker.unfinished import Unfinished
    from tracker.workspace import Workspace

_KILLED = "the process that read it died each time", "try with more memory, or leave it out and tell us"
_DOCUMENTS_AT_ONCE = 5_000
_FILES_AT_ONCE = 256


@dataclass(slots=True)
class Intake:
    """What came in so far.

    `refused` in the order of the input; `known` counts documents that are there already, `differing` those of them
    that came with other metadata; `unread` counts new ones by language, `cut` are ids of long ones. `total` is how many
    are to be extracted, `done` how many are, with how many `claims`. `parts` of linking and checking are done.
    """

    engine: Engine
    unfinished: Unfinished
    tell: Callable[[Intake], None]
    stage: str = ""
    refused: list[InputRefusedError] = field(default_factory=list)
    known: int = 0
    differing: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SURVEYED))
    cut: list[str] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    total: int = 0
    done: int = 0
    claims: int = 0
    parts: int = 0
    _finished: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FINISHED))
    _earlier: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FINISHED))
    _names: list[str] = field(default_factory=list)

    def at(self, stage: str) -> None:
        """Tell how far the build is."""
        self.stage = stage
        self.tell(self)

    def one_more_part(self) -> None:
        """Tell that a part of linking or checking is done."""
        self.parts += 1
        self.at(self.stage)

    def resume(self) -> None:
        """Take up what an earlier build of this workspace left."""
        self._finished = self.unfinished.finished()

    def read(self, inputs: Iterable[Input | InputRefusedError], names: Names, workspace: Workspace) -> pl.DataFrame:
        """Read the inputs; gives rows of `SURVEYED` for what is new in the workspace."""
        surveys: list[pl.DataFrame] = [pl.DataFrame(schema=SURVEYED)]
        refused: list[tuple[int, int, InputRefusedError]] = []
        self.at("reading")
        work = partial(chunks.survey, self.unfinished, names)
        for done in self.engine.run(work, self._readings(inputs), Reading.halves):
            if isinstance(done, Lost):
                where = getattr(done.part.portion.inputs[0], "where", "")
                refused.append((done.part.number, done.part.before, InputRefusedError(where, *_KILLED)))
            else:
                surveys.append(done.result.marks)
                refused += [(done.result.number, at, error) for at, error in done.result.refused]
                self.total += done.result.marks.height
            self.at("reading")
        self.total = 0
        marks = pl.concat(surveys).sort("portion", "at")
        return self._new(told_apart(marks, _known(workspace, marks)), refused)

    def _readings(self, inputs: Iterable[Input | InputRefusedError]) -> Iterator[Reading]:
        number = 0
        for portion in in_portions(inputs):
            parts: list[Portion] = self.engine.once(divided, portion) if is_of_lines(portion) else [portion]
            for part in parts:
                yield Reading(number, part)
                number += 1

    def _new(self, marks: pl.DataFrame, refused: list[tuple[int, int, InputRefusedError]]) -> pl.DataFrame:
        for row in marks.filter(state="other").iter_rows(named=True):
            reason = f"another document with the id {row['doc_id']!r} and another text is already there"
            where = row["read_from"] or row["doc_id"]
            error = InputRefusedError(where, reason, "give one of the two another id or file name")
            refused.append((row["portion"], row["at"], error))
        self.refused += [error for _, _, error in sorted(refused, key=lambda each: each[:2])]
        self.known += marks.filter(pl.col("state").is_in(["same", "differs"])).height
        differing = marks.filter(state="differs").unique("doc_id", keep="last", maintain_order=True)
        self.differing = differing.select(SURVEYED.names())
        new = marks.filter(state="new").select(SURVEYED.names())
        self.unread.update(new["unread"].drop_nulls())
        self.cut += new.filter(pl.col("cut") & pl.col("unread").is_null())["doc_id"].to_list()
        return new

    def put(self, documents: Iterable[Document]) -> pl.DataFrame:
        """Leave documents of the workspace in chunks, to be extracted anew; gives their rows of `SURVEYED`."""
        return chunks.put_chunks(self.unfinished, enumerate(documents), 0)

    def extract(self, wanted: pl.DataFrame) -> int:
        """Extract what rows of `SURVEYED` name, but for what is finished; gives how many documents that were."""
        before = self.done
        finished = wanted.join(self._finished, on=MARKS, how="inner", nulls_equal=True)
        rest = wanted.join(self._finished, on=MARKS, how="anti", nulls_equal=True)
        self.total += wanted.height
        self._take_finished(finished)
        pieces = rest.group_by("chunk", maintain_order=True).agg("row")
        parts = (Piece(chunk, tuple(rows)) for chunk, rows in pieces.iter_rows())
        if rest.height:
            self.at("extracting")
        work = partial(chunks.extract, self.unfinished, chunks.extract_chunk)
        for done in self.engine.run(work, parts, Piece.halves):
            if isinstance(done, Lost):
                lost = rest.filter(pl.col("row").is_in(done.part.rows), chunk=done.part.chunk)
                self.refused += [InputRefusedError(doc_id, *_KILLED) for doc_id in lost["doc_id"]]
                self.total -= len(done.part.rows)
            else:
                self._names.append(done.result.name)
                self.done += done.result.documents
                self.claims += done.result.claims
            self.at("extracting")
        return self.done - before

    def _take_finished(self, rows: pl.DataFrame) -> None:
        """Take in documents that an earlier build had finished."""
        self._earlier = pl.concat([self._earlier, rows.select(FINISHED.names())])
        self.done += rows.height
        self.claims += self.unfinished.some("claims", rows).select(pl.len()).collect().item()

    def extracted(self, table: str) -> Iterator[pl.LazyFrame]:
        """The `documents` (not linked or dated) or `claims` of what was extracted, those of some files at a time."""
        for first in range(0, len(self._names), _FILES_AT_ONCE):
            yield self.unfinished.every(table, self._names[first : first + _FILES_AT_ONCE])
        names = self._earlier["name"].unique().sort()
        for some in names.to_frame().iter_slices(_FILES_AT_ONCE):
            yield self.unfinished.some(table, self._earlier.join(some, on="name", how="semi"))


def told_apart(marks: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Rows of `SURVEYED` in the order of the input, each with its `state`.

    `new`; the `same` as one that is there or came before, or with metadata that `differs`; or `other`: of the same id
    with another text. `known` is `MARKS` of what is there.
    """
    first = pl.int_range(pl.len()).over("doc_id") == 0
    there = known.select("doc_id", known_text="text_mark", known_fields="fields_mark")
    joined = marks.join(there, on="doc_id", how="left", maintain_order="left")
    is_known = pl.col("known_text").is_not_null()
    text = pl.coalesce("known_text", pl.col("text_mark").first().over("doc_id"))
    fields = pl.coalesce("known_fields", pl.col("fields_mark").first().over("doc_id"))
    state = (
        pl.when(~is_known & first)
        .then(pl.lit("new"))
        .when(pl.col("text_mark") != text)
        .then(pl.lit("other"))
        .when(pl.col("fields_mark") != fields)
        .then(pl.lit("differs"))
        .otherwise(pl.lit("same"))
    )
    return joined.with_columns(state=state)


def _known(workspace: Workspace, marks: pl.DataFrame) -> pl.DataFrame:
    """`MARKS` of the workspace's documents that have one of these ids."""
    found = [pl.DataFrame(schema={name: SURVEYED[name] for name in MARKS})]
    ids = marks.lazy().select("doc_id").unique()
    with workspace.reading("documents"):
        there = workspace.scan("documents").join(ids, on="doc_id", how="semi")
        for batch in there.collect_batches(chunk_size=_DOCUMENTS_AT_ONCE):
            rows = [(document.doc_id, *fingerprint(document)) for document in documents_of(batch)]
            found.append(pl.DataFrame(rows, schema=found[0].schema, orient="row"))
    return pl.concat(found)
