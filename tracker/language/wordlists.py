"""Reads the tables in each stage's `resources`: each is read once, the first time it is asked for."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str, stage: str = "language") -> dict[str, Any]:
    """The table `tracker/<stage>/resources/<name>.json` without its header fields (`about`, `source`)."""
    text = files(f"tracker.{stage}").joinpath(f"resources/{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return {key: value for key, value in loaded.items() if key not in {"about", "source"}}


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The list `key` of a table as a set."""
    return frozenset(table(name)[key])


@cache
def any_of(name: str, key: str, stage: str) -> re.Pattern[str]:
    """What matches any of the expressions that the list `key` of a stage's table holds."""
    return re.compile("|".join(f"(?:{phrase})" for phrase in table(name, stage)[key]))
