"""Noun phrases around a number: which words are counted, and where they begin and end.

Two readings. `following` goes by word classes alone: the run of adjectives and nouns after the number, which is certain
where it stands. `around` goes by the dependency tree, from a head noun found by its role. Both leave out determiners,
numbers and the words that only say "more of them".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.subjects.groupnames import group_name
from tracker.language.subjects.people import is_people_noun
from tracker.language.subjects.state import is_headline_verb, is_predicate, is_third_person_harm
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.language.context import Parse, Token

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_PREMODIFIERS = NOUN_TAGS | {"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "AFX", "FW"}
_DETERMINERS = frozenset({"DT", "PDT", "WDT", "PRP$", "WP$", "POS"})
_LISTED = frozenset({"NN", "JJ", "VBG"})
_ADJECTIVES = frozenset({"JJ", "VBN", "NNP"})
_LONGEST = 12
_AGENTS = ("er", "or", "ist", "ee", "ian", "man", "woman", "ant")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Tokens `first` to `last` (inclusive) with the head noun `head`."""

    first: int
    last: int
    head: int


def is_hyphen(token: Token) -> bool:
    """A hyphen between words; inside names the tagger calls it a name."""
    return token.text in {"-", "‐", "‑"}


def _is_joint(token: Token) -> bool:
    return is_hyphen(token) or token.tag in {"POS", "CC"}


def is_noun(token: Token) -> bool:
    """Whether the token can head what is counted: a noun, but not a weekday, a month or a state in a headline."""
    if not token.text[0].isalnum() or is_temporal(token) or token.text.lower() in words("nounphrases", "vague_numbers"):
        return False
    if token.text in words("nounphrases", "names_like_verbs"):
        return True
    if token.tag == "NNPS" and is_third_person_harm(token.text):
        return False
    return token.tag in NOUN_TAGS and not _is_headline_state(token)


def is_captive(parse: Parse, index: int) -> bool:
    """ "150 taken hostage": the noun is part of what happened."""
    before = parse.tokens[index - 1].lemma.lower() if index else ""
    return parse.tokens[index].text.lower() in {"hostage", "captive", "prisoner"} and before in {
        "take",
        "hold",
        "taken",
        "held",
    }


def is_clause(parse: Parse, index: int) -> bool:
    """ "thousands more wounded fighting the fire": the tagger takes the participle behind the state for a noun."""
    token = parse.tokens[index]
    return index > 0 and token.tag == "NN" and token.text.endswith("ing") and is_predicate(parse.tokens[index - 1].text)


def is_people_word(token: Token) -> bool:
    """Whether the noun names persons: by the word lists, as a people's name, or by its ending."""
    lemma = token.lemma.lower()
    if is_people_noun(lemma) or group_name(token.text) is not None:
        return True
    if lemma.endswith("men") and len(lemma) > 5:
        return True
    return token.tag in PLURAL_TAGS and lemma.endswith(_AGENTS) and lemma not in words("heads", "not_people")


def is_temporal(token: Token) -> bool:
    """Whether the token places something in time."""
    return token.text.lower() in words("nounphrases", "temporal")


def _is_headline_state(token: Token) -> bool:
    """ "3 Killed", "12 DEAD": the tagger takes these for names."""
    return token.tag != "NN" and is_predicate(token.text)


def following(parse: Parse, index: int, taken: Collection[int], *, many: bool) -> NounPhrase | None:
    """The noun phrase that begins at or right after token `index`, by word classes; None if there is none.

    Tokens of expressions in `taken` may stand before it ("9 months of a 2-year sentence"). `many` says that the number
    is not one, so that the head is expected in the plural.
    """
    start = _after_determiners(parse, index, taken)
    last = _last_noun(parse, start, taken, many=many)
    if last is None or (many and _is_one_of_the_harmed(parse, start, last)):
        return None
    first = _after_possessor(parse, start, last, taken)
    if is_clause(parse, last):
        return None
    while first < last and (
        (is_hyphen(parse.tokens[first]) or parse.tokens[first].tag == "CC") or is_hyphen(parse.tokens[first - 1])
    ):
        first += 1
    return NounPhrase(first, _coordinated(parse, last, taken), last)


def _is_one_of_the_harmed(parse: Parse, start: int, last: int) -> bool:
    """ "15 injured, a correspondent said" without the comma, and "7 shot in": a state where a plural noun should be."""
    first = parse.tokens[start]
    if start == last and is_headline_verb(first.text):
        return True
    return is_predicate(first.text) and parse.tokens[last].tag in {"NN", "NNP"}


