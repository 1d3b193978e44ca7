"""Places that take more than one name: "the city" for one named before, and a building by what it is called
("the Cameo nightclub").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.places.bearers import Candidate
from tracker.language.places.gazetteer import is_country, is_place
from tracker.language.places.joined import Locality, Standing
from tracker.language.places.placenames import is_body, is_titled, name_run
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.language.context import Parse, Token


def again(parse: Parse, found: Sequence[Locality]) -> Iterator[Locality]:
    """ "Kept food from entering Dolna and bombed the area": the place named last before, where only its kind is said
    again as what is struck or where something is.
    """
    for token in parse.tokens:
        standing = _standing_again(parse, token)
        if standing is None or not _is_bare(parse, token):
            continue
        wide = token.lemma.lower() in words("places", "wide_kinds")
        before = [
            place
            for place in found
            if place.end <= token.start and place.standing is not Standing.REFERENCE and is_place(place.text)
        ]
        meant = before[-1] if before else None
        if meant is not None and (wide or not is_country(meant.text)):
            yield Locality(token.start, token.end, meant.text, token.index, token.head, standing)


def _standing_again(parse: Parse, token: Token) -> Standing | None:
    if token.lemma.lower() not in words("places", "wide_kinds") | words("places", "town_kinds"):
        return None
    above = parse.tokens[token.head]
    if token.dep == "dobj" and above.lemma.lower() in words("places", "strikes"):
        return Standing.TARGET
    inside = token.dep == "pobj" and above.lemma.lower() in {"in", "inside", "within", "across", "throughout"}
    return Standing.WITHIN if inside else None


def _is_bare(parse: Parse, token: Token) -> bool:
    """ "The area", with nothing more said of it."""
    children = [parse.tokens[child] for child in parse.children[token.index]]
    return len(children) == 1 and children[0].text.lower() in {"the", "that"}


def site_called(parse: Parse, token: Token, preposition: Token) -> Iterator[Candidate]:
    """ "At the Cameo nightclub", "near the Harn school": a building by its name, where that is no known place."""
    word = preposition.lemma.lower()
    if (
        word not in words("places", "inside")
        or token.pos != "NOUN"
        or token.lemma.lower() not in words("places", "venues")
    ):
        return
    before = parse.tokens[token.index - 1] if token.index else token
    if before.dep not in {"compound", "nmod"} or before.pos != "PROPN":
        return
    run = name_run(parse, before)
    if run is None or is_body(parse, run) or is_titled(parse, run) or run[-1] != before.index:
        return
    yield Candidate((*run, token.index), token.index, preposition.head, Standing.TARGET, near=True)
