"""Which country an adjective of nationality, a capital standing for its government, or another name means."""

from __future__ import annotations

from tracker.language.wordlists import table


def country_of(word: str) -> str | None:
    """The country of a demonym ("Ukrainian" is Ukraine); None for any other word."""
    found: str | None = table("demonyms")["demonyms"].get(word.lower())
    return found


def usual_name(place: str) -> str:
    """One name for the many of a place ("U.S." is "United States"), else the name as given."""
    found: str = table("demonyms")["aliases"].get(place.lower(), place)
    return found


def government_of(capital: str) -> str | None:
    """The country that a capital or seat of government stands for when it speaks or acts ("Moscow said")."""
    found: str | None = table("demonyms")["metonyms"].get(capital.lower())
    return found
