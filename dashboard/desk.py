"""The reviewer's desk: each act, from who asks for it to what the page then says; callbacks call these alone.

An act is refused where the reader may not judge, where the page shows a past snapshot, and where the thing is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from dashboard import access, deeds, failures, queries, state, wording
from dashboard.naming import source_name
from tracker.errors import UsageError, WorkspaceError
from tracker.review import MAX_NAME, Action, Judged, judge, laid_over, take_back
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dashboard.queries import Row, Scan
    from tracker.snapshots import Snapshot

MAY_NOT = "You can look here, but not judge: your name has the role of a viewer."
PAST = "This is a past snapshot: it can be read, not changed."


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: the words for it, the act's id and the snapshot with it in effect; None if it was refused.

    `aim` is where to look on, by a link's name; `gone` is a figure that is no longer there; `back` is what taking the
    act back is called.
    """

    said: str
    judgement_id: str | None = None
    snapshot: Snapshot | None = None
    aim: tuple[str, state.State] | None = None
    gone: str | None = None
    back: str = "Undo"


@dataclass(frozen=True, slots=True)
class Desk:
    """A workspace as a reviewer has it before them; `search` is the query of the page's address."""

    path: Path
    search: str | None = None

    def decide(self, finding_id: str, decision: str) -> Done:
        """Confirm or dismiss a finding, or open it again."""
        return self._carried_out(partial(_decide, finding_id=finding_id, decision=decision))

    def wrong(self, claim_id: str) -> Done:
        """Take a misread claim out of its figure, with what repeats and copies it."""
        return self._carried_out(partial(_wrong, claim_id=claim_id))

    def apart(self, claim_id: str) -> Done:
        """Put a claim in a figure of its own."""
        return self._carried_out(partial(_apart, claim_id=claim_id))

    def move(self, claim_id: str, figure_id: str) -> Done:
        """Put a claim into another figure."""
        return self._carried_out(partial(_move, claim_id=claim_id, figure_id=figure_id))

    def join(self, figure_id: str, other_id: str) -> Done:
        """Make one figure of two; it keeps the first one's name."""
        return self._carried_out(partial(_join, figure_id=figure_id, other_id=other_id))

    def split(self, figure_id: str, claim_ids: Sequence[str], name: str | None) -> Done:
        """Put some claims of a figure into a new one."""
        return self._carried_out(partial(_split, figure_id=figure_id, claim_ids=claim_ids, name=name))

    def rename(self, figure_id: str, name: str | None) -> Done:
        """Give a figure a name."""
        return self._carried_out(partial(_rename, figure_id=figure_id, name=name))

    def note(self, target: str, words: str | None) -> Done:
        """Add a note to a finding, a claim or a figure."""
        return self._carried_out(partial(_note, target=target, words=words))

    def undo(self, judgement_id: str) -> Done:
        """Take an act back, or a taking-back."""
        return self._carried_out(partial(_undo, judgement_id=judgement_id))

    def _carried_out(self, act: Callable[[_Open], Done]) -> Done:
        reader = access.current()
        if not reader.may_review:
            return Done(MAY_NOT)
        if state.snapshot_of(self.search) is not None:
            return Done(PAST)
        try:
            workspace = Workspace.open(self.path)
            with workspace.reading(""):
                done = act(_Open(workspace, laid_over(workspace).scan, reader.name))
            return replace(done, snapshot=workspace.snapshot())
        except (UsageError, WorkspaceError) as error:
            text = failures.in_words(error) if isinstance(error, WorkspaceError) else str(error)
            return Done(f"{text[:1].upper()}{text[1:].rstrip('.')}.")


@dataclass(frozen=True, slots=True)
class _Open:
    """The workspace that is judged, its tables with all judgements in effect, and who judges."""

    workspace: Workspace
    scan: Scan
    who: str

    def judged(self, action: Action, *targets: str, value: str | None = None) -> str:
        return judge(self.workspace, self.who, Judged(action, tuple(dict.fromkeys(targets)), value))

    def finding(self, finding_id: str) -> Row:
        return self._there("finding", queries.things(self.scan, [finding_id]).findings.get(finding_id))

    def claim(self, claim_id: str) -> Row:
        return self._there("claim", queries.things(self.scan, [claim_id]).claims.get(claim_id))

    def figure(self, figure_id: str | None) -> Row:
        return self._there("figure", queries.things(self.scan, [figure_id or ""]).figures.get(figure_id or ""))

    def gone(self, figure_id: str | None) -> str | None:
        """The figure, if it is no longer there after the judgements made by now."""
        there = laid_over(self.workspace).scan("figures").filter(pl.col("figure_id") == (figure_id or "")).collect()
        return figure_id if there.is_empty() else None

    def _there(self, noun: str, row: Row | None) -> Row:
        if row is None:
            raise UsageError(
                f"this {noun} is no longer there, so nothing was done; somebody may have judged it meanwhile"
            )
        return row


