"""The places that one parsed sentence names, each with how it stands there.

A place is a known name or a capitalised phrase after a preposition of place ("in Kursk", "at a South Sacramento
restaurant"), what an act is done to ("strikes on Gaza", "hit the border city of Kilis"), or whose something is ("the
Gaza hospital").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.places.bearers import Candidate, as_argument, as_owner, of_health_ministry, owns
from tracker.language.places.gazetteer import is_country, is_major, is_place
from tracker.language.places.joined import Locality, Standing, with_joined
from tracker.language.places.placenames import (
    bare_name,
    is_aged,
    is_body,
    is_calendar,
    is_group,
    is_in_name,
    is_named_direction,
    is_of_state,
    is_titled,
    joined,
    name_run,
    without_kind,
)
from tracker.language.places.scenes import named_before, scenes
from tracker.language.places.sites import again, site_called
from tracker.language.subjects.demonyms import government_of
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.language.context import Parse, Token

NAME_DEPS = frozenset({"compound", "nmod", "amod", "flat", "poss", "appos", "nummod"})


def find_localities(parse: Parse, text: str) -> tuple[Locality, ...]:
    """The places of a sentence in order, without overlaps."""
    found: dict[int, Candidate] = {}
    for token in parse.tokens:
        joined = token.dep == "conj" and _preposition(parse, token)
        if token.dep in {"pobj", "pcomp"} or joined or _behind_of(parse, token):
            candidates = _after_preposition(parse, token)
        elif token.dep == "appos":
            candidates = _as_apposition(parse, token)
        elif token.dep in {"dobj", "nsubj", "nsubjpass"}:
            candidates = as_argument(parse, token)
        else:
            candidates = as_owner(parse, token)
        for candidate in (*candidates, *of_health_ministry(parse, token)):
            known = found.get(candidate.token)
            if known is None or candidate.standing < known.standing:
                found[candidate.token] = candidate
    for token in parse.tokens if "(" in text else ():
        for candidate in _before_bracket(parse, token):
            found.setdefault(candidate.token, candidate)
    for where in scenes(parse):
        for candidate in _as_scene(parse, where):
            if not any(set(known.run) & set(candidate.run) for known in found.values()):
                found[candidate.token] = candidate
    named = sorted((_locality(parse, text, one) for one in found.values()), key=lambda locality: locality.start)
    named = sorted((*named, *again(parse, named)), key=lambda locality: locality.start)
    return with_joined(parse, text, named)


def _locality(parse: Parse, text: str, candidate: Candidate) -> Locality:
    kept = without_kind(parse, list(candidate.run))
    start, end = parse.tokens[kept[0]].start, parse.tokens[kept[-1]].end
    return Locality(start, end, text[start:end], candidate.token, candidate.anchor, candidate.standing, candidate.near)


def _after_preposition(parse: Parse, token: Token) -> Iterator[Candidate]:
    preposition = _preposition(parse, token)
    if preposition is None or parse.tokens[preposition.head].text.lower() == "according":
        return
    run = name_run(parse, token)
    if run is None:
        yield from _inside_phrase(parse, token, preposition)
    elif is_in_name(parse, preposition, run) or _is_none(parse, token, run) or is_of_state(parse, preposition):
        return
    elif preposition.lemma.lower() == "of":
        yield from _after_of(parse, token, run, parse.tokens[preposition.head])
    else:
        standing = _standing_after(parse, preposition, token, run)
        if standing is not None:
            near = preposition.lemma.lower() in words("places", "beside")
            yield Candidate(tuple(run), token.index, preposition.head, standing, near)


def _is_none(parse: Parse, token: Token, run: list[int]) -> bool:
    """A day, a person, or the kind of place that the next name is."""
    numbered = any(parse.tokens[child].tag == "CD" and child < run[0] for child in parse.children[token.index])
    person = is_titled(parse, run) or is_aged(parse, run)
    return numbered or is_calendar(parse, run) or person or is_group(parse, run) or _is_kind_of(parse, token, run)


def _is_kind_of(parse: Parse, token: Token, run: list[int]) -> bool:
    """ "The western U.S. state of Ohio": the kind of place that the next name is, with the country's name."""
    behind = parse.tokens[run[-1] + 1 : run[-1] + 2]
    kind = token.pos == "NOUN" and token.lemma.lower() in words("places", "kinds")
    return bool(kind and behind and behind[0].text.lower() == "of" and is_place(bare_name(parse, run)))


