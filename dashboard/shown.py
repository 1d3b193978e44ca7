"""What a reader is shown: one snapshot's tables, and what that means for its links and for who may judge it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import access, conversion, pinning, queries

if TYPE_CHECKING:
    from datetime import datetime

    from dashboard import state
    from dashboard.history import History


@dataclass(frozen=True, slots=True)
class Shown:
    """The snapshot that is shown: its tables, number and time; `reading` names what is damaged while they are read.

    `pinned` is whether the address names it: then nothing can be judged, and every link stays in it. `newest` is the
    number of the newest snapshot there is, and `history` gives a page of all of them.
    """

    scan: queries.Scan
    number: int
    made_at: datetime
    reading: Callable[[], AbstractContextManager[None]] = nullcontext
    newest: int = 0
    pinned: bool = False
    history: Callable[[int, int], History] | None = None


Read = Callable[[], Shown]


def kept(shown: Shown, content: Any) -> Any:
    """The content as it is, or with its links into the snapshot that the address names."""
    return pinning.pinned(content, shown.number) if shown.pinned else content


def may_judge(shown: Shown) -> bool:
    """Whether the reader may judge what is shown: a reviewer, and no past snapshot."""
    return access.current().may_review and not shown.pinned


def figure_of(shown: Shown, wanted: state.Figure) -> queries.FigureView | None:
    """The figure that is wanted, in the unit that is wanted; None if there is none."""
    view = queries.figure(shown.scan, wanted.figure_id, unfolded=wanted.unfolded)
    return conversion.shown_in(view, wanted.unit) if view else None
