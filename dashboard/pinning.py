"""Links that stay in a snapshot: on a page of the past every link inside the dashboard leads to the past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash.development.base_component import Component

from dashboard.state import pinned_to

if TYPE_CHECKING:
    from collections.abc import Iterator


def pinned(tree: Any, number: int) -> Any:
    """The same components, with every link that is a step inside the dashboard leading into the snapshot `number`."""
    for each in _links(tree):
        each.href = pinned_to(each.href, number)
    return tree


def _links(tree: Any) -> Iterator[Any]:
    waiting = [tree]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list | tuple):
            waiting.extend(each)
        elif isinstance(each, Component):
            if getattr(each, "data-go", None):
                yield each
            waiting.append(getattr(each, "children", None))
