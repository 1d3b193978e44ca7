"""Rows as text that leaves: JSON lines, and CSV that no spreadsheet runs as a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import polars.selectors as cs

if TYPE_CHECKING:
    from polars._typing import FrameType

FORMULA_STARTS = r"^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
"""What makes a spreadsheet take a cell of text for a formula, also in full width (OWASP, CSV injection)."""

_ISO = "%Y-%m-%dT%H:%M:%S%.fZ"


def for_jsonl(frame: FrameType) -> FrameType:
    """Times as ISO 8601 text in UTC; everything else as it is."""
    return frame.with_columns(cs.datetime().dt.strftime(_ISO))


def for_csv(frame: FrameType) -> FrameType:
    """Times as ISO 8601 text, lists as JSON arrays, and an apostrophe before any text that starts like a formula."""
    schema = frame.lazy().collect_schema()
    lists = [_as_json(name) for name, dtype in schema.items() if dtype == pl.List]
    texts = [_harmless(name) for name, dtype in schema.items() if dtype == pl.String]
    return for_jsonl(frame).with_columns(*lists, *texts)


def _as_json(name: str) -> pl.Expr:
    # Through a struct, whose encoder escapes as JSON does; its own braces and field name are cut off again.
    encoded = pl.struct(pl.col(name).alias("v")).struct.json_encode()
    return pl.when(pl.col(name).is_null()).then(None).otherwise(encoded.str.slice(5).str.head(-1)).alias(name)


def _harmless(name: str) -> pl.Expr:
    text = pl.col(name)
    quoted = pl.concat_str(pl.lit("'"), text)
    return pl.when(text.str.contains(FORMULA_STARTS)).then(quoted).otherwise(text).alias(name)
