"""The build: read, extract what is new, link and check everything, and commit it as one snapshot."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking import check
from tracker.engines import extract_chunks
from tracker.errors import InputRefusedError
from tracker.language import EXTRACTOR_VERSION
from tracker.limits import LIMITS
from tracker.linking import link
from tracker.model import Document, Grain
from tracker.reading import OWN_NAMES, Known, Names, Seen, fingerprint, new_documents, read_paths
from tracker.schema import CLAIMS, DOCUMENTS, OVERRULED
from tracker.unfinished import Unfinished
from tracker.workspace import ORDER, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tracker.snapshots import Snapshot

LOCK_WAIT = 60.0
"""Seconds that a build waits for another one to end."""

_LINKED = {"documents": ("copy_of", "story_id"), "claims": ("figure_id", "is_copy")}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: the stage (reading, linking, checking, writing, or a sentence on what it waits for)."""

    stage: str
    documents: int = 0
    claims: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, and what the workspace holds after it.

    `new`, `known` and `refused` are of the documents given; `differing` of the known came with other metadata, which
    only `again` takes over. `unread` counts the new ones by their language where that is not English: they are kept but
    not read for numbers. `cut` are the ids of new ones whose end is over `limits.max_document_chars` and was not
    read for numbers. `read_again` counts documents that were there and were extracted anew. `changed` is False
    where nothing was written. `findings` counts by class.
    """

    new: int
    known: int
    unread: Mapping[str, int]
    read_again: int
    differing: int
    refused: tuple[InputRefusedError, ...]
    cut: tuple[str, ...]
    changed: bool
    snapshot: int | None
    documents: int
    claims: int
    figures: int
    findings: Mapping[str, int]
    seconds: float


@dataclass(slots=True)
class _Intake:
    """What came in so far."""

    progress: Callable[[Progress], None]
    started: float
    unfinished: Unfinished
    new: int = 0
    known: int = 0
    claims: int = 0
    documents: list[pl.DataFrame] = field(default_factory=list)
    extracted: list[pl.DataFrame] = field(default_factory=list)
    refused: list[InputRefusedError] = field(default_factory=list)
    differing: dict[str, Document] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    read: int = 0

    def fresh(self, items: Iterable[Document | InputRefusedError], known: Known) -> Iterator[Document]:
        """The documents to extract among `items`; refusals and known ones are noted."""
        for item in new_documents(items, known):
            if isinstance(item, Document):
                if not item.is_read:
                    self.unread[item.language or ""] += 1
                elif len(item.text) > LIMITS.max_document_chars:
                    self.cut.append(item.doc_id)
                yield item
            elif isinstance(item, Seen):
                self.known += 1
                if item.differs:
                    self.differing[item.document.doc_id] = item.document
            else:
                self.refused.append(item)
                self.tell("reading")

    def extract(self, documents: Iterable[Document], workers: int, ingested_at: datetime) -> None:
        """Read claims from documents, chunk by chunk, but for those that a killed build had read."""
        before: list[Document] = []
        for chunk in extract_chunks(self._unread(documents, before), workers):
            if isinstance(chunk, InputRefusedError):
                self.refused.append(chunk)
            else:
                self.unfinished.save(chunk.documents, chunk.claims)
                self._take(chunk.documents, chunk.claims, ingested_at)
            self.tell("reading")
        self._take(before, self.unfinished.claims_of(before), ingested_at)

    def _unread(self, documents: Iterable[Document], before: list[Document]) -> Iterator[Document]:
        for document in documents:
            if self.unfinished.has(document):
                before.append(document)
            else:
                yield document

    def _take(self, documents: Sequence[Document], claims: pl.DataFrame, ingested_at: datetime) -> None:
        self.documents.append(documents_frame(documents, ingested_at))
        self.extracted.append(claims)
        self.read += len(documents)
        self.claims += claims.height

    def tell(self, stage: str) -> None:
        """Report how far the build is."""
        self.progress(Progress(stage, self.read, self.claims, len(self.refused)))


def build(  # noqa: PLR0913 -- all but two are keywords with a default
    paths: Sequence[Path],
    workspace_path: Path,
    *,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
    again: bool = False,
    names: Names = OWN_NAMES,
) -> BuildReport:
    """Take what `paths` hold into the workspace, which is made where there is none, and derive its tables.

    Only documents that are new are extracted, and those that an older extractor has read. With `again` all are, and
    what comes now with a document that is there replaces its title, source, address, date and language. Linking and
    checking go over everything, so that the tables are what one build of all documents would make. Where nothing is
    new, nothing is written. `names` are what the columns of tables and the fields of JSON lines are called.

    Raises:
        WorkspaceLockedError: another build is under way.
        WorkspaceError: the workspace is damaged or can't be written to.
        UsageError: there is something else at `workspace_path`.
    """
    started = time.monotonic()
    tell = progress or _silent
    items, refused = _until_document(read_paths(paths, names))
    if items is None and not Workspace.is_at(workspace_path):
        return BuildReport(0, 0, {}, 0, 0, tuple(refused), (), False, None, 0, 0, 0, {}, time.monotonic() - started)
    workspace = Workspace.create(workspace_path)
    with workspace.building(LOCK_WAIT, lambda sentence: tell(Progress(sentence))):
        unfinished = Unfinished(workspace.unfinished, EXTRACTOR_VERSION)
        if again:
            unfinished.clear()
        else:
            unfinished.load()
        intake = _Intake(tell, started, unfinished, refused=refused)
        return _build(workspace, items or iter(()), intake, workers, again)


def _build(
    workspace: Workspace,
    items: Iterator[Document | InputRefusedError],
    intake: _Intake,
    workers: int,
    again: bool,
) -> BuildReport:
    last = workspace.snapshot()
    documents = workspace.read("documents", last)
    known = {document.doc_id: fingerprint(document) for document in documents_of(documents)}
    stale = documents.height > 0 and (again or last.made_by.get("extractor") != str(EXTRACTOR_VERSION))
    now = datetime.now(UTC)
    intake.extract(intake.fresh(items, known), workers, now)
    intake.new = intake.read
    if stale:
        taken = intake.differing if again else {}
        intake.extract((taken.get(old.doc_id, old) for old in documents_of(documents)), workers, now)
    snapshot = last
    if intake.read or last.made_by != _made_by(last):
        snapshot = _derive(workspace, last, documents, intake, stale)
    intake.unfinished.clear()
    return _report(workspace, snapshot, intake, last)


def _derive(workspace: Workspace, last: Snapshot, before: pl.DataFrame, intake: _Intake, stale: bool) -> Snapshot:
    """Link and check everything that was there and came in, and commit it."""
    documents = _merged(before, pl.concat([DOCUMENTS.empty(), *intake.documents]))
    claims = pl.concat([CLAIMS.empty() if stale else workspace.read("claims", last), *intake.extracted])
    documents, claims = _bare("documents", documents), _bare("claims", claims)
    judgements = workspace.read("judgements", last)
    intake.tell("linking")
    linked = link(documents, claims, judgements)
    intake.tell("checking")
    checked = check(linked.documents, linked.claims, linked.figures, judgements)
    intake.tell("writing")
    frames = {
        "documents": linked.documents,
        "claims": linked.claims,
        "figures": checked.figures,
        "findings": checked.findings,
        OVERRULED.name: linked.overruled,
    }
    return workspace.commit(frames, _made_by(last))


def _merged(before: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """All documents; one that was there and was read again keeps the time when it first came."""
    since = before.select("doc_id", pl.col("ingested_at").alias("since"))
    dated = read.join(since, on="doc_id", how="left").with_columns(
        pl.coalesce("since", "ingested_at").alias("ingested_at")
    )
    return pl.concat([before.join(read, on="doc_id", how="anti"), dated.drop("since")])


def _bare(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A table in its order, as it is before linking."""
    emptied = [pl.lit(None, frame.schema[name]).alias(name) for name in _LINKED[table]]
    return frame.with_columns(emptied).sort(ORDER[table])


