"""Tells whether `one` counts (`one man was killed`) or stands for something (`one of the best`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.rates import singular
from tracker.language.numbers.tokens import Sort
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens


def one_counts(tokens: Tokens, index: int) -> bool:
    """Whether `one` counts (`one man was killed`) rather than stands for something (`one of the best`)."""
    after = tokens.word(index + 1)
    before = tokens.word(index - 1)
    if after == "of":
        return before in words("counting", "winning") or _one_of_befell(tokens, index)
    if before == "another" and after in {"was", "were"} and tokens.word(index + 2) in words("shield", "befallen"):
        return True
    if before == "by" and _moved_by_one(tokens, index):
        return True
    if after in words("shield", "befallen") or (
        before in words("shield", "befalling") and tokens.sort(index + 1) is not Sort.WORD
    ):
        return True
    following = tokens.words[index + 1 : index + 4]
    if any(pair in (["for", "every"], ["for", "each"]) for pair in (following[:2], following[1:])):
        return True
    if after in words("counting", "states_of_one") and before in words("counting", "before_stated_one"):
        return True
    least = before == "least" and tokens.word(index - 2) == "at"
    if least and tokens.sort(index + 1) is Sort.WORD and after not in words("counting", "behind_idle_one"):
        return True
    bounded = before in words("shield", "befalling") or before in {"least", "only", "just", "than"}
    if bounded and (not after or after in words("shield", "behind_bare_one")):
        return True
    told = before in words("shield", "telling_verbs") and not _something_happens(tokens, index)
    return not told and _one_noun(tokens, index)


def _something_happens(tokens: Tokens, index: int) -> bool:
    """`police said one man was killed`, and not `"I ran," said one man`: a verb behind the noun, before any mark."""
    for at in range(index + 2, index + 7):
        if tokens.sort(at) not in {Sort.WORD, Sort.DASH} or tokens.words[at] in {"who", "that", "which"}:
            return False
        if tokens.words[at] in words("counting", "auxiliaries") | words("shield", "befallen"):
            return True
    return False


def _moved_by_one(tokens: Tokens, index: int) -> bool:
    """`the number of rigs fell by one to 180`, `leads by one`: what something moved or somebody is ahead by."""
    ends = tokens.sort(index + 1) is not Sort.WORD or tokens.word(index + 1) in words("compose", "after_ellipsis")
    if not ends:
        return False
    before = tokens.words[max(index - 7, 0) : index - 1]
    changes = table("changes")
    return any(
        word in changes[way][key]
        for word in before
        for way in ("increase", "decrease")
        for key in ("verbs", "transitive")
    ) or not words("counting", "leading").isdisjoint(before)


def _one_of_befell(tokens: Tokens, index: int) -> bool:
    """`one of his sons … were killed`: counts only when the phrase is the subject of what befell."""
    if tokens.word(index + 2) not in words("counting", "befallen_owners"):
        return False
    return bool(set(tokens.words[index + 3 : index + 12]) & words("shield", "befallen"))


def _one_noun(tokens: Tokens, index: int) -> bool:
    """The noun that `one` stands before, adjectives passed over, is a thing that reports count."""
    for at in range(index + 1, min(index + 5, len(tokens))):
        if tokens.sorts[at] is not Sort.WORD:
            if tokens.sorts[at] is Sort.DASH:
                continue
            return False
        word = singular(tokens.words[at])
        if word in words("shield", "counting_nouns"):
            ends = at
            while ends < len(tokens) and ends < at + 3 and tokens.words[ends] not in words("shield", "telling_verbs"):
                ends += 1
            return tokens.word(ends) not in words("shield", "telling_verbs")
        if word in words("shield", "not_counted"):
            return False
    return False
