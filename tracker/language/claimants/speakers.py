"""Who a speaking noun phrase names: its words as the text has them, without personal titles and what is hung on it.

"Pentagon spokesman Rear Admiral John Kirby" is "John Kirby", "the mayor, Ann Lee, 51, of Ohio" is "Ann Lee", "a source
at the port authority" stays whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.branches import subtree
from tracker.language.places.gazetteer import is_place
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.language.context import Parse, Token

# Dependencies that belong to the phrase itself; clauses, appositions and prepositions are hung on it.
INSIDE = frozenset(
    {"det", "amod", "compound", "nmod", "nummod", "poss", "case", "predet", "quantmod", "punct", "advmod"}
)
KEPT_PREPOSITIONS = frozenset(
    {"of", "for", "in", "at", "within", "inside", "from", "with", "on", "to", "near", "close", "by"}
)
DASHES = frozenset({"-", "--", "–", "—"})
PRONOUNS = frozenset({"he", "she", "they", "it", "who", "i", "we", "you", "him", "her", "them"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaking phrase: its stretch in the sentence, its words, and its head word in lower case."""

    start: int
    end: int
    text: str
    head: str
    is_person: bool
    is_plural: bool = False

    @property
    def is_pronoun(self) -> bool:
        """Whether it is a personal pronoun alone."""
        return self.text.lower() in PRONOUNS


def speaker_at(parse: Parse, text: str, head: int) -> Speaker:
    """The speaker that the noun phrase around the token `head` names."""
    head = _named_head(parse, head)
    name = _person_name(parse, head)
    indices = name or _phrase(parse, head)
    tokens = [parse.tokens[index] for index in _contiguous(indices, head)]
    tokens = _trimmed(_after_other_phrase(tokens, head))
    if not name:
        tokens = [*rest_of_name(parse, tokens[0]), *tokens]
    tokens = _without_setting(parse, _without_day(tokens))
    start, end = tokens[0].start, tokens[-1].end
    plural = parse.tokens[head].tag in {"NNS", "NNPS"} or any(token.dep == "conj" for token in tokens)
    return Speaker(start, end, text[start:end], parse.tokens[head].lemma.lower(), bool(name), plural)


def _without_day(tokens: list[Token]) -> list[Token]:
    """Without the day that opens the sentence where the comma is lost: "On Saturday Ann Hale said"."""
    return tokens[1:] if len(tokens) > 1 and tokens[0].text.lower() in words("calendar", "day_words") else tokens


def _without_setting(parse: Parse, tokens: list[Token]) -> list[Token]:
    """Without the place that ends what is said where the comma is lost: "killed near Harn police said"."""
    before = parse.tokens[tokens[0].index - 1].text.lower() if tokens[0].index else ""
    settled = len(tokens) > 1 and before in words("places", "inside") and is_place(tokens[0].text)
    return tokens[1:] if settled else tokens


def rest_of_name(parse: Parse, first: Token) -> list[Token]:
    """The rest of a name that the parser cut at its preposition: "the Observatory for" before "Human Rights"."""
    between = parse.tokens[first.index - 1].text.lower()
    if first.index < 2 or not first.text[:1].isupper() or between not in {"for", "of"}:
        return []
    start = first.index - 1
    while start > 0 and parse.tokens[start - 1].text[:1].isupper() and first.index - start < 10:
        start -= 1
    if start == first.index - 1:
        return []
    if start > 0 and parse.tokens[start - 1].tag == "DT":
        start -= 1
    return list(parse.tokens[start : first.index])


def is_title(token: Token) -> bool:
    """Whether the token is a title before a person's name ("Gen.", "spokeswoman")."""
    return token.text.lower().rstrip(".") in words("titles", "titles")


def _named_head(parse: Parse, head: int) -> int:
    """A name in apposition ("the mayor, Ann Lee, said", "said the priest Ivo Marek") is who speaks."""
    if parse.tokens[head].pos != "NOUN" and not is_title(parse.tokens[head]):
        return head
    inside = subtree(parse, head) if is_title(parse.tokens[head]) else set(parse.children[head])
    for child in sorted(inside):
        token = parse.tokens[child]
        beside = parse.tokens[child - 1].text != "," or is_title(parse.tokens[head])
        named = token.pos == "PROPN" and not any(parse.tokens[inner].dep == "det" for inner in parse.children[child])
        if token.dep == "appos" and named and child > head and beside:
            return child
    return head