def _made_by(last: Snapshot) -> dict[str, str]:
    """What derives the tables now; another answer than the last snapshot's means that they are out of date."""
    return {
        "figtrack": version("figtrack"),
        "extractor": str(EXTRACTOR_VERSION),
        "judgements": str(last.versions["judgements"]),
    }


def _report(workspace: Workspace, snapshot: Snapshot, intake: _Intake, last: Snapshot) -> BuildReport:
    classes = workspace.read("findings", snapshot)["class"]
    return BuildReport(
        new=intake.new,
        known=intake.known,
        unread=dict(sorted(intake.unread.items())),
        read_again=intake.read - intake.new,
        differing=len(intake.differing),
        refused=tuple(intake.refused),
        cut=tuple(intake.cut),
        changed=snapshot.number != last.number,
        snapshot=snapshot.number,
        documents=workspace.count("documents", snapshot),
        claims=workspace.count("claims", snapshot),
        figures=workspace.count("figures", snapshot),
        findings=dict(sorted(Counter(classes.to_list()).items())),
        seconds=time.monotonic() - intake.started,
    )


def documents_frame(documents: Iterable[Document], ingested_at: datetime) -> pl.DataFrame:
    """Documents as rows of `schema.DOCUMENTS`, not yet linked."""
    names = [name for name in DOCUMENTS.polars if hasattr(Document, name)]
    return DOCUMENTS.frame(
        {**{name: getattr(document, name) for name in names}, "ingested_at": ingested_at} for document in documents
    )


def documents_of(frame: pl.DataFrame) -> Iterator[Document]:
    """The documents of a frame of `schema.DOCUMENTS`: what `documents_frame` was given."""
    names = [name for name in DOCUMENTS.polars if hasattr(Document, name)]
    for row in frame.select(names).iter_rows(named=True):
        yield Document(**{**row, "published_grain": Grain(row["published_grain"])})


def _until_document(
    items: Iterator[Document | InputRefusedError],
) -> tuple[Iterator[Document | InputRefusedError] | None, list[InputRefusedError]]:
    """The rest of `items` from the first document on, None where there is none, and the refusals before it."""
    refused: list[InputRefusedError] = []
    for item in items:
        if isinstance(item, Document):
            return chain([item], items), refused
        refused.append(item)
    return None, refused


def _silent(_: Progress) -> None:
    """Tell nobody."""
