"""Reads the tables in `resources`: each is read once, the first time it is asked for."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table `resources/<name>.json` without its header fields (`about`, `source`)."""
    text = files("tracker.language.resources").joinpath(f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return {key: value for key, value in loaded.items() if key not in {"about", "source"}}


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The list `key` of a table as a set."""
    return frozenset(table(name)[key])
