"""Which language a text is in, where nobody says so: only what is surely another language than English is told apart.

Numbers are read in English alone. A short text, and one with English's small words in it, passes for English without
more ado; py3langid (a classifier over byte n-grams, 97 languages) decides on the rest, and only if it is sure.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
_SMALL_WORDS = frozenset("the of and to in that was for with on said at from were by have".split())  # noqa: SIM905
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 4_000
_MANY_WORDS = 25
_FEWEST_WORDS = 8
"""Of 9,600 sentences of English news with so many words and up to 24, none is surely of another language."""
_ENGLISH_SHARE = 0.12
"""English news has about 0.3 of these words, and other languages, which share a few of them, less than 0.05."""
_SURE = 0.99
_NOT_LATIN = re.compile(r"[\u0370-\u1dff\u2e80-\ud7ff]")
_MOSTLY = 0.5


def detect(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where it can't be told for sure."""
    sample = text[:_SAMPLE_CHARS]
    words = _WORD.findall(sample.lower())
    small = sum(word in _SMALL_WORDS for word in words)
    if small >= _ENGLISH_SHARE * max(len(words), 1):
        return ENGLISH if len(words) >= _MANY_WORDS else None
    if len(words) < _FEWEST_WORDS and sample.isascii():
        return None
    foreign = len(_NOT_LATIN.findall(sample)) > _MOSTLY * sum(map(len, words)) > 0
    language, probability = _identifier().classify(sample)
    sure = foreign or (probability >= _SURE and len(words) >= _FEWEST_WORDS)
    return str(language) if sure else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 -- half a second few texts need

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
