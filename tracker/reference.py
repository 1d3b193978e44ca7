"""The reference pages of the docs, made from what they describe: the tables and the commands.

`python -m tracker.reference docs` writes them; a test says when they are out of date.
"""

from __future__ import annotations

import inspect
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, get_args, get_type_hints

from typer.models import ArgumentInfo

from tracker.cli import app
from tracker.datapackage import dictionary
from tracker.schema import TABLES

if TYPE_CHECKING:
    from typer.models import CommandInfo

_NOTE = "*Made by `python -m tracker.reference docs`; change what it is made from instead.*"


def data_dictionary() -> str:
    """`data-dictionary.md`: every table and column."""
    head = [
        "# The data dictionary",
        "",
        _NOTE,
        "",
        "One row a thing, times in UTC, no nested columns but lists of ids. Offsets are Unicode code points of the "
        "part of the document that a claim stands in; `end` is exclusive: `text[start:end] == surface`.",
        "",
    ]
    return "\n".join([*head, *(f"## {name}\n\n{dictionary(table)}\n" for name, table in TABLES.items())])


def command_line() -> str:
    """`command-line.md`: every command with its arguments, options and examples."""
    head = [
        "# The command line",
        "",
        _NOTE,
        "",
        str(app.info.help),
        "",
        str(app.info.epilog),
        "",
        "Errors are one line on standard error: what, where, and what to do next. `python -m tracker` is the same "
        "command.",
        "",
    ]
    return "\n".join([*head, *(_command(command) for command in app.registered_commands)])


def write(folder: Path) -> None:
    """Write both pages."""
    (folder / "data-dictionary.md").write_text(data_dictionary(), encoding="utf-8")
    (folder / "command-line.md").write_text(command_line(), encoding="utf-8")


def _command(command: CommandInfo) -> str:
    function = command.callback
    if function is None:
        raise ValueError(f"command {command.name} does nothing")
    about = [" ".join(part.split()) for part in (inspect.getdoc(function) or "").split("\n\n")]
    hints = get_type_hints(function, include_extras=True)
    parameters = inspect.signature(function).parameters
    rows = [_parameter(name, hints[name], parameter.default) for name, parameter in parameters.items()]
    examples = [line.strip() for line in (command.epilog or "").splitlines()[1:] if line.strip()]
    lines = [f"## figtrack {command.name or function.__name__}", *about]
    table = "\n".join(["| argument or option | meaning |", "| --- | --- |", *rows])
    return "\n\n".join([*lines, table, "\n".join(["```sh", *examples, "```"])]) + "\n"


def _parameter(name: str, hint: object, default: object) -> str:
    kind, info = get_args(hint)
    if isinstance(info, ArgumentInfo):
        named = str(info.metavar or name.upper())
    else:
        # In `Annotated`, Typer keeps the first of an option's names where its default would stand.
        names = [given for given in (info.default, *(info.param_decls or ())) if isinstance(given, str)]
        named = ", ".join(names or [f"--{name.replace('_', '-')}"])
        named += "" if kind is bool else f" {info.metavar or _values(kind)}"
    meaning = str(info.help)
    if isinstance(info.show_default, str):
        meaning += f" By default {info.show_default}."
    elif default is inspect.Parameter.empty:
        meaning += " Needed."
    elif default is not None and default is not False:
        meaning += f" By default `{default}`."
    return f"| `{named}` | {meaning} |"


def _values(kind: object) -> str:
    """What an option takes: the values of a closed set, else N for a number and the like."""
    plain = next((part for part in get_args(kind) if part is not type(None)), kind)
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return ", ".join(member.value for member in plain)
    return "N" if plain is int else "TEXT"


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs"))
