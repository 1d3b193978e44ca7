"""Whether a claim is said to hold, is expected, is planned, or is said not to be so.

The nearest clause that has a tense decides: a past or present verb reports, a modal or a verb of expecting or planning over an
infinitive looks ahead, a negation or a verb of denying over it denies (after FactBank's factuality cues).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.branches import token_at, way_up
from tracker.language.wordlists import words
from tracker.model import Kind, Outlook, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import DocumentContext, Parse, SentenceContext, Token
    from tracker.language.subject import SubjectReading
    from tracker.model import Expression

READ_KINDS = frozenset({Kind.QUANTITY, Kind.AGE, Kind.MULTIPLE})
FINITE = frozenset({"VBD", "VBP", "VBZ"})
DEFINITE = frozenset({"the", "these", "those", "this", "that"})


@dataclass(frozen=True, slots=True)
class OutlookReading:
    """An outlook and the words that gave it."""

    outlook: Outlook
    steps: tuple[Step, ...] = ()


REPORTED = OutlookReading(Outlook.REPORTED)


def read_outlooks(
    context: DocumentContext, index: int, subjects: Sequence[SubjectReading | None]
) -> list[OutlookReading]:
    """For each expression of sentence `index` its outlook; `reported` where no word says otherwise."""
    sentence = context.sentences[index]
    return [
        _read(sentence, expression, subject) if expression.kind in READ_KINDS else REPORTED
        for expression, subject in zip(sentence.expressions, subjects, strict=True)
    ]


def _read(sentence: SentenceContext, expression: Expression, subject: SubjectReading | None) -> OutlookReading:
    parse = sentence.parse
    if parse is None:
        return REPORTED
    number = token_at(parse, expression.start)
    if number is None:
        return REPORTED
    way = way_up(parse, number)
    if not any(parse.tokens[index].pos in {"VERB", "AUX"} for index in way) and subject and subject.verb is not None:
        way += [index for index in way_up(parse, subject.verb) if index not in way]
    cue = _cue(parse, way, zero=expression.value == 0)
    if cue is None:
        return REPORTED
    outlook, token = cue
    return OutlookReading(outlook, (Step("outlook", token.text, outlook.value),))


def looks_ahead(parse: Parse, token: int) -> bool:
    """Whether the clause that a token stands in is about what is to come."""
    cue = _cue(parse, way_up(parse, token), zero=True)
    return cue is not None and cue[0] in {Outlook.EXPECTED, Outlook.PLANNED}


def _cue(parse: Parse, way: list[int], *, zero: bool) -> tuple[Outlook, Token] | None:
    """The first word on the way up that sets the outlook; the first clause with a plain tense ends the search."""
    tensed = False
    for step, index in enumerate(way):
        token = parse.tokens[index]
        below = parse.tokens[way[step - 1]] if step else None
        if tensed:
            denied = _denial_above(parse, token, below)
            if denied:
                return denied
            if below is None or below.dep not in {"ccomp", "xcomp", "pcomp", "acl"}:
                return None
            continue
        if below is not None and _sets_scene(token, below):
            return None
        found = _at(parse, token, below, zero=zero)
        if found:
            return found
        tensed = _has_tense(parse, token) or (token.dep == "acl" and token.tag in {"VBN", "VBG"})
        if token.dep in {"relcl", "parataxis"} and tensed:
            return None
    return None


def _sets_scene(verb: Token, below: Token) -> bool:
    """ "After sending 5 ...", "with a value of 5 ..., it could": what stands before or beside a clause is not under its modal."""
    if below.dep == "advcl" and below.tag in {"VBG", "VBN", "VBD"}:
        return True
    return below.dep == "prep" and below.index < verb.index and verb.pos in {"VERB", "AUX"}


def _at(parse: Parse, token: Token, below: Token | None, *, zero: bool) -> tuple[Outlook, Token] | None:
    if token.pos in {"VERB", "AUX"}:
        return _at_verb(parse, token, below, zero=zero)
    lemma = token.lemma.lower()
    if below is not None and below.dep in {"acl", "relcl", "prep"} and below.index > token.index:
        if lemma in words("outlooks", "planning_nouns") and (below.tag == "VB" or below.text.lower() in {"to", "for"}):
            return Outlook.PLANNED, token
        if lemma in words("outlooks", "expecting_nouns"):
            return Outlook.EXPECTED, token
    if token.pos in {"ADJ"} and below is not None and below.dep in {"xcomp", "ccomp"}:
        return _by_adjective(token)
    return _by_modifier(parse, token)


def _by_modifier(parse: Parse, noun: Token) -> tuple[Outlook, Token] | None:
    """ "A projected 5 percent growth", "the planned 300 homes", "growth projected by the bank"."""
    if noun.pos not in {"NOUN", "PROPN", "NUM", "SYM"}:
        return None
    for child in parse.children[noun.index]:
        token = parse.tokens[child]
        if token.dep not in {"amod", "acl"} or token.tag not in {"JJ", "VBN"}:
            continue
        lemma = token.lemma.lower()
        if token.text.lower() in words("outlooks", "denying_adjectives"):
            return Outlook.DENIED, token
        if lemma in words("outlooks", "expecting_verbs") or token.text.lower() in words(
            "outlooks", "expecting_adjectives"
        ):
            if not any(parse.tokens[c].dep == "xcomp" and parse.tokens[c].lemma == "be" for c in parse.children[child]):
                return Outlook.EXPECTED, token
        elif token.text.lower() in {"planned", "proposed", "intended", "scheduled"}:
            return Outlook.PLANNED, token
    return None


def _by_adjective(token: Token) -> tuple[Outlook, Token] | None:
    lowered = token.text.lower()
    if lowered in words("outlooks", "planning_adjectives"):
        return Outlook.PLANNED, token
    if lowered in words("outlooks", "expecting_adjectives"):
        return Outlook.EXPECTED, token
    return None


def _at_verb(parse: Parse, verb: Token, below: Token | None, *, zero: bool) -> tuple[Outlook, Token] | None:
    children = [parse.tokens[child] for child in parse.children[verb.index]]
    negation = next(
        (token for token in children if token.dep == "neg" or token.text.lower() in words("outlooks", "negations")),
        None,
    )
    if negation and not zero and _negates(verb, below, negation):
        return Outlook.DENIED, negation
    condition = next(
        (token for token in children if token.dep in {"mark", "advmod"} and token.text.lower() in {"if", "unless"}),
        None,
    )
    if condition:
        return Outlook.EXPECTED, condition
    presupposed = below is not None and below.dep in {"nsubj", "nsubjpass", "dobj"} and _is_definite(parse, below)
    ahead = None if presupposed else _by_modal(parse, verb, children)
    return ahead or _by_governor(parse, verb, below) or _by_particle(parse, verb, children)


def _negates(verb: Token, below: Token | None, negation: Token) -> bool:
    """Whether the negation reaches the number: not over "not only", nor over a report that is merely not made."""
    if below is None or (below.index < verb.index and below.dep not in {"dobj", "attr", "acomp", "prep"}):
        return (
            below is not None
            and below.dep in {"nsubj", "nsubjpass"}
            and negation.index < verb.index
            and below.index < negation.index
            and False
        )
    if below.dep in {"ccomp", "advcl", "conj", "parataxis", "prep", "npadvmod"}:
        return False
    return verb.lemma.lower() not in {"know", "confirm", "say", "disclose"}


def _is_definite(parse: Parse, noun: Token) -> bool:
    return any(
        parse.tokens[child].text.lower() in DEFINITE or parse.tokens[child].dep == "poss"
        for child in parse.children[noun.index]
    )


def _by_modal(parse: Parse, verb: Token, children: list[Token]) -> tuple[Outlook, Token] | None:
    modal = next((token for token in children if token.tag == "MD"), None)
    if modal is None:
        return None
    lemma = modal.text.lower()
    perfect = any(token.lemma == "have" and token.dep == "aux" for token in children)
    if perfect or (lemma in {"can", "ca", "must"} and verb.lemma != "be"):
        return None
    copular = verb.lemma == "be"
    if copular and lemma in {"may", "might", "must", "could"} and not _looks_ahead(parse):
        return None
    if lemma in words("outlooks", "modals_future") and verb.lemma.lower() in words("outlooks", "volitional_verbs"):
        return Outlook.PLANNED, modal
    return Outlook.EXPECTED, modal


def _looks_ahead(parse: Parse) -> bool:
    return any(token.text.lower() in words("outlooks", "future_words") for token in parse.tokens)


def _by_governor(parse: Parse, verb: Token, below: Token | None) -> tuple[Outlook, Token] | None:
    """ "Plans to send", "is expected to reach", "forecasts 3 percent growth", "is set to use"."""
    lemma = verb.lemma.lower()
    if below is None:
        return None
    if (
        lemma in words("outlooks", "denying_verbs")
        and below.dep in {"dobj", "ccomp", "pcomp", "nsubjpass", "prep", "xcomp"}
        and below.index > verb.index
    ):
        return Outlook.DENIED, verb
    clause = below.dep in {"xcomp", "ccomp", "advcl", "acl"}
    raised = below.dep in {"nsubjpass", "nsubj"} and verb.tag == "VBN" and _takes_infinitive(parse, verb)
    infinitive = raised or (clause and below.tag == "VB")
    if lemma in words("outlooks", "infinitive_only") and not infinitive:
        return None
    if lemma in words("outlooks", "failing_verbs") and infinitive and verb.index < below.index:
        return Outlook.DENIED, verb
    if lemma in words("outlooks", "planning_verbs") and (
        infinitive or below.dep in {"dobj", "prep"} or (clause and below.tag == "VBG")
    ):
        return Outlook.PLANNED, verb
    if lemma in words("outlooks", "expecting_verbs") and (clause or raised or below.dep in {"dobj", "oprd", "prep"}):
        return Outlook.EXPECTED, verb
    return None


def _takes_infinitive(parse: Parse, verb: Token) -> bool:
    return any(
        parse.tokens[child].dep == "xcomp" and parse.tokens[child].tag == "VB" for child in parse.children[verb.index]
    )


def _by_particle(parse: Parse, verb: Token, children: list[Token]) -> tuple[Outlook, Token] | None:
    """ "Is going to" and "is to": a future without a modal."""
    going = (
        verb.lemma == "go"
        and verb.tag == "VBG"
        and any(parse.tokens[c].tag == "VB" for c in parse.children[verb.index])
    )
    if going:
        return Outlook.EXPECTED, verb
    head = parse.tokens[verb.head]
    to = next((token for token in children if token.tag == "TO"), None)
    if to and verb.dep == "xcomp" and head.lemma == "be" and head.tag in {"VBP", "VBZ"}:
        return Outlook.PLANNED, to
    return None


def _has_tense(parse: Parse, token: Token) -> bool:
    if token.tag in FINITE and token.pos in {"VERB", "AUX"}:
        return True
    return token.pos == "VERB" and any(
        parse.tokens[c].tag in FINITE and parse.tokens[c].dep in {"aux", "auxpass"} for c in parse.children[token.index]
    )


def _denial_above(parse: Parse, token: Token, below: Token | None) -> tuple[Outlook, Token] | None:
    """ "Denied that 5 had died", "it is false that ..."."""
    if below is None or below.dep not in {"ccomp", "acl", "pcomp", "xcomp"}:
        return None
    if token.lemma.lower() in words("outlooks", "denying_verbs"):
        return Outlook.DENIED, token
    for child in (token.index, *parse.children[token.index]):
        if parse.tokens[child].text.lower() in words("outlooks", "denying_adjectives"):
            return Outlook.DENIED, parse.tokens[child]
    return None
