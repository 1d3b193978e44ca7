"""Places that are no object of a preposition: the owner of a noun ("the Gaza hospital"), a subject or an object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.claimants.speakers import is_title
from tracker.language.places.gazetteer import folded, is_country, is_major, is_place
from tracker.language.places.joined import Standing
from tracker.language.places.placenames import bare_name, is_body, is_group, is_titled, joined, name_run
from tracker.language.places.topics import is_measured_there, is_of_team
from tracker.language.subjects.demonyms import government_of
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.language.context import Parse, Token


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name's tokens, its head, the token it hangs on, and how it stands."""

    run: tuple[int, ...]
    token: int
    anchor: int
    standing: Standing
    near: bool = False


def as_argument(parse: Parse, token: Token) -> Iterator[Candidate]:
    """A place that something was done to ("hit the city of Kilis"), or that had it ("Lima recorded 40 cases")."""
    run = name_run(parse, token)
    verb = parse.tokens[token.head]
    if run is None:
        yield from as_owner(parse, token)
        return
    starts = len(run) > 1 and parse.tokens[run[0]].text.lower() in words("places", "toponym_starts")
    known = (
        is_place(bare_name(parse, run))
        or starts
        or _is_called_place(parse, token)
        or token.lemma.lower() in words("places", "kinds")
    )
    measured = token.dep == "nsubj" and token.pos == "PROPN" and is_measured_there(parse, token, verb)
    if measured and not is_titled(parse, run) and not is_body(parse, run):
        yield Candidate(tuple(run), token.index, token.head, _standing_of_measured(verb))
        return
    struck = token.dep in {"dobj", "nsubjpass"} and verb.lemma.lower() in words("places", "strikes")
    site = struck and len(run) > 1 and token.lemma.lower() in words("places", "town_parts") | words("places", "venues")
    numbered = any(parse.tokens[child].tag == "CD" and child < run[0] for child in parse.children[token.index])
    if not (known or site) or numbered or is_titled(parse, run) or is_group(parse, run):
        return
    if token.dep == "nsubj" and verb.lemma.lower() in words("speech", "verbs"):
        return
    if _is_called_place(parse, token):
        yield Candidate(tuple(run), token.index, token.head, Standing.WITHIN)
    elif struck:
        yield Candidate(tuple(run), token.index, token.head, Standing.TARGET)
    elif token.dep == "nsubj" and _undergoes(bare_name(parse, run), joined(parse, run), token, verb):
        if is_of_team(parse, verb):
            return
        yield Candidate(tuple(run), token.index, token.head, Standing.ACTOR)


def _standing_of_measured(verb: Token) -> Standing:
    """What lies somewhere is the place meant; what had its weather may be outdone by a place that is named there."""
    return Standing.WITHIN if verb.lemma.lower() in words("places", "lying") else Standing.ACTOR


def _undergoes(name: str, whole: str, place: Token, verb: Token) -> bool:
    """Whether a place as a subject is where something is, not a government that acts: "Japan imported", "the town
    has".
    """
    acts = name == whole and (is_country(name) or government_of(name) is not None)
    if acts:
        return verb.lemma.lower() in words("places", "economic")
    return is_major(name) or place.pos == "NOUN" or verb.lemma.lower() in words("places", "economic")


def _is_called_place(parse: Parse, name: Token) -> bool:
    """ "Harn, a town of 900, ...", "Harn is a town of 900", "Harn has a population of 900"."""
    nearby = [parse.tokens[child] for child in (*parse.children[name.index], *parse.children[name.head])]
    kind = any(t.dep in {"appos", "attr"} and t.lemma.lower() in words("places", "kinds") for t in nearby)
    return kind or any(t.dep == "dobj" and t.lemma.lower() == "population" for t in nearby)


def as_owner(parse: Parse, token: Token) -> Iterator[Candidate]:
    """A known place before a noun: "Israel's border", "the Gaza hospital"."""
    for child in parse.children[token.index]:
        inner = parse.tokens[child]
        if (
            inner.dep not in {"poss", "compound", "nmod"}
            or inner.pos != "PROPN"
            or child > token.index
            or token.pos == "PROPN"
        ):
            continue
        run = name_run(parse, inner)
        institution = run is not None and parse.tokens[run[-1]].lemma.lower() in words("places", "venues")
        if run and not institution and owns(bare_name(parse, run), inner, token):
            yield Candidate(tuple(run), inner.index, token.index, Standing.WHOSE)


def of_health_ministry(parse: Parse, token: Token) -> Iterator[Candidate]:
    """ "The Dolna health ministry", "Dolna's Health Ministry": a place whose dead and sick are counted there."""
    if not is_of_health(parse, token) or token.index < 2:
        return
    at = token.index - 2 - (parse.tokens[token.index - 2].tag == "POS")
    run = name_run(parse, parse.tokens[max(at, 0)]) or []
    run = [index for index in run if index <= at]
    if run and is_major(joined(parse, run)):
        yield Candidate(tuple(run), run[-1], token.index, Standing.WHOSE)


def is_of_health(parse: Parse, noun: Token) -> bool:
    """Whether a noun is of a health ministry."""
    before = parse.tokens[noun.index - 1].text.lower() if noun.index else ""
    return noun.text.lower() == "ministry" and before == "health"


def owns(name: str, owner: Token, noun: Token) -> bool:
    """Whether a place's name before a noun says where that is: not whose act it is ("Israel's strikes"), nor whose
    office.
    """
    lemma = noun.lemma.lower()
    bodies = (words("institutions", "bodies") | words("speech", "collectives")) - words("places", "venues")
    if lemma in words("places", "authorities"):
        return is_major(name) and (folded(name) in words("places", "territories") or not is_country(name))
    if is_title(noun) or lemma in bodies:
        return False
    if lemma in words("places", "whose_measures"):
        return is_major(name)
    if government_of(name) and lemma not in words("places", "venues") | words("places", "kinds"):
        return False
    if owner.dep == "poss":
        return is_major(name) and lemma not in words("places", "events")
    nationality = is_country(name) and lemma in words("places", "acts") | words("places", "persons")
    return is_place(name) and not nationality