def _after_determiners(parse: Parse, index: int, taken: Collection[int]) -> int:
    skipped = words("nounphrases", "skipped")
    while index < len(parse.tokens) and index != parse.lost_comma:
        token = parse.tokens[index]
        joined = is_hyphen(token) and index + 1 < len(parse.tokens)
        if not (
            token.tag in _DETERMINERS
            or token.text.lower() in skipped
            or index in taken
            or token.text in {'"', "“", "'", "‘"}
            or joined
        ):
            break
        index += 1
    return index


def _last_noun(parse: Parse, start: int, taken: Collection[int], *, many: bool) -> int | None:
    """The last noun of the run of premodifiers and nouns at `start`."""
    last: int | None = None
    for index in range(start, min(len(parse.tokens), start + _LONGEST)):
        token = parse.tokens[index]
        if index == parse.lost_comma:
            break
        if in_hyphened(parse, index) or (index in taken and _after_possessive(parse, index, taken)):
            continue
        if is_noun(token):
            if last is None and index + 1 in taken and is_third_person_harm(token.text):
                break  # "Kills Two Injures Three"
            if last is not None and _ends_before(parse, last, index, many=many):
                break
            last = index
        elif not _continues(parse, index, last) or (last is not None and _is_dash_behind(parse, last, index)):
            break
    return last


def _is_dash_behind(parse: Parse, last: int, index: int) -> bool:
    """ "three men - aged 20 to 30 -", "eight workers - Border News": a dash behind a plural closes the phrase."""
    token = parse.tokens[index]
    return is_hyphen(token) and parse.tokens[last].tag in PLURAL_TAGS and parse.tokens[last].end < token.start


def _after_possessive(parse: Parse, index: int, taken: Collection[int]) -> bool:
    """ "4,000 of the town's 9,000 residents": a number that goes on after a possessor."""
    while index > 0 and index in taken:
        index -= 1
    return parse.tokens[index].tag == "POS"


def in_hyphened(parse: Parse, index: int) -> bool:
    """Whether the word is in a hyphened compound and no noun at its end ("must-see", "shelf-registered")."""
    tokens = parse.tokens
    token = tokens[index]
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    before = tokens[index - 1] if index else None
    if is_hyphen(token):
        joined = before is not None and after is not None and before.end == token.start and token.end == after.start
        return joined and after is not None and not is_noun(after)
    if after is not None and is_hyphen(after) and after.start == token.end and token.tag != "CD":
        return index + 2 < len(tokens) and tokens[index + 2].start == after.end
    return before is not None and is_hyphen(before) and before.end == token.start and index > 1 and not is_noun(token)


def _ends_before(parse: Parse, last: int, index: int, *, many: bool) -> bool:
    """Whether the phrase ended with the noun `last` although the noun `index` follows ("3 villages Monitor News")."""
    before, token = parse.tokens[last], parse.tokens[index]
    if last + 1 < index and not _is_joint(parse.tokens[index - 1]):
        return before.tag in PLURAL_TAGS
    if before.text.islower() and not token.text[:1].islower() and last + 1 == index:
        return True
    return many and last + 1 == index and before.tag in PLURAL_TAGS and token.tag not in PLURAL_TAGS


def _continues(parse: Parse, index: int, last: int | None) -> bool:
    """Whether a word that is no noun can stand inside the run."""
    token = parse.tokens[index]
    following_token = parse.tokens[index + 1] if index + 1 < len(parse.tokens) else None
    if is_hyphen(token) or token.tag == "POS":
        return last is None or following_token is not None
    if following_token is None or is_temporal(token):
        return False
    if token.tag == "CC":
        return _joins_modifiers(parse, index)
    if token.text == ",":
        return _lists_modifiers(parse, index)
    if token.tag in {"RB", "RBR", "RBS"}:
        return last is None and following_token.tag in {"JJ", "VBN", "VBG"}
    if token.tag in {"JJ", "JJR", "JJS", "AFX", "FW"}:
        return last is None or (parse.tokens[last].tag not in PLURAL_TAGS and not is_predicate(token.text))
    if token.tag in {"VBN", "VBG"}:
        inside = token.dep in {"amod", "compound", "nmod"} and token.head > index
        return inside and not _begins_clause(parse, index)
    return False


def _begins_clause(parse: Parse, index: int) -> bool:
    """Whether a participle is a predicate ("12 killed in") rather than a modifier ("wounded soldiers")."""
    following_token = parse.tokens[index + 1]
    if is_captive(parse, index + 1):
        return True
    return not (following_token.tag in _PREMODIFIERS and is_noun_or_modifier(following_token))


def is_noun_or_modifier(token: Token) -> bool:
    """Whether the token can stand in the run before a head noun."""
    return not is_temporal(token) and token.tag in _PREMODIFIERS


