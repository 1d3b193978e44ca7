"""From the parameters of an address to a question; unlike a page, which takes what it understands, this is strict.

The parameters of a resource are the fields of its question's dataclass, so that a filter of a page is a filter here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.answers.resources import Resource

MAX_SIZE = 500
"""The most rows of one page of JSON."""
MAX_TEXT = 200
_MAX_PAGE = 1_000_000
_MAX_SNAPSHOT = 99_999_999
_DAYS = ("since", "until")
_FLAGS = {"1": True, "true": True, "0": False, "false": False}
_OWN = ("page", "size", "snapshot")


class RefusedQuestionError(ValueError):
    """A question that can't be answered as it stands; `faults` says why, by parameter."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its type, the closed set of its values where it has one, and what it is when not given."""

    name: str
    kind: type[str] | type[int] | type[bool] | type[date]
    choices: type[StrEnum] | None = None
    default: str | int | bool | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a resource: its own question, which page of how many rows, of which snapshot (None: latest)."""

    wanted: Any
    page: int
    size: int
    snapshot: int | None


def parameters(resource: Resource) -> tuple[Parameter, ...]:
    """All parameters of a resource, in order."""
    hints = get_type_hints(resource.question)
    own = [_parameter(field.name, hints[field.name], field.default) for field in _filters(resource)]
    return (
        *own,
        Parameter("page", int, default=1, most=_MAX_PAGE),
        Parameter("size", int, default=resource.size, most=MAX_SIZE),
        SNAPSHOT,
    )


SNAPSHOT = Parameter("snapshot", int, most=_MAX_SNAPSHOT)


def ask(resource: Resource, given: Mapping[str, list[str]]) -> Question:
    """The question that parameters make, each given as a list of its values.

    Raises:
        RefusedQuestionError: a parameter is unknown, given twice, or its value isn't one of its values.
    """
    values = read(parameters(resource), given)
    filters = {field.name: values[field.name] for field in _filters(resource)}
    return Question(resource.question(**filters), values["page"], values["size"], values["snapshot"])


def read(known: tuple[Parameter, ...], given: Mapping[str, list[str]]) -> dict[str, Any]:
    """The value of each parameter, its default where it isn't given or empty.

    Raises:
        RefusedQuestionError: as for `ask`.
    """
    by_name = {each.name: each for each in known}
    faults, values = {}, {each.name: each.default for each in known}
    for name, texts in given.items():
        if name not in by_name:
            faults[name[:MAX_TEXT]] = f"is unknown; known are {', '.join(by_name)}"
        elif len(texts) > 1:
            faults[name] = "is given more than once"
        elif texts[0]:
            try:
                values[name] = _value(by_name[name], texts[0])
            except ValueError as error:
                faults[name] = str(error)
    if faults:
        raise RefusedQuestionError(faults)
    return values


def _filters(resource: Resource) -> list[Any]:
    return [field for field in fields(resource.question) if field.name not in _OWN]


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    kinds = [each for each in (get_args(hint) or (hint,)) if each is not type(None)]
    kind = kinds[0]
    if issubclass(kind, StrEnum):
        return Parameter(name, str, kind, default)
    if kind is bool:
        return Parameter(name, bool, default=default)
    return Parameter(name, date if name in _DAYS else str, default=default or "", most=MAX_TEXT)


def _value(known: Parameter, text: str) -> Any:
    if known.choices:
        return _choice(known.choices, text)
    if known.kind is bool:
        if text not in _FLAGS:
            raise ValueError("is neither 1 nor 0")
        return _FLAGS[text]
    if known.kind is int:
        return _number(text, known.most or 0, 0 if known.name == "snapshot" else 1)
    if known.kind is date:
        return _day(text)
    if len(text) > MAX_TEXT:
        raise ValueError(f"is longer than {MAX_TEXT} characters")
    return text


def _choice(choices: type[StrEnum], text: str) -> StrEnum:
    try:
        return choices(text)
    except ValueError:
        raise ValueError(f"is none of {', '.join(each.value for each in choices)}") from None


def _number(text: str, most: int, least: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most):
        raise ValueError(f"is no whole number from {least} to {most:,}")
    return int(text)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("is no day like 2026-03-09") from None
