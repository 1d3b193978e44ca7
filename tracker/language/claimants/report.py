"""A report: who vouches for which words of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.branches import subtree
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.language.claimants.speakers import Speaker
    from tracker.language.context import Parse, Token


@dataclass(frozen=True, slots=True)
class Report:
    """A speaker, the token that says there is one, the tokens covered, and whether the speaker is quoted by another."""

    speaker: Speaker
    cue: int
    covers: frozenset[int]
    relay: Speaker | None = None
    cited: bool = False


def is_source(token: Token) -> bool:
    """Whether a noun can speak: a name, a pronoun, a body, an office or a document."""
    speaking = words("speech", "collectives") | words("speech", "documents")
    named = token.pos == "PROPN" or token.tag == "PRP" or token.text == "WHO"
    return named or token.lemma.lower() in speaking or token.text.lower() in speaking


def origin_of(parse: Parse, head: int) -> int:
    """Of "a statement by the police" the police."""
    named = {parse.tokens[head].lemma.lower(), parse.tokens[head].text.lower()}
    if not named & words("speech", "yields"):
        return head
    for child in parse.children[head]:
        token = parse.tokens[child]
        if (token.lemma.lower() in {"by", "from"} and token.dep in {"prep", "agent"}) or token.dep == "acl":
            inner = [
                g
                for g in subtree(parse, child)
                if parse.tokens[g].dep == "pobj"
                and parse.tokens[parse.tokens[g].head].lemma.lower() in {"by", "from"}
                and parse.tokens[g].lemma.lower() not in words("places", "events")
            ]
            if inner:
                return min(inner)
        if token.dep == "poss" and token.tag != "PRP$":
            return child
    return head