def _standing_after(parse: Parse, preposition: Token, token: Token, run: list[int]) -> Standing | None:
    """How a name stands behind its preposition; None where it is no place or not where the thing is."""
    word, governor = preposition.lemma.lower(), parse.tokens[preposition.head].lemma.lower()
    if word == "to" and governor in words("places", "phrasal"):
        return None
    bare = bare_name(parse, run)
    known = is_place(bare) or is_place(joined(parse, run))
    if word in words("places", "inside"):
        return _standing_inside(parse, preposition, token, run)
    if word == "for":
        return Standing.TARGET if known and governor in words("places", "averages") else None
    if word == "with":
        return Standing.TARGET if known and _after_border(parse, preposition) else None
    if word in words("places", "away"):
        far = known or _is_far_place(parse, run, governor)
        if far and word == "from" and _is_behind_length(parse, preposition, governor):
            return Standing.REFERENCE
        if known and word == "from" and governor in words("places", "extents"):
            return Standing.TARGET
        return Standing.TARGET if known and governor in words("places", "leaving") else None
    if word not in words("places", "towards") or not (known or token.lemma.lower() in words("places", "kinds")):
        return None
    if token.lemma.lower() in words("places", "venues") and is_country(bare):
        return None  # "marched to the U.S. Embassy"
    if word == "over" and governor not in words("places", "blows") | words("places", "overhead"):
        return None  # "a victory over Chile"
    if (
        word in {"to", "through"}
        and known
        and token.lemma.lower() not in words("places", "kinds")
        and not _is_sure(bare)
    ):
        return None  # "a pass to Cooper"
    opponent = word == "against" and (is_country(bare) or government_of(bare) is not None)
    if opponent:
        return Standing.STRUCK if governor in words("places", "blows") else None
    return Standing.TARGET


def _is_behind_length(parse: Parse, preposition: Token, governor: str) -> bool:
    """ "40 miles from", and "560 light years from" wherever the parser hangs it."""
    before = [token.lemma.lower() for token in parse.tokens[max(0, preposition.index - 3) : preposition.index]]
    light_years = before[-1:] == ["year"] and "light" in before
    return governor in words("places", "lengths") or light_years or before[-1:] == ["light-year"]


def _standing_inside(parse: Parse, preposition: Token, token: Token, run: list[int]) -> Standing | None:
    """Behind "in" or "at" any name may be a place: but "at Gray Mills in Dolna" may be a firm, and an embassy is not
    in its country.
    """
    word, governor = preposition.lemma.lower(), parse.tokens[preposition.head].lemma.lower()
    bare = bare_name(parse, run)
    if word == "between" and not _after_border(parse, preposition) and (is_country(bare) or not is_major(bare)):
        return None
    if is_place(bare) or is_named_direction(parse, run):
        abroad = token.lemma.lower() in words("places", "venues") and is_country(bare)
        one_of_them = any(parse.tokens[child].text.lower() in {"a", "an"} for child in parse.children[token.index])
        return None if abroad and not one_of_them else Standing.WITHIN
    firm = (word == "at" and governor in words("places", "employed")) or governor in words("places", "holdings")
    if firm or not _may_name_place(parse, token, run):
        return None
    return Standing.TARGET if word == "at" else Standing.WITHIN


def _after_border(parse: Parse, preposition: Token) -> bool:
    """ "Along the border with X": wherever the parser hangs the preposition."""
    before = parse.tokens[preposition.index - 1].lemma.lower() if preposition.index else ""
    return before in {"border", "frontier", "boundary"}


def _may_name_place(parse: Parse, token: Token, run: list[int]) -> bool:
    """Whether capitalised words that the table lacks may be a place's: not "in Parker's case", not "in Relation to"."""
    owned = token.lemma.lower() not in words("places", "kinds") and any(
        parse.tokens[child].dep == "poss" and not is_place(parse.tokens[child].text)
        for child in parse.children[token.index]
    )
    phrase = any(
        follower.text.lower() == "to" or (follower.tag == "CD" and token.lemma.lower() not in words("places", "kinds"))
        for follower in parse.tokens[run[-1] + 1 : run[-1] + 2]
    )
    return not owned and not phrase and not is_body(parse, run)


