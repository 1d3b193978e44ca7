"""Numbers whose noun is left out: "killing five and injuring 21", "thousands more wounded", "as high as 1,500".

The noun is that of the number before it where the two stand side by side; else people, where what happens happens to
people; else nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.wordlists import table, words
from tracker.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model import Expression

_HUMAN_STATES = frozenset(
    {"killed", "injured", "killed or injured", "captured", "abducted", "displaced", "missing", "freed"}
)


def is_people_noun(lemma: str) -> bool:
    """Whether a noun (lemma, lower case) names persons."""
    return lemma in _people_nouns()


def _people_nouns() -> frozenset[str]:
    classes: dict[str, list[str]] = table("heads")["classes"]
    named = words("heads", "people_nouns")
    members = {member for name in named & classes.keys() for member in classes[name]}
    return frozenset(members | named)


def is_human_state(state_class: str) -> bool:
    """Whether what happens so happens to people when nothing else is named ("12 killed")."""
    return state_class in _HUMAN_STATES


def carries_over(lemma: str) -> bool:
    """Whether a noun in the singular carries over: "one police officer killed and two injured", but not "one man"."""
    return lemma not in words("heads", "person_one")


def same_measure(first: Expression, second: Expression) -> bool:
    """Whether two numbers can be of one thing: the same dimension."""
    return first.kind is second.kind is Kind.QUANTITY and first.dimension == second.dimension


def nearest_before(expressions: Sequence[Expression], index: int, wholes: Sequence[int | None]) -> int | None:
    """The quantity before expression `index` that it can share a noun with and that is no part of another."""
    for earlier in range(index - 1, -1, -1):
        if wholes[earlier] is None and same_measure(expressions[earlier], expressions[index]):
            return earlier
    return None
