"""The names under which pages say what they are, and when two addresses are one."""

from __future__ import annotations

import json
import re
from importlib.resources import files

ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def _load() -> dict[str, tuple[str, ...]]:
    raw = json.loads(files("tracker.reading").joinpath("resources/page_fields.json").read_text("utf-8"))
    return {name: tuple(values) for name, values in raw.items() if isinstance(values, list)}


FIELDS_OF_PAGES = _load()
"""The lists of resources/page_fields.json by their names."""


def same_address(one: str, other: str) -> bool:
    """Whether two addresses differ in no more than scheme, `www.`, fragment and a last slash."""
    return _bare(one) == _bare(other) != ""


def _bare(address: str) -> str:
    if not ADDRESS.fullmatch(address):
        return ""
    rest = address.split("#", 1)[0].split("://", 1)[1].removesuffix("/")
    return rest.removeprefix("www.")