def _after_of(parse: Parse, token: Token, run: list[int], governor: Token) -> Iterator[Candidate]:
    """ "The city of X", "the east of X"; "people of X", "the siege of X" where X is a known place."""
    noun = governor.lemma.lower()
    if noun == "front" and parse.tokens[governor.head].text.lower() == "in":
        return  # "in front of Ann Hale"
    if noun in words("places", "kinds") | words("places", "directions"):
        near = _is_bearing(parse, governor)
        yield Candidate(tuple(run), token.index, governor.head, _standing_of(parse, governor), near)
    elif noun in words("places", "lengths") and _is_far_place(parse, run, noun) and _is_within(parse, governor):
        yield Candidate(tuple(run), token.index, governor.head, Standing.REFERENCE)
    elif noun in words("places", "people") | words("places", "events") and _is_named_place(parse, run):
        yield Candidate(tuple(run), token.index, governor.index, Standing.TARGET)


def _is_far_place(parse: Parse, run: list[int], length: str) -> bool:
    """A known place, or any name that is miles off: people and things are yards off."""
    return is_place(bare_name(parse, run)) or (length in words("places", "far_lengths") and not is_body(parse, run))


def _is_within(parse: Parse, length: Token) -> bool:
    """ "Within 9 miles of ...", "came to 9 miles of ..."."""
    return length.dep == "pobj" and parse.tokens[length.head].text.lower() in {"within", "to", "inside"}


def _is_sure(name: str) -> bool:
    """Whether a name is hardly a person's: one of a well-known place, or of several words or with a hyphen."""
    return is_major(name) or " " in name or "-" in name


def _is_named_place(parse: Parse, run: list[int]) -> bool:
    """A known name, or one that begins as places do: "Tel Aradha"."""
    starts = len(run) > 1 and parse.tokens[run[0]].text.lower() in words("places", "toponym_starts")
    return is_place(bare_name(parse, run)) or starts


def _standing_of(parse: Parse, kind: Token) -> Standing:
    """How the phrase that a "city of ..." belongs to stands; "9 miles south of ..." only says where something else
    lies.
    """
    before = parse.tokens[kind.index - 1] if kind.index else kind
    if _is_bearing(parse, kind):
        return Standing.REFERENCE if before.lemma.lower() in words("places", "lengths") else Standing.TARGET
    if kind.dep == "pobj":
        word = parse.tokens[kind.head].lemma.lower()
        return Standing.WITHIN if word in words("places", "inside") else Standing.TARGET
    return Standing.TARGET


def _is_bearing(parse: Parse, noun: Token) -> bool:
    """ "South of", and not "the south of"."""
    definite = any(parse.tokens[child].tag == "DT" for child in parse.children[noun.index])
    return noun.lemma.lower() in words("places", "compass") and not definite


def _preposition(parse: Parse, token: Token) -> Token | None:
    """The preposition over an object or over the object it is joined to."""
    seen = 0
    while token.dep in {"conj", "appos"} and seen < 20:
        token = parse.tokens[token.head]
        seen += 1
    head = parse.tokens[token.head]
    behind = _behind_of(parse, token)
    if behind is None and (head.dep in {"prep", "agent", "pcomp", "dative"} or head.pos == "ADP"):
        return head
    return behind


def _behind_of(parse: Parse, token: Token) -> Token | None:
    """The "of" or "in" right before a name that the parser took for another word's: "the city of Harn killing 3", where
    it is the subject of "killing".
    """
    if token.dep not in {"nsubj", "npadvmod", "dobj", "ROOT"} or token.pos not in {"PROPN", "NOUN"}:
        return None
    run = name_run(parse, token) or [token.index]
    before = parse.tokens[run[0] - 1] if run[0] else token
    of = before.text.lower() == "of" and token.pos == "PROPN"
    inside = token.dep == "ROOT" and before.text.lower() in words("places", "inside")
    return before if before.dep == "prep" and (of or inside) else None


