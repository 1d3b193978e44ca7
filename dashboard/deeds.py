"""What people did, in words: an act of review as a sentence, and the thing that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import wording
from dashboard.naming import source_name
from dashboard.state import Document, Figure, Inbox
from tracker.model import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.queries import Row, Things
    from dashboard.state import State

GONE = "something that is no longer there"
_NAME = 90


def said(row: Row, told: Things) -> str:
    """An act in words: `dismissed a finding`, `moved a claim to “Ships lost”`, `took back: …`."""
    targets: Sequence[str] = row["targets"] or ()
    match row["action"]:
        case "confirmed":
            return "confirmed a finding"
        case "dismissed":
            return "dismissed a finding"
        case "wrong":
            return f"marked {_claims(targets, told)} as misread"
        case "same":
            return _joined(targets, row["value"], told)
        case "different":
            name = f" as “{row['value']}”" if row["value"] else ""
            return f"put {_claims(targets, told)} in a figure of its own{name}"
        case "rename":
            return f"renamed a figure to “{row['value']}”"
        case "note":
            return f"noted: “{row['value']}”"
    undone = row["undone"]
    return f"took back: {said(undone, told)}" if undone else "took back an act"


def thing(row: Row, told: Things) -> tuple[str, State | None]:
    """What an act is about, and where it is to be seen; None where it is gone."""
    targets: Sequence[str] = row["targets"] or ()
    for target in targets:
        if target in told.findings:
            return _finding(told.findings[target], told)
    for target in targets:
        if target in told.claims:
            return _claim(told.claims[target])
    for target in targets:
        if target in told.figures:
            return told.figures[target]["label"], Figure(target)
    return GONE, None


def _finding(finding: Row, told: Things) -> tuple[str, State | None]:
    figure_id = finding["figure_id"]
    text = f"{finding['class']}: {wording.clipped(finding['summary'], 160)}"
    if finding["status"] == Status.DISMISSED or figure_id not in told.figures:
        return text, Inbox(status=Status(finding["status"]), q=_first_words(finding["summary"]))
    return text, Figure(figure_id)


def _first_words(text: str) -> str:
    return " ".join(text.split()[:4])


def _claim(claim: Row) -> tuple[str, State]:
    name = wording.clipped(f"{wording.reading(claim)} {claim['counted'] or ''}, {source_name(claim)}", _NAME)
    if claim["figure_id"]:
        return name, Figure(claim["figure_id"], claim=claim["claim_id"])
    return name, Document(claim["doc_id"], claim["claim_id"])


def _claims(targets: Sequence[str], told: Things) -> str:
    """`a claim`, `3 claims`; copies of one in other articles are not counted."""
    own = [target for target in targets if target in told.claims and not told.claims[target]["is_copy"]]
    return wording.counted(len(own), "claim") if len(own) > 1 else "a claim"


def _joined(targets: Sequence[str], name: str | None, told: Things) -> str:
    """`name` is what the figure was called then that claims were moved to, or that was joined to the first."""
    if not any(target in told.claims for target in targets):
        return f"joined “{name}” to it" if name else "joined two figures"
    return f"moved {_claims(targets, told)} to “{name}”" if name else f"moved {_claims(targets, told)}"
