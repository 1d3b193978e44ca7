"""How classes of counted things and of states stand to each other: one class, kindred or apart."""

from __future__ import annotations

from functools import cache
from typing import Any

from tracker.language.subjects.state import state_class
from tracker.language.wordlists import table, words

PEOPLE = "people"
"""The head class of whoever is counted."""
ARRIVAL = "arrival"
"""The class of states of being at a place."""


def _table() -> dict[str, Any]:
    return table("kinship", "linking")


@cache
def counts_people(head: str) -> bool:
    """Whether a head class counts people."""
    return head in words("heads", "people_nouns") or head in _table()["generic"]


@cache
def is_generic(head: str) -> bool:
    """Whether a head class stands for people of any sort."""
    return head in _table()["generic"]


@cache
def heads_apart(left: str, right: str) -> bool:
    """Whether nobody is counted by both head classes."""
    return any(left in group and right in group for group in _table()["apart"]) and left != right


@cache
def lining_state(state: str) -> str:
    """The state class that claims are lined up by: those who arrived are fewer than those who were sent."""
    return ARRIVAL if state in _table()["arrival"] else state_class(state)


@cache
def is_anyone(claimant: str) -> bool:
    """Whether a normal claimant names nobody in particular ("officials", "a local witness")."""
    return all(word in _table()["anyone"] for word in claimant.split())


@cache
def is_health_authority(claimant: str) -> bool:
    """Whether a claimant is one who counts the dead and injured of a land ("the Health Ministry", "authorities")."""
    return any(word.lower().strip(".,") in _table()["health"] for word in claimant.split())


@cache
def is_fate(state: str) -> bool:
    """Whether a state is one of the classes that exclude each other, not just what a text happens to say of a thing."""
    return state == ARRIVAL or state in table("states")["classes"]


@cache
def is_toll(state: str) -> bool:
    """Whether a state is what an event did to people: another event has a toll of its own."""
    return state in _table()["tolls"]


@cache
def is_momentary(state: str) -> bool:
    """Whether a state is where things are at one time: months later another number of them may be there."""
    return state in _table()["momentary"]


@cache
def states_kindred(left: str, right: str) -> bool:
    """Whether two different state classes may be said of one figure."""
    return any(left in group and right in group for group in _table()["kindred"])