def _as_apposition(parse: Parse, token: Token) -> Iterator[Candidate]:
    """ "The capital Harn": the name beside a noun of kind."""
    kind, run = parse.tokens[token.head], name_run(parse, token)
    if run is None or kind.lemma.lower() not in words("places", "kinds") or kind.index != run[0] - 1:
        yield from as_owner(parse, token)
        return
    if is_place(bare_name(parse, run)) and parse.tokens[kind.head].lemma.lower() not in words("speech", "verbs"):
        yield Candidate(tuple(run), token.index, kind.head, Standing.TARGET)


def _inside_phrase(parse: Parse, token: Token, preposition: Token) -> Iterator[Candidate]:
    """A place's name inside the phrase: "in a Gaza hospital", "at a Miami apartment building"."""
    word = preposition.lemma.lower()
    left = word == "from" and (
        parse.tokens[preposition.head].lemma.lower() in words("places", "leaving")
        or token.lemma.lower() in words("places", "events")
    )
    if word == "of" and parse.tokens[preposition.head].lemma.lower() in words("places", "shares"):
        yield from _as_shared(parse, token, parse.tokens[preposition.head])
        return
    if token.pos != "NOUN" or not (left or word in words("places", "inside") | words("places", "towards") | {"of"}):
        return
    noun = token.lemma.lower()
    yield from site_called(parse, token, preposition)
    where = words("places", "kinds") | words("places", "venues") | words("places", "events")
    speaks = (words("institutions", "bodies") | words("speech", "collectives")) - where
    if noun in speaks or (word == "of" and noun not in where) or _is_ones_own(parse, token):
        return
    for child in parse.children[token.index]:
        inner = parse.tokens[child]
        called = inner.dep == "appos" and inner.pos == "PROPN" and noun in words("places", "kinds")
        if (child > token.index and not called) or inner.dep not in NAME_DEPS:
            continue
        run = name_run(parse, inner)
        if run is None or is_calendar(parse, run):
            continue
        known = is_place(bare_name(parse, run))
        if inner.dep == "poss" and not (known and owns(bare_name(parse, run), inner, token)):
            continue
        if known and noun in words("places", "acts") and is_country(bare_name(parse, run)):
            continue
        parted = any(parse.tokens[index].tag == "NNS" for index in range(run[-1] + 1, token.index))
        beside = not parted and not is_group(parse, run)
        if known or (beside and inner.dep != "poss" and noun in words("places", "kinds") and not is_body(parse, run)):
            standing = Standing.WITHIN if word in words("places", "inside") else Standing.TARGET
            near = word in words("places", "beside")
            yield Candidate(tuple(run), inner.index, preposition.head, standing, near)


def _as_shared(parse: Parse, noun: Token, share: Token) -> Iterator[Candidate]:
    """ "Eight percent of U.S. recalls": where what is shared out is."""
    for child in parse.children[noun.index]:
        inner = parse.tokens[child]
        run = name_run(parse, inner) if inner.dep in NAME_DEPS and child < noun.index else None
        if run is not None and is_major(joined(parse, run)) and not is_body(parse, [*run, noun.index]):
            yield Candidate(tuple(run), inner.index, share.index, Standing.WHOSE)


def _is_ones_own(parse: Parse, noun: Token) -> bool:
    """ "Its Marlow stores": a name that a firm has for its own is no place's."""
    return any(parse.tokens[child].tag == "PRP$" for child in parse.children[noun.index])


def _before_bracket(parse: Parse, token: Token) -> Iterator[Candidate]:
    """ "Chad (410 cases) and Mali (95)": a well-known name with a number in brackets behind it."""
    behind = [after.text for after in parse.tokens[token.index + 1 : token.index + 3]]
    if token.pos != "PROPN" or len(behind) < 2 or behind[0] != "(" or not behind[1][:1].isdigit():
        return
    run = name_run(parse, token)
    if run is not None and is_major(joined(parse, run)):
        yield Candidate(tuple(run), token.index, token.head, Standing.TARGET)


def _as_scene(parse: Parse, where: Token) -> Iterator[Candidate]:
    """ "The Green Dome, where 40 people ...": a name that a clause says what happened at."""
    name = named_before(parse, where)
    run = name_run(parse, name) if name is not None else None
    if name is not None and run is not None and not is_calendar(parse, run) and not is_titled(parse, run):
        yield Candidate(tuple(run), name.index, name.head, Standing.SCENE)
