"""The fields that narrow a list by source, unit, date and status; what they hold stands in the address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc

from dashboard import wording
from dashboard.pages import parts
from dashboard.state import Inbox
from tracker.model import Status

if TYPE_CHECKING:
    from dash import html
    from dash.development.base_component import Component

    from dashboard.queries.narrowing import Choices
    from dashboard.state import Figures

_STATUSES = {Status.OPEN: "Open", Status.CONFIRMED: "Confirmed", Status.DISMISSED: "Dismissed"}


def field_id(name: Any) -> dict[str, Any]:
    """The id of the field that holds a parameter of the address."""
    return {"type": "narrow", "name": name}


def fields(wanted: Inbox | Figures, choices: Choices) -> list[Component]:
    """Source, unit, the first and the last day, and for findings their status."""
    units = [{"value": unit, "label": wording.unit_name(unit)} for unit in choices.units]
    found: list[Component] = [
        _choice("source", "Source", "Any source", (_options(choices.sources, wanted.source), wanted.source)),
        _choice("unit", "Unit", "Any unit", (_known(units, wanted.unit), wanted.unit)),
        _day("since", "From", wanted.since),
        _day("until", "To", wanted.until),
    ]
    if isinstance(wanted, Inbox):
        statuses = [{"value": status.value, "label": label} for status, label in _STATUSES.items()]
        status = wanted.status.value if wanted.status else ""
        found.append(_choice("status", "Status", "Not dismissed", (statuses, status)))
    return found


def clearing(wanted: Inbox | Figures) -> html.A | None:
    """A link that takes all filters off; None where there is none."""
    if isinstance(wanted, Inbox):
        cleared: Inbox | Figures = replace(wanted, q="", source="", unit="", since="", until="", status=None, page=1)
    else:
        cleared = replace(wanted, q="", source="", unit="", since="", until="", page=1)
    return None if cleared == replace(wanted, page=1) else parts.link("Clear filters", cleared, className="go clear")


def _options(names: list[str], chosen: str) -> list[dict[str, str]]:
    return _known([{"value": name, "label": wording.clipped(name, 60)} for name in names], chosen)


def _known(options: list[dict[str, str]], chosen: str) -> list[dict[str, str]]:
    """The options, with what is chosen among them even where it is none of them."""
    if chosen and all(option["value"] != chosen for option in options):
        return [{"value": chosen, "label": wording.clipped(chosen, 60)}, *options]
    return options


def _choice(name: str, label: str, nothing: str, held: tuple[list[dict[str, str]], str]) -> dmc.Select:
    options, chosen = held
    return dmc.Select(
        id=field_id(name),
        label=label,
        placeholder=nothing,
        data=options,
        value=chosen or None,
        searchable=name != "status",
        clearable=True,
        limit=60,
        nothingFoundMessage="Nothing of that name",
        className=f"narrow {name}",
        clearButtonProps={"aria-label": f"Any {name}"},
    )


def _day(name: str, label: str, value: str) -> dmc.TextInput:
    return dmc.TextInput(
        id=field_id(name),
        label=label,
        value=value,
        debounce=500,
        className=f"narrow {name}",
        attributes={"input": {"type": "date", "max": "9999-12-31"}},
    )
