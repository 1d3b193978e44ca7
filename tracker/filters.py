"""Which rows of a table are wanted, said as the condition of an SQL query: `source = 'Reuters' and value > 100`.

A condition can name the table's columns and nothing else: what could reach another table or a file is refused before
it is parsed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.schema import Table

MOST_CHARS = 2_000

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
# Outside quotes: queries within, ends of a statement, comments, and the other ways to quote, which would hide these.
_REFUSED = re.compile(r"\b(?:select|table|values|from|with)\b|--|/\*|[;$\\`#\"]|\w?'", re.IGNORECASE)


def having(lazy: pl.LazyFrame, table: Table, condition: str) -> pl.LazyFrame:
    """The rows of a table that meet a condition.

    Raises:
        UsageError: it is no condition on the table's columns.
    """
    _check(table, condition)
    return _query(lazy, condition)


def _check(table: Table, condition: str) -> None:
    if len(condition) > MOST_CHARS:
        raise _refusal(table, condition, f"is longer than {MOST_CHARS:,} characters")
    bare = _QUOTED.sub(lambda quoted: "?" if _stands_free(condition, quoted.start()) else quoted[0], condition)
    found = _REFUSED.search(bare)
    if found:
        raise _refusal(table, condition, f"a condition can't hold {found[0].strip()!r} outside of quotes")
    try:
        _query(table.empty().lazy(), condition).collect()
    except pl.exceptions.ColumnNotFoundError as error:
        name = str(error).split('"')[1:2]
        raise _refusal(table, condition, f"{table.name} has no column {name[0] if name else ''!r}") from error
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _refusal(table, condition, str(error).splitlines()[0][:300]) from error


def _stands_free(condition: str, at: int) -> bool:
    """Whether a quote is not of another kind for a letter before it, as in E'...'."""
    return at == 0 or not (condition[at - 1].isalnum() or condition[at - 1] in "_&")


def _query(lazy: pl.LazyFrame, condition: str) -> pl.LazyFrame:
    query = f"SELECT * FROM rows WHERE (\n{condition}\n)"  # noqa: S608 -- what can do more than compare is refused
    return pl.SQLContext(rows=lazy, eager=False).execute(query)


def _refusal(table: Table, condition: str, reason: str) -> UsageError:
    shown = condition if len(condition) <= 100 else f"{condition[:100]}…"
    columns = ", ".join(table.polars.names())
    return UsageError(f"--where {shown!r}: {reason}; its columns are {columns}")
