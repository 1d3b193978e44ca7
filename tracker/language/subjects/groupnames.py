"""Which words name a group: countries, their peoples and their governments, each standing for one demonym."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.wordlists import table

if TYPE_CHECKING:
    from collections.abc import Sequence

_POSSESSIVE = re.compile(r"['’]s?$")
LONGEST_NAME = 3
"""Words in the longest name of a group."""


@cache
def _names() -> dict[str, str]:
    """Every word for a country, its people or its government, lower case, with the demonym that stands for it."""
    data = table("demonyms")
    demonym_of: dict[str, str] = {}
    for demonym, country in data["demonyms"].items():
        demonym_of.setdefault(country.lower(), demonym)
    others = {**data["metonyms"], **data["aliases"]}
    found = {name: demonym_of[country.lower()] for name, country in others.items() if country.lower() in demonym_of}
    found |= demonym_of
    found |= {demonym: demonym_of[country.lower()] for demonym, country in data["demonyms"].items()}
    more: dict[str, str] = table("groups")["more_names"]
    return {**more, **found}


def group_name(word: str) -> str | None:
    """The group that a word names ("Pyongyang", "North Korea's" and "North Koreans" are "north korean")."""
    if word == "is":
        return None
    lowered = _POSSESSIVE.sub("", word.lower())
    names = _names()
    return names.get(lowered) or (names.get(lowered.removesuffix("s")) if len(lowered) > 4 else None)


def is_country(word: str) -> bool:
    """Whether a word is the name of a country, and not of its people."""
    lowered = word.lower()
    return lowered in {country.lower() for country in table("demonyms")["demonyms"].values()}


def split_groups(lemmas: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The groups that words of a phrase name, in alphabetical order, and the other words in their order."""
    groups: set[str] = set()
    rest: list[str] = []
    place = 0
    while place < len(lemmas):
        length, name = name_at(lemmas, place)
        if name is None:
            rest.append(lemmas[place])
        else:
            groups.add(name)
        place += length
    return tuple(sorted(groups)), rest


def name_at(words_: Sequence[str], place: int) -> tuple[int, str | None]:
    """How many words from `place` name a group, the longest first, and which."""
    for length in range(min(LONGEST_NAME, len(words_) - place), 0, -1):
        name = group_name(" ".join(words_[place : place + length]))
        if name is not None:
            return length, name
    return 1, None
