"""The build: read, extract what is new, link and check everything, and commit it as one snapshot."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking import check
from tracker.chunks import documents_of
from tracker.engines import Engine, local
from tracker.errors import WorkspaceOvertakenError
from tracker.intake import Intake
from tracker.jobs import Watched
from tracker.language import EXTRACTOR_VERSION
from tracker.linking import link
from tracker.model import Document
from tracker.ordered import DOCUMENTS_AT_ONCE, starts
from tracker.reading import OWN_NAMES, Input, Names, list_inputs, read_paths
from tracker.schema import DOCUMENTS, INSTANT, OVERRULED
from tracker.storage import in_bucket
from tracker.unfinished import Unfinished
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracker.errors import InputRefusedError
    from tracker.snapshots import Snapshot

LOCK_WAIT = 60.0
"""Seconds that a build waits for another one to end."""

_DOCUMENTS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: the stage (reading, extracting, linking, checking, writing, or a sentence on a wait).

    While it extracts, `documents` of `total` are done; while it reads, `total` have been read. `parts` of linking and
    checking are done; how many there will be is not known.
    """

    stage: str
    documents: int = 0
    claims: int = 0
    refused: int = 0
    total: int = 0
    parts: int = 0


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


def build(  # noqa: PLR0913 -- all but two are keywords with a default
    paths: Sequence[Path | Input],
    workspace_path: Path,
    *,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
    again: bool = False,
    names: Names = OWN_NAMES,
    engine: Engine | None = None,
) -> BuildReport:
    """Take what `paths` hold into the workspace, which is made where there is none, and derive its tables.

    Only documents that are new are extracted, and those that an older extractor has read. With `again` all are, and
    what comes now with a document that is there replaces its title, source, address, date and language. Linking and
    checking go over everything, so that the tables are what one build of all documents would make. Where nothing is
    new, nothing is written. `names` are what the columns of tables and the fields of JSON lines are called. The work is
    done by an `engine` (which is ended with the build), else by so many `workers` on this machine.

    Raises:
        WorkspaceLockedError: another build is under way.
        WorkspaceError: the workspace is damaged or can't be written to.
        UsageError: there is something else at `workspace_path`, or the engine's workers can't do the work.
    """
    started = time.monotonic()
    with engine or local(workers) as running:
        refused = None if Workspace.is_at(workspace_path) else _unless_one_is_read(paths, names)
        if refused is not None:
            return BuildReport(0, 0, {}, 0, 0, tuple(refused), (), False, None, 0, 0, 0, {}, time.monotonic() - started)
        workspace = Workspace.create(workspace_path)
        tell = progress or _silent
        with workspace.building(LOCK_WAIT, lambda sentence: tell(Progress(sentence))):
            unfinished = Unfinished(workspace.unfinished, EXTRACTOR_VERSION)
            intake = Intake(running, unfinished, lambda intake: tell(_progress(intake)))
            return _build(paths, names, workspace, intake, again, started)


def _build(  # noqa: PLR0913, PLR0917 -- what was asked for, and where it is done
    paths: Sequence[Path | Input], names: Names, workspace: Workspace, intake: Intake, again: bool, started: float
) -> BuildReport:
    last = workspace.snapshot()
    stale = workspace.count("documents", last) > 0 and (
        again or last.made_by.get("extractor") != str(EXTRACTOR_VERSION)
    )
    if again:
        intake.unfinished.clear()
    sign = intake.unfinished.begin()
    intake.resume()
    places = [path.origin if isinstance(path, Input) else path for path in paths]
    seen = [place for place in places if isinstance(place, Path) and (in_bucket(place) or place.exists())]
    intake.engine.check([*seen, sign])
    new = intake.extract(intake.read(list_inputs(paths), names, workspace))
    read_again = _extract_again(workspace, intake, again) if stale else 0
    snapshot = last
    if new or read_again or last.made_by != _made_by(last):
        snapshot = _derive(workspace, last, intake)
    intake.unfinished.clear()
    return _report(workspace, snapshot, intake, last, (new, read_again, started))


def _extract_again(workspace: Workspace, intake: Intake, again: bool) -> int:
    """Extract what is in the workspace anew, with the metadata that came now if that is wanted."""
    taken = intake.differing if again else intake.differing.clear()
    with workspace.reading("documents"):
        there = workspace.scan("documents").join(taken.lazy().select("doc_id"), on="doc_id", how="anti")
        batches = there.collect_batches(chunk_size=_DOCUMENTS_AT_ONCE)
        old = intake.put(document for batch in batches for document in documents_of(batch))
    return intake.extract(pl.concat([taken, old]))


