"""The URL is the state: every page, filter, switch and selection is in the address, and old links still parse.

`parse(pathname, search)` never raises: an unknown path is `Unknown`, an unknown or broken parameter is its default.
"""

from dashboard.state.asked import Claims, Habits
from dashboard.state.parsing import parse, snapshot_of
from dashboard.state.states import (
    MAX_COMPARED,
    Audit,
    Clock,
    Compare,
    Document,
    Documents,
    Figure,
    Figures,
    Habit,
    Inbox,
    Level,
    Scale,
    Snapshots,
    Sort,
    Sources,
    Spread,
    State,
    Unknown,
    View,
    Which,
)
from dashboard.state.writing import href, pinned_to

__all__ = [
    "MAX_COMPARED",
    "Audit",
    "Claims",
    "Clock",
    "Compare",
    "Document",
    "Documents",
    "Figure",
    "Figures",
    "Habit",
    "Habits",
    "Inbox",
    "Level",
    "Scale",
    "Snapshots",
    "Sort",
    "Sources",
    "Spread",
    "State",
    "Unknown",
    "View",
    "Which",
    "href",
    "parse",
    "pinned_to",
    "snapshot_of",
]
