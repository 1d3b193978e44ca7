"""What is asked of the rows that no page lists as they are: parameters of downloads and of the API."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.state.states import Habit
from tracker.model import Kind  # noqa: TC001 -- answers.questions reads the types of the fields


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims, by document and in order of time within a figure.

    `folded` leaves copies and repeats out, as the page of a figure does; `since` and `until` are days on which a claim
    holds, or was published where that is unknown. `figure` may name several, with a comma between them.
    """

    figure: str = ""
    document: str = ""
    source: str = ""
    unit: str = ""
    kind: Kind | None = None
    since: str = ""
    until: str = ""
    q: str = ""
    folded: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Habits:
    """The sources and what each does, ordered as on their page."""

    q: str = ""
    sort: Habit = Habit.SHARED
    up: bool = False
    page: int = 1