def _derive(workspace: Workspace, first: Snapshot, intake: Intake) -> Snapshot:
    """Derive the tables and commit them; anew from what is there then, where another build commits meanwhile."""
    known = workspace.scan("documents", first).select("doc_id").collect()
    last = first
    while True:
        try:
            return _derive_from(workspace, last, known, intake)
        except WorkspaceOvertakenError:
            last = workspace.snapshot()


def _derive_from(workspace: Workspace, last: Snapshot, known: pl.DataFrame, intake: Intake) -> Snapshot:
    """Link and check everything that was there and came in, and commit it.

    What came in is against documents that were `known`; of what others have brought since, theirs counts.
    """
    judgements = workspace.read("judgements", last)
    intake.at("linking")
    jobs = Watched(intake.engine, intake.one_more_part)
    with workspace.working_on("documents", "claims", since=last):
        linked = link(*_gathered(workspace, last, known, intake), judgements, jobs)
        intake.at("checking")
        checked = check(linked.documents, linked.claims, linked.figures, judgements, jobs)
    intake.at("writing")
    frames: dict[str, pl.DataFrame | pl.LazyFrame] = {
        "documents": linked.documents,
        "claims": linked.claims,
        "figures": checked.figures,
        "findings": checked.findings,
        OVERRULED.name: linked.overruled,
    }
    return workspace.commit(frames, _made_by(last), since=last)


def _gathered(
    workspace: Workspace, last: Snapshot, known: pl.DataFrame, intake: Intake
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """All documents and claims that are to be linked, not in memory."""
    before, claims = workspace.scan("documents", last), workspace.scan("claims", last)
    since = before.select("doc_id", since="ingested_at").collect(engine="streaming")
    theirs = since.join(known, on="doc_id", how="anti").lazy()
    new = {
        table: [rows.join(theirs, on="doc_id", how="anti") for rows in intake.extracted(table)]
        for table in ("documents", "claims")
    }
    none = since.clear().lazy()
    ids = pl.concat([frame.select("doc_id") for frame in (none, *new["documents"])]).collect(engine="streaming")
    cuts = starts(ids.lazy(), "doc_id", DOCUMENTS_AT_ONCE)
    dated = (_dated(rows, since) for rows in new["documents"])
    came = intake.unfinished.gather("documents", dated, cuts), intake.unfinished.gather("claims", new["claims"], cuts)
    kept = (rows.join(ids.lazy(), on="doc_id", how="anti") for rows in (before, claims))
    documents, claims = (pl.concat(both) for both in zip(kept, came, strict=True))
    return documents, claims


def _dated(came: pl.LazyFrame, since: pl.DataFrame) -> pl.LazyFrame:
    """Documents with the time when they first came: one that was there and was read again keeps it."""
    now = pl.lit(datetime.now(UTC)).cast(INSTANT)
    dated = came.join(since.lazy(), on="doc_id", how="left").with_columns(ingested_at=pl.coalesce("since", now))
    return dated.select(DOCUMENTS.polars.names())


def _made_by(last: Snapshot) -> dict[str, str]:
    """What derives the tables now; another answer than the last snapshot's means that they are out of date."""
    return {
        "figtrack": version("figtrack"),
        "extractor": str(EXTRACTOR_VERSION),
        "judgements": str(last.versions["judgements"]),
    }


def _unless_one_is_read(paths: Sequence[Path | Input], names: Names) -> list[InputRefusedError] | None:
    """What is refused of the paths where that is all there is; None as soon as there is a document."""
    refused: list[InputRefusedError] = []
    for item in read_paths(paths, names):
        if isinstance(item, Document):
            return None
        refused.append(item)
    return refused


def _report(
    workspace: Workspace, snapshot: Snapshot, intake: Intake, last: Snapshot, done: tuple[int, int, float]
) -> BuildReport:
    classes = workspace.read("findings", snapshot)["class"]
    new, read_again, started = done
    return BuildReport(
        new=new,
        known=intake.known,
        unread=dict(sorted(intake.unread.items())),
        read_again=read_again,
        differing=intake.differing.height,
        refused=tuple(intake.refused),
        cut=tuple(intake.cut),
        changed=snapshot.number != last.number,
        snapshot=snapshot.number,
        documents=workspace.count("documents", snapshot),
        claims=workspace.count("claims", snapshot),
        figures=workspace.count("figures", snapshot),
        findings=dict(sorted(Counter(classes.to_list()).items())),
        seconds=time.monotonic() - started,
    )


def _progress(intake: Intake) -> Progress:
    return Progress(intake.stage, intake.done, intake.claims, len(intake.refused), intake.total, intake.parts)


def _silent(_: Progress) -> None:
    """Tell nobody."""
