"""Where neighbouring numbers of a sentence stand to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.wordlists import words
from tracker.model import Modifier

if TYPE_CHECKING:
    from tracker.language.numbers.drafts import Draft
    from tracker.language.numbers.tokens import Tokens

LOWER = {Modifier.AT_LEAST, Modifier.MORE_THAN}
UPPER = {Modifier.AT_MOST, Modifier.LESS_THAN}
REACH = 14


def words_between(tokens: Tokens, left: Draft, right: Draft) -> list[str]:
    """The words from the end of the one to the beginning of the other."""
    return tokens.words[left.stop : right.first]


def has_noun(tokens: Tokens, stop: int) -> bool:
    """Whether a counted noun may stand right behind the number."""
    return tokens.sort(stop) is Sort.WORD and tokens.word(stop) not in words("compose", "after_ellipsis")
