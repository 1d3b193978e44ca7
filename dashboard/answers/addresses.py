"""Where what a page shows can be had as a file or as JSON: the page's state as a question, and its address."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboard import state

if TYPE_CHECKING:
    from dashboard.answers.resources import Wanted
    from dashboard.state import State


def question_of(shown: State) -> tuple[str, Wanted] | None:
    """The resource that a page shows and the question for all its rows; None for a page that shows none."""
    match shown:
        case state.Inbox():
            return "findings", shown
        case state.Figures():
            return "figures", shown
        case state.Figure():
            return "claims", state.Claims(figure=shown.figure_id, folded=not shown.unfolded)
        case state.Compare() if shown.figures:
            return "claims", state.Claims(figure=",".join(shown.figures), folded=True)
        case state.Documents():
            return "documents", shown
        case state.Sources():
            return "sources", state.Habits(q=shown.q, sort=shown.sort, up=shown.up)
        case state.Document():
            return "claims", state.Claims(document=shown.doc_id)
        case _:
            return None


def parameters_of(wanted: Wanted) -> dict[str, str]:
    """The parameters of a question, those at their default left out, without its page."""
    given = {field.name: (getattr(wanted, field.name), field.default) for field in fields(wanted)}
    left = {name: value for name, (value, default) in given.items() if value != default}
    return {name: "1" if value is True else str(value) for name, value in left.items() if name not in _NO_FILTERS}


def address(path: str, wanted: Wanted, number: int) -> str:
    """The address at `path` of all that matches, in the snapshot of that number."""
    return f"{path}?{urlencode({**parameters_of(wanted), 'snapshot': str(number)}, errors='replace')}"


_NO_FILTERS = ("page", "snapshot")
