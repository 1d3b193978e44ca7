"""How a place that a sentence names bears on a number in it: in its clause, beside another thing, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.places.bearers import is_of_health
from tracker.language.places.joined import Locality, Standing
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import Parse, Token


def hold_of(parse: Parse, way: Sequence[int], counted: frozenset[int], locality: Locality) -> int | None:
    """-1 where the number describes the place, 0 in its clause or its event, 1 beside another thing, 2 where it is
    measured from, None in what only describes another thing. `way` leads from the number to the root, `counted` are the
    words it counts.
    """
    reached = set(way)
    if any(parse.tokens[i].dep == "appos" and parse.tokens[i].head == locality.token for i in way):
        return -1
    anchor = parse.tokens[locality.anchor]
    if locality.standing is Standing.WHOSE:
        if not _is_whose(parse, anchor, counted, reached):
            return None
        if anchor.lemma.lower() in words("places", "whose_measures"):
            return 0
    if locality.standing is Standing.WHOSE and _is_of_authority(parse, anchor) and anchor.index not in counted:
        return 1
    if _is_body_elsewhere(parse, anchor, reached):
        return None
    speaks = anchor.dep == "nsubj" and parse.tokens[anchor.head].lemma.lower() in words("speech", "verbs")
    measured = anchor.dep == "nsubj" and anchor.head in reached and parse.tokens[anchor.head].lemma == "be"
    aside = anchor.pos in {"NOUN", "PROPN"} and anchor.index not in reached | counted and not measured
    loose = aside and not speaks and not is_where(anchor)
    token = locality.token
    for _ in range(len(parse.tokens)):
        if token in reached:
            break
        current = parse.tokens[token]
        if _is_apart(parse, current, reached, counted, measured=locality.standing is Standing.REFERENCE):
            return None
        loose = loose or _is_beside(parse, current, reached)
        token = current.head
    return 2 if locality.standing is Standing.REFERENCE else int(loose)


def _is_of_authority(parse: Parse, anchor: Token) -> bool:
    """ "Dolna health officials said": the figures of a place's own authorities are of it."""
    authority = anchor.lemma.lower() in words("places", "authorities") or is_of_health(parse, anchor)
    return authority and anchor.dep in {"nsubj", "pobj"}


def _is_whose(parse: Parse, anchor: Token, counted: frozenset[int], reached: set[int]) -> bool:
    """Whether what a place has is counted, or where the event was, or what the clause measures."""
    where = is_where(anchor) and anchor.lemma.lower() not in words("places", "persons")
    if where or anchor.index in counted or _is_of_authority(parse, anchor):
        return True
    measured = anchor.lemma.lower() in words("places", "whose_measures")
    return measured and anchor.dep in {"nsubj", "nsubjpass"} and anchor.head in reached


def _is_apart(parse: Parse, current: Token, reached: set[int], counted: frozenset[int], *, measured: bool) -> bool:
    """Whether a step of the way from a place to the number's branch shows that the number is not of that place."""
    governor = parse.tokens[current.head]
    lemma = current.lemma.lower()
    if lemma in words("places", "describing") and current.pos == "VERB":
        return True
    if _is_speakers(parse, current, governor):
        return True
    if current.dep == "prep" and lemma == "of" and governor.pos == "PROPN" and _is_aged(parse, governor):
        return True
    if current.dep == "advcl" and _is_since(parse, current) and current.index not in reached:
        return True
    if lemma == "from" and not (
        measured or _is_left(parse, governor, counted) or _is_from_event(parse, current) or _is_extent(governor)
    ):
        return True
    if _describes(current, governor, reached) and (
        governor.pos == "PROPN" or governor.lemma.lower() in words("speech", "collectives")
    ):
        return True
    return _is_other_clause(parse, current, reached) and _is_contrasted(parse, governor)


def reported_at(parse: Parse, way: Sequence[int], locality: Locality) -> bool:
    """ "Guests in Dolna react to reports that 200 were killed": where the news is heard is not where it was."""
    for index in way:
        token = parse.tokens[index]
        noun = parse.tokens[token.head]
        marked = any(parse.tokens[child].text.lower() == "that" for child in parse.children[index])
        if token.dep == "acl" and marked and noun.lemma.lower() in words("places", "news"):
            return locality.token < noun.index and parse.tokens[noun.head].lemma.lower() not in words("speech", "verbs")
    return False


