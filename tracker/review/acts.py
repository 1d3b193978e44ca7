"""Acts of review: each is one judgement, with who made it and when; none is ever changed, one may take another back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from tracker.errors import UsageError
from tracker.linking.judgements import in_force
from tracker.schema import JUDGEMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.workspace import Workspace

MAX_WORDS = 2_000
"""Characters of a note."""
MAX_NAME = 120
"""Characters of a figure's name."""
MAX_TARGETS = 5_000


class Action(StrEnum):
    """What a judgement says of its targets."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    WRONG = "wrong"
    SAME = "same"
    DIFFERENT = "different"
    RENAME = "rename"
    NOTE = "note"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Judged:
    """One act: what is said of which claims, figures or findings; `value` is a name or a note's text."""

    action: Action
    targets: tuple[str, ...]
    value: str | None = None


def judge(workspace: Workspace, who: str, act: Judged) -> str:
    """Record an act and give its id; it is in effect at once. Two at the same time are both kept.

    Raises:
        UsageError: it says nothing, or more than a judgement holds.
        WorkspaceError: the workspace can't be written to, or another process doesn't let go of it.
    """
    value = _value(act)
    if not act.targets or len(act.targets) > MAX_TARGETS:
        raise UsageError(f"an act names 1 to {MAX_TARGETS:,} claims, figures or findings, not {len(act.targets):,}")
    row = {"action": act.action.value, "targets": list(act.targets), "value": value}
    return _append(workspace, who, row, datetime.now(UTC))


def take_back(workspace: Workspace, who: str, judgement_id: str) -> str:
    """Undo an act by one that supersedes it, and give that one's id; undoing that one restores the first.

    Raises:
        UsageError: there is no such act in force; somebody else may have taken it back.
        WorkspaceError: the workspace can't be written to, or another process doesn't let go of it.
    """
    judgements = workspace.read("judgements")
    if judgement_id not in in_force(judgements)["judgement_id"].to_list():
        raise UsageError("this act has been taken back already, or was never made")
    taken = judgements.filter(pl.col("judgement_id") == judgement_id).row(0, named=True)
    row = {"action": Action.UNDO.value, "targets": taken["targets"] or [], "supersedes": judgement_id}
    after = taken["made_at"] + timedelta(microseconds=1)  # clocks of two machines may differ
    return _append(workspace, who, row, max(datetime.now(UTC), after))


def _append(workspace: Workspace, who: str, row: Mapping[str, object], made_at: datetime) -> str:
    judgement_id = secrets.token_hex(8)
    whole = {**row, "judgement_id": judgement_id, "made_at": made_at, "who": who}
    workspace.append("judgements", JUDGEMENTS.frame([whole]))
    return judgement_id


def _value(act: Judged) -> str | None:
    """The name or the words, on one line or within their length."""
    if act.action is Action.NOTE:
        text = (act.value or "").strip()
        if not text:
            raise UsageError("a note needs some words")
        if len(text) > MAX_WORDS:
            raise UsageError(f"a note has at most {MAX_WORDS:,} characters, not {len(text):,}")
        return text
    name = " ".join((act.value or "").split())
    if act.action is Action.RENAME and not name:
        raise UsageError("a figure needs a name")
    if len(name) > MAX_NAME:
        raise UsageError(f"a name has at most {MAX_NAME} characters, not {len(name):,}")
    return name or None