def _decide(desk: _Open, finding_id: str, decision: str) -> Done:
    finding = desk.finding(finding_id)
    what = wording.clipped(finding["summary"], 90)
    if decision != "open":
        action = Action.CONFIRMED if decision == Action.CONFIRMED else Action.DISMISSED
        return Done(f"{action.value.capitalize()}: {what}", desk.judged(action, finding_id))
    taken = [row for row in queries.acts_on(desk.scan, [finding_id]) if row["action"] in queries.DECISIONS]
    if not taken:
        raise UsageError("this finding is open already")
    ids = [take_back(desk.workspace, desk.who, row["judgement_id"]) for row in taken]
    return Done(f"Open again: {what}", ids[-1] if len(ids) == 1 else None)


def _wrong(desk: _Open, claim_id: str) -> Done:
    claim = desk.claim(claim_id)
    targets = queries.with_doubles(desk.scan, [claim_id])
    judgement_id = desk.judged(Action.WRONG, *targets)
    copies = f", and {wording.counted(len(targets) - 1, 'copy')}" if len(targets) > 1 else ""
    text = f"Taken out as misread: {_short(claim)}{copies.replace('copys', 'copies')}."
    return Done(text, judgement_id, gone=desk.gone(claim["figure_id"]))


def _apart(desk: _Open, claim_id: str) -> Done:
    return _split(desk, desk.claim(claim_id)["figure_id"], [claim_id], None)


def _move(desk: _Open, claim_id: str, figure_id: str) -> Done:
    claim, figure = desk.claim(claim_id), desk.figure(figure_id)
    if claim["figure_id"] == figure_id:
        raise UsageError("this claim is in that figure already")
    judgement_id = desk.judged(
        Action.SAME, *queries.with_doubles(desk.scan, [claim_id]), figure_id, value=_name(figure)
    )
    aim = ("Go to it", state.Figure(figure_id, claim=claim_id))
    return Done(
        f"{_short(claim)} now belongs to “{figure['label']}”.",
        judgement_id,
        aim=aim,
        gone=desk.gone(claim["figure_id"]),
    )


def _join(desk: _Open, figure_id: str, other_id: str) -> Done:
    figure, other = desk.figure(figure_id), desk.figure(other_id)
    if figure_id == other_id:
        raise UsageError("a figure can't be joined with itself")
    judgement_id = desk.judged(Action.SAME, figure_id, other_id, value=_name(other))
    return Done(f"“{other['label']}” is now part of “{figure['label']}”.", judgement_id)


def _split(desk: _Open, figure_id: str | None, claim_ids: Sequence[str], name: str | None) -> Done:
    figure = desk.figure(figure_id)
    own = queries.things(desk.scan, claim_ids).claims
    chosen = [each for each in claim_ids if each in own and own[each]["figure_id"] == figure_id]
    if not chosen:
        raise UsageError("choose at least one claim of this figure")
    targets = queries.with_doubles(desk.scan, chosen)
    there = desk.scan("claims").filter((pl.col("figure_id") == figure_id) & pl.col("repeat_of").is_null())
    if not there.filter(~pl.col("claim_id").is_in(targets)).collect().height:
        raise UsageError("these are all the claims of this figure: leave one, or rename it")
    judgement_id = desk.judged(Action.DIFFERENT, str(figure_id), *targets, value=name)
    made = laid_over(desk.workspace).scan("claims").filter(pl.col("claim_id") == chosen[0]).collect()["figure_id"][0]
    told = f"{wording.counted(len(chosen), 'claim')} split off “{figure['label']}”."
    aim = ("Go to the new figure", state.Figure(made, claim=chosen[0])) if made else None
    return Done(told, judgement_id, aim=aim)


def _rename(desk: _Open, figure_id: str, name: str | None) -> Done:
    figure = desk.figure(figure_id)
    if " ".join((name or "").split()) == figure["label"]:
        raise UsageError("this is its name already")
    judgement_id = desk.judged(Action.RENAME, figure_id, value=name)
    return Done(f"“{figure['label']}” has a new name.", judgement_id)


def _note(desk: _Open, target: str, words: str | None) -> Done:
    told = queries.things(desk.scan, [target])
    if target not in {*told.figures, *told.claims, *told.findings}:
        raise UsageError(f"this is about {deeds.GONE}, so nothing was noted")
    return Done("The note is saved.", desk.judged(Action.NOTE, target, value=words))


def _undo(desk: _Open, judgement_id: str) -> Done:
    row = next((row for row in queries.judgements(desk.scan) if row["judgement_id"] == judgement_id), None)
    if row is None:
        raise UsageError("this act was never made")
    told = queries.things(desk.scan, row["targets"] or ())
    done = take_back(desk.workspace, desk.who, judgement_id)
    if row["undone"]:
        return Done(f"In effect again: {deeds.said(row['undone'], told)}.", done)
    return Done(f"Taken back: {deeds.said(row, told)}.", done, back="Redo")


def _name(figure: Row) -> str:
    return wording.clipped(figure["label"], MAX_NAME)


def _short(claim: Row) -> str:
    return wording.clipped(f"{wording.reading(claim)} ({source_name(claim)})", 90)