def _person_name(parse: Parse, head: int) -> set[int] | None:
    """The tokens of a person's name whose last is `head`: what follows the last title or possessor before it."""
    token = parse.tokens[head]
    bodies = words("institutions", "words") | words("institutions", "bodies")
    body = token.tag == "NNPS" or token.text.lower() in bodies or token.text.lower().removesuffix("s") in bodies
    if token.pos != "PROPN" or is_title(token) or body:
        return None
    first = head
    left = [i for i in range(max(0, head - 12), head) if i in _left_of(parse, head)]
    cut = [i for i in left if is_title(parse.tokens[i]) or parse.tokens[i].tag == "POS"]
    if not cut:
        return None
    first = max(cut) + 1
    if not all(
        parse.tokens[i].pos in {"PROPN", "NOUN", "ADJ", "X"} or parse.tokens[i].dep == "punct"
        for i in range(first, head)
    ):
        return None
    if not all(
        parse.tokens[i].text[:1].isupper() or not parse.tokens[i].text[:1].isalpha() for i in range(first, head)
    ):
        return None
    return set(range(first, head + 1))


def _left_of(parse: Parse, head: int) -> set[int]:
    return {index for index in subtree(parse, head) if index < head}


def _phrase(parse: Parse, head: int) -> set[int]:
    """The phrase's own tokens, its coordinate phrases, and the prepositional phrases that say which one it is."""
    found = {head}
    proper = parse.tokens[head].pos == "PROPN"
    for child in parse.children[head]:
        token = parse.tokens[child]
        if token.dep in INSIDE and (child < head or token.dep == "case"):
            found |= subtree(parse, child)
        elif token.dep in {"conj", "cc"} or (
            token.dep in {"prep", "agent"} and _belongs(parse, head, child, proper=proper)
        ):
            found |= _without_clauses(parse, child)
    return found


def _belongs(parse: Parse, head: int, preposition: int, *, proper: bool) -> bool:
    word = parse.tokens[preposition].lemma.lower()
    of_name = parse.tokens[preposition].text[:1].isupper()
    if preposition < head or not (of_name or word in KEPT_PREPOSITIONS) or not parse.children[preposition]:
        return False
    held = parse.tokens[parse.children[preposition][0]]
    if held.lemma.lower() in words("calendar", "day_words") or held.pos == "NUM":
        return False
    # A person's name is whole without it; an institution's often is not ("the Ministry of Health in Gaza").
    return not proper or of_name or word in {"of", "for", "in"}


def _without_clauses(parse: Parse, root: int) -> set[int]:
    found = {root}
    for child in parse.children[root]:
        if parse.tokens[child].dep not in {"relcl", "acl", "appos", "advcl", "punct", "ccomp", "parataxis"}:
            found |= _without_clauses(parse, child)
    return found


def _contiguous(indices: Iterable[int], head: int) -> list[int]:
    """The run of tokens around `head`, over single gaps (commas of a list, hyphens)."""
    known = set(indices)
    first = last = head
    while first - 1 in known or (first - 2 in known and first >= 2):
        first -= 1
    while last + 1 in known or last + 2 in known:
        last += 1
    return list(range(first, last + 1))


def _after_other_phrase(tokens: list[Token], head: int) -> list[Token]:
    """Without another phrase that the parser took for part of this one: what stands before an article inside it ("50
    the group"), or "a man" before a plural ("a man authorities say ...").
    """
    articles = [place for place, token in enumerate(tokens) if token.tag == "DT" and token.index < head]
    for place in articles[1:] if articles[:1] == [0] else articles:
        if tokens[place - 1].pos not in {"ADP", "CCONJ", "DET"} and tokens[place].head == head:
            return tokens[place:]
    dashes = [
        place
        for place, token in enumerate(tokens)
        if token.text in DASHES and token.index < head and _is_apart(tokens, place)
    ]
    if dashes:
        return tokens[dashes[-1] + 1 :]
    years = [place for place, token in enumerate(tokens) if token.text.isdigit() and len(token.text) > 3]
    if years and tokens[years[-1]].index < head:
        return tokens[years[-1] + 1 :]
    plural = next((token.tag in {"NNS", "NNPS"} for token in tokens if token.index == head), False)
    counted = any(token.pos == "NUM" for token in tokens)
    if plural and not counted and tokens[0].text.lower() in {"a", "an"}:
        return [token for token in tokens if token.index >= head] or tokens
    return tokens


def _is_apart(tokens: list[Token], place: int) -> bool:
    """Whether a dash stands between spaces."""
    return 0 < place < len(tokens) - 1 and tokens[place - 1].end < tokens[place].start < tokens[place + 1].start - 1


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Without punctuation and conjunctions at either end."""
    while len(tokens) > 1 and not tokens[0].text[0].isalnum():
        tokens = tokens[1:]
    while len(tokens) > 1 and (
        tokens[0].pos in {"PUNCT", "CCONJ", "ADV", "SCONJ"} or tokens[0].text in {"-", "—", "–", "--"}
    ):
        tokens = tokens[1:]
    while len(tokens) > 1 and (tokens[-1].pos in {"PUNCT", "CCONJ", "SPACE"} or tokens[-1].tag == "POS"):
        tokens = tokens[:-1]
    return tokens
