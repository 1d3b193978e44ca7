"""Which nouns name persons, and which states are of persons where nothing else is named."""

from __future__ import annotations

from functools import cache

from tracker.language.wordlists import table, words


def is_people_noun(lemma: str) -> bool:
    """Whether a noun (lemma, lower case) names persons."""
    return lemma in _people_nouns()


@cache
def _people_nouns() -> frozenset[str]:
    classes: dict[str, list[str]] = table("heads")["classes"]
    named = words("heads", "people_nouns")
    members = {member for name in named & classes.keys() for member in classes[name]}
    return frozenset(members | named)


def is_human_state(state_class: str) -> bool:
    """Whether what happens so happens to people when nothing else is named ("12 killed")."""
    return state_class in words("states", "human")


def carries_over(lemma: str) -> bool:
    """Whether a noun in the singular carries over: "one police officer killed and two injured", but not "one man"."""
    return lemma not in words("heads", "person_one")