def _is_beside(parse: Parse, current: Token, reached: set[int]) -> bool:
    """Whether a step leads out of what describes another thing, or out of another clause."""
    return _describes(current, parse.tokens[current.head], reached) or _is_other_clause(parse, current, reached)


def _is_speakers(parse: Parse, current: Token, governor: Token) -> bool:
    """ "Hale, a tender at the Dolna lock, said": what describes who speaks."""
    if current.dep != "appos" or governor.pos != "PROPN":
        return False
    while governor.dep == "conj":
        governor = parse.tokens[governor.head]
    return governor.dep == "nsubj" and parse.tokens[governor.head].lemma.lower() in words("speech", "verbs")


def _describes(current: Token, governor: Token, reached: set[int]) -> bool:
    return current.dep in {"relcl", "acl"} and governor.index not in reached and not is_where(governor)


def _is_from_event(parse: Parse, preposition: Token) -> bool:
    """ "Victims from the Mill Road shooting"."""
    events = words("places", "events")
    return any(parse.tokens[child].lemma.lower() in events for child in parse.children[preposition.index])


def _is_extent(governor: Token) -> bool:
    """ "Stretches from Dolna to Harn"."""
    return governor.lemma.lower() in words("places", "extents")


def _is_left(parse: Parse, governor: Token, counted: frozenset[int]) -> bool:
    """ "Evacuated from Dolna", and not of what another was evacuated from ("left, along with 90 evacuated from")."""
    others = governor.dep in {"acl", "relcl"} and governor.head not in counted
    before = parse.tokens[governor.index - 1] if governor.index else governor
    others = others or (before.tag == "CD" and before.index not in counted)
    return governor.lemma.lower() in words("places", "leaving") and not others


def _is_aged(parse: Parse, name: Token) -> bool:
    """ "Ann Hale, 44, of Dolna": where a person lives."""
    behind = parse.tokens[name.index + 1 : name.index + 3]
    return len(behind) == 2 and behind[0].text == "," and behind[1].text.isdigit()


def _is_body_elsewhere(parse: Parse, anchor: Token, reached: set[int]) -> bool:
    """ "The strongest army in the world": where a body is that is neither counted nor speaks."""
    bodies = words("institutions", "bodies") | words("speech", "collectives")
    if anchor.index in reached or anchor.lemma.lower() not in bodies or is_where(anchor):
        return False
    above = parse.tokens[anchor.head]
    fought = above.lemma.lower() in {"with", "between"} and parse.tokens[above.head].lemma.lower() in words(
        "places", "events"
    )
    return not fought and above.lemma.lower() not in words("speech", "verbs")


def _is_other_clause(parse: Parse, token: Token, reached: set[int]) -> bool:
    """Whether a token heads a clause joined to the number's with a subject of its own."""
    if token.dep not in {"conj", "ccomp"} or token.pos not in {"VERB", "AUX"} or token.index in reached:
        return False
    if token.dep == "ccomp" and parse.tokens[token.head].lemma.lower() in words("speech", "verbs"):
        return False
    return any(parse.tokens[child].dep in {"nsubj", "nsubjpass"} for child in parse.children[token.index])


def _is_since(parse: Parse, clause: Token) -> bool:
    """Whether a clause only dates the other: "has fined 40 drivers since it opened a station in Harn"."""
    marks = (parse.tokens[child] for child in parse.children[clause.index])
    return any(token.dep in {"mark", "advmod"} and token.text.lower() == "since" for token in marks)


def _is_contrasted(parse: Parse, governor: Token) -> bool:
    """Whether a clause is joined by "but": where the one is, the other is not."""
    return any(parse.tokens[child].text.lower() in {"but", "yet"} for child in parse.children[governor.index])


def is_where(token: Token) -> bool:
    """Whether a noun is an event or a place, so that where it is, the number is."""
    lemma = token.lemma.lower()
    return lemma in words("places", "events") | words("places", "venues") | words("places", "kinds")