def _lists_modifiers(parse: Parse, index: int) -> bool:
    """ "Dozens of aid, rescue and medical workers": of a list of modifiers the first comma."""
    before = parse.tokens[index - 1]
    if before.tag not in _LISTED or not before.text.islower():
        return False
    expects, joined = True, False
    for token in parse.tokens[index + 1 : index + 1 + _LONGEST]:
        if token.tag == "CC" and (not expects or parse.tokens[token.index - 1].text == ","):
            expects, joined = True, True
        elif token.text == "," and not expects and not joined:
            expects = True
        elif token.tag == "NNS" and joined and not expects and token.text.islower():
            return True
        elif token.tag in _LISTED and token.text.islower():
            expects = False
        else:
            return False
    return False


def _joins_modifiers(parse: Parse, index: int) -> bool:
    """ "medical and emergency workers": the words on both sides modify a later noun."""
    before, after = parse.tokens[index - 1], parse.tokens[index + 1]
    if before.text == "," and index > 1:  # "fire, rescue, and ambulance drivers"
        before = parse.tokens[index - 2]
    if before.tag in {"JJ", "VBN"} and after.tag in _PREMODIFIERS and not is_temporal(after):
        return True
    if before.tag in PLURAL_TAGS or after.tag not in {"JJ", "NN", "NNP"} or before.tag not in {"JJ", "NN", "NNP"}:
        return False
    beyond = parse.tokens[index + 2] if index + 2 < len(parse.tokens) else None
    return beyond is not None and beyond.tag in NOUN_TAGS and is_noun(beyond)


def _after_possessor(parse: Parse, start: int, last: int, taken: Collection[int]) -> int:
    """The phrase begins after a possessor ("half of the country's people" counts people) and after any number."""
    marks = [index for index in range(start, last) if parse.tokens[index].tag == "POS" or index in taken]
    return marks[-1] + 1 if marks else start


def _coordinated(parse: Parse, last: int, taken: Collection[int]) -> int:
    """The end of the phrase with the nouns joined to it under the same number ("ambulance drivers and paramedics")."""
    tokens = parse.tokens
    index = last + 1
    if (
        index + 1 >= len(tokens)
        or tokens[index].text.lower() not in {"and", "&", "or"}
        or not (tokens[last].tag in PLURAL_TAGS or is_people_word(tokens[last]))
    ):
        return last
    if index + 1 in taken or tokens[index + 1].tag in _DETERMINERS:
        return last
    end = _last_noun(parse, index + 1, taken, many=True)
    if end is None or tokens[end].tag not in PLURAL_TAGS or tokens[end].dep != "conj":
        return last
    if tokens[end].text.lower() in words("heads", "others") or is_predicate(tokens[index + 1].text):
        return last
    if is_people_word(tokens[end]) != is_people_word(tokens[last]):
        return last
    if any(place in taken for place in range(index, end + 1)):
        return last
    joined_to = tokens[end].head
    return end if last - 3 <= joined_to <= last else last


def around(parse: Parse, head: int, taken: Collection[int]) -> NounPhrase:
    """The noun phrase of the head noun `head`: its modifiers to the left and nouns joined to it."""
    first = head
    while first > 0 and head - first < _LONGEST and first - 1 not in taken and _modifies(parse, first - 1, head):
        first -= 1
    while first < head and (_is_joint(parse.tokens[first]) or is_hyphen(parse.tokens[first - 1])):
        first += 1
    return NounPhrase(first, _coordinated(parse, _with_number(parse, head), taken), head)


def _with_number(parse: Parse, head: int) -> int:
    """ "the FTSE 100", "the Galaxy S22": the number that ends a name."""
    after = parse.tokens[head + 1] if head + 1 < len(parse.tokens) else None
    numbered = after is not None and after.tag == "NNP" and after.text[0].isdigit()
    return head + 1 if numbered and parse.tokens[head].tag == "NNP" else head


def _modifies(parse: Parse, index: int, head: int) -> bool:
    """Whether the word is a modifier of the head noun to its right, and more than a determiner."""
    token, after = parse.tokens[index], parse.tokens[index + 1]
    hyphened = is_hyphen(after) and token.end == after.start
    joins = token.tag == "CC" and index > 0 and parse.tokens[index - 1].tag in _ADJECTIVES
    if not (token.tag in _PREMODIFIERS or hyphened or joins) or token.text in {"|", "•"}:
        return False
    if is_temporal(token) or token.text.lower() in words("nounphrases", "skipped"):
        return False
    return _governed_by(parse, index, head)


def _governed_by(parse: Parse, index: int, head: int) -> bool:
    for _ in range(_LONGEST):
        if index == head:
            return True
        above = parse.tokens[index].head
        if above == index:
            return False
        index = above
    return False


def phrase_text(parse: Parse, phrase: NounPhrase, sentence: str) -> tuple[str, int, int]:
    """The words of the phrase as the sentence has them, with their offsets."""
    start, end = parse.tokens[phrase.first].start, parse.tokens[phrase.last].end
    return sentence[start:end], start, end
