"""Whether a claim is said to hold, is expected, is planned, or is said not to be so.

The nearest clause that has a tense decides: a past or present verb reports, a modal or a verb of expecting or planning
over an infinitive looks ahead, a negation or a verb of denying over it denies (after FactBank's factuality cues).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tracker.language.branches import token_at, way_up
from tracker.language.subjects.verbs import is_told_later
from tracker.language.wordlists import words
from tracker.model import Kind, Outlook, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import DocumentContext, Parse, SentenceContext, Token
    from tracker.language.subjects.subject import SubjectReading
    from tracker.model import Expression

    Cue = tuple[Outlook, Token]

READ_KINDS = frozenset({Kind.QUANTITY, Kind.AGE, Kind.MULTIPLE})
FINITE = frozenset({"VBD", "VBP", "VBZ"})
VERBAL = frozenset({"VERB", "AUX"})
GUESSES = frozenset({"may", "might", "must", "could"})
DEFINITE = frozenset({"the", "these", "those", "this", "that"})
# Parts of a clause that its verb's negation leaves alone, and those that a verb of denying denies.
UNREACHED = frozenset({"ccomp", "advcl", "conj", "parataxis", "prep", "npadvmod"})
DENIED_PARTS = frozenset({"dobj", "ccomp", "pcomp", "nsubjpass", "prep", "xcomp"})


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
    way = way_up(parse, token)
    cue = _cue(parse, way, zero=True)
    if cue is not None:
        return cue[0] in {Outlook.EXPECTED, Outlook.PLANNED}
    # What is agreed or ordered has been agreed, but its infinitive is to come: "agreed to deliver them in December".
    return any(
        parse.tokens[lower].tag == "VB"
        and parse.tokens[lower].dep in {"xcomp", "ccomp"}
        and parse.tokens[upper].lemma.lower() in words("outlooks", "binding_verbs")
        for lower, upper in pairwise(way[:8])
    )


def _cue(parse: Parse, way: list[int], *, zero: bool) -> Cue | None:
    """The first word on the way up that sets the outlook; the first clause with a plain tense ends the search."""
    for step, index in enumerate(way):
        token = parse.tokens[index]
        below = parse.tokens[way[step - 1]] if step else None
        if below is not None and _is_apart(parse, token, below, step):
            return None
        found = _at(parse, token, below, zero=zero)
        if found:
            return _undone(parse, way[step + 1 :], found)
        if _has_tense(parse, token) or (token.dep == "acl" and token.tag in {"VBN", "VBG"}):
            return _denial_above(parse, way[step:])
    return None


def _is_apart(parse: Parse, governor: Token, below: Token, step: int) -> bool:
    """What is not under its governor's mood: "after sending 5 ...", "with a value of 5, it could", "help for the 60
    families", "the trillion dollar budget would", "mourn the hundreds killed"."""
    if below.dep == "csubj" or (below.dep == "advcl" and below.tag in {"VBG", "VBN", "VBD"}):
        return True
    if step == 1 and below.pos == "NOUN" and _has_article(parse, below):
        return True
    if below.dep == "pobj" and _is_definite(parse, below):
        return True
    if below.dep in {"nsubj", "nsubjpass"} and step > 2 and _has_article(parse, below):
        return True
    if below.dep == "prep" and below.lemma.lower() in {"despite", "after", "since", "following", "besides"}:
        return True
    return below.dep == "prep" and below.index < governor.index and governor.pos in VERBAL


def _is_definite(parse: Parse, noun: Token) -> bool:
    """Whether a counted noun is known already: "the 60 families", "these 60 families"."""
    own = [parse.tokens[child] for child in parse.children[noun.index]]
    counted = any(token.dep == "nummod" for token in own)
    return counted and any(token.text.lower() in DEFINITE or token.dep == "poss" for token in own)


def _has_article(parse: Parse, noun: Token) -> bool:
    return any(parse.tokens[child].text.lower() in DEFINITE for child in parse.children[noun.index])


def _at(parse: Parse, token: Token, below: Token | None, *, zero: bool) -> Cue | None:
    if token.pos in VERBAL:
        return _at_verb(parse, token, below, zero=zero)
    lemma = token.lemma.lower()
    if below is not None and below.dep in {"acl", "relcl", "prep"} and below.index > token.index:
        if lemma in words("outlooks", "planning_nouns") and (below.tag == "VB" or below.text.lower() in {"to", "for"}):
            return Outlook.PLANNED, token
        if lemma in words("outlooks", "expecting_nouns"):
            return Outlook.EXPECTED, token
    if token.pos == "ADJ" and below is not None and below.dep in {"xcomp", "ccomp"}:
        return _by_adjective(token)
    return _by_modifier(parse, token)


def _by_modifier(parse: Parse, noun: Token) -> Cue | None:
    """ "A projected 5 percent growth", "the planned 300 homes", "growth projected by the bank"."""
    if noun.pos not in {"NOUN", "PROPN", "NUM", "SYM"}:
        return None
    for child in parse.children[noun.index]:
        token = parse.tokens[child]
        if token.dep not in {"amod", "acl"} or token.tag not in {"JJ", "VBN"}:
            continue
        lowered = token.text.lower()
        if lowered in words("outlooks", "denying_adjectives"):
            return Outlook.DENIED, token
        if lowered in words("outlooks", "planned_participles"):
            return Outlook.PLANNED, token
        expecting = token.lemma.lower() in words("outlooks", "expecting_verbs")
        if (expecting and not _takes_infinitive(parse, token)) or lowered in words("outlooks", "expecting_adjectives"):
            return Outlook.EXPECTED, token
    return None


def _by_adjective(token: Token) -> Cue | None:
    lowered = token.text.lower()
    if lowered in words("outlooks", "planning_adjectives"):
        return Outlook.PLANNED, token
    if lowered in words("outlooks", "expecting_adjectives"):
        return Outlook.EXPECTED, token
    return None


def _at_verb(parse: Parse, verb: Token, below: Token | None, *, zero: bool) -> Cue | None:
    children = [parse.tokens[child] for child in parse.children[verb.index]]
    negation = None if zero else _negation(parse, verb, below, children)
    if negation:
        return Outlook.DENIED, negation
    condition = next((t for t in children if t.dep in {"mark", "advmod"} and t.text.lower() in {"if", "unless"}), None)
    if condition:
        return Outlook.EXPECTED, condition
    return (
        _by_modal(parse, verb, below, children)
        or _by_governor(parse, verb, below)
        or _by_raising(parse, verb, below, children)
        or _by_particle(parse, verb, children)
    )


def _negation(parse: Parse, verb: Token, below: Token | None, children: list[Token]) -> Token | None:
    """A negation of the verb that reaches the number: not "not only", nor over a report that is merely not made, nor
    over a subject ("40 people did not vote").
    """
    found = next((t for t in children if t.dep == "neg" or t.text.lower() in words("outlooks", "negations")), None)
    if found is None or below is None or below.index < verb.index or below.dep in UNREACHED:
        return None
    following = parse.tokens[found.index + 1 : found.index + 2]
    only = bool(following) and following[0].text.lower() in {"only", "just", "merely"}
    return None if only or verb.lemma.lower() in words("outlooks", "reporting_restraint") else found


def _by_modal(parse: Parse, verb: Token, below: Token | None, children: list[Token]) -> Cue | None:
    modal = next((token for token in children if token.tag == "MD"), None)
    if modal is None or is_told_later(children):
        return None
    lowered = modal.text.lower()
    perfect = any(token.lemma == "have" and token.dep == "aux" for token in children)
    known = below is not None and below.dep in {"nsubj", "nsubjpass"} and _is_definite(parse, below)
    if perfect and not known and lowered in {"would", "'d"}:
        return Outlook.DENIED, modal  # what did not come to be: "would have stormed"
    if perfect and lowered in words("outlooks", "modals_future"):
        return Outlook.EXPECTED, modal
    if lowered == "must" and _has_deadline(children):
        return Outlook.EXPECTED, modal
    if perfect or (lowered in {"can", "ca", "must"} and verb.lemma != "be"):
        return None
    if verb.lemma == "be" and lowered in GUESSES and not _names_future(parse):
        return None
    if lowered in words("outlooks", "modals_future") and verb.lemma.lower() in words("outlooks", "volitional_verbs"):
        return Outlook.PLANNED, modal
    return Outlook.EXPECTED, modal


def _has_deadline(children: list[Token]) -> bool:
    """ "Must repay $6 million by the end of the year", where "must" alone may say what is always asked."""
    return any(token.dep == "prep" and token.text.lower() in {"by", "before", "until"} for token in children)


def _names_future(parse: Parse) -> bool:
    return any(token.text.lower() in words("outlooks", "future_words") for token in parse.tokens)


def _by_governor(parse: Parse, verb: Token, below: Token | None) -> Cue | None:
    """ "Plans to send", "is expected to reach", "forecasts 3 percent growth", "is set to use"."""
    if below is None:
        return None
    lemma = verb.lemma.lower()
    clause = below.dep in {"xcomp", "ccomp", "advcl", "acl"}
    raised = below.dep in {"nsubjpass", "nsubj"} and verb.tag == "VBN" and _takes_infinitive(parse, verb)
    infinitive = raised or (clause and below.tag == "VB")
    if lemma in words("outlooks", "denying_verbs") and below.index > verb.index and below.dep in DENIED_PARTS:
        return Outlook.DENIED, verb
    if lemma in words("outlooks", "infinitive_only") and not infinitive:
        return None
    if lemma in words("outlooks", "failing_verbs") and infinitive and verb.index < below.index:
        return Outlook.DENIED, verb
    governed = infinitive or below.dep in {"dobj", "prep"}
    if lemma in words("outlooks", "planning_verbs") and (governed or (clause and below.tag == "VBG")):
        return Outlook.PLANNED, verb
    if lemma in words("outlooks", "expecting_verbs") and (governed or clause or below.dep == "oprd"):
        return Outlook.EXPECTED, verb
    return None


def _takes_infinitive(parse: Parse, verb: Token) -> bool:
    own = (parse.tokens[child] for child in parse.children[verb.index])
    return any(token.dep == "xcomp" and token.tag == "VB" for token in own)


def _by_raising(parse: Parse, verb: Token, below: Token | None, children: list[Token]) -> Cue | None:
    """ "About 3,000 pilgrims are likely to attend", "are to attend"."""
    if verb.lemma != "be" or below is None or below.dep not in {"nsubj", "nsubjpass"}:
        return None
    for token in children:
        # What is said of them between commas ("now in the region") holds already, and so does their number.
        apart = below.index + 1 < verb.index or below.lemma.lower() in words("outlooks", "planning_nouns")
        if token.dep == "xcomp" and token.tag == "VB" and verb.tag == "VBP" and not apart:
            return Outlook.PLANNED, token
        if token.dep in {"acomp", "oprd"} and _takes_infinitive(parse, token):
            return _by_adjective(token)
    return None


def _by_particle(parse: Parse, verb: Token, children: list[Token]) -> Cue | None:
    """ "Is going to", "is to", and a headline's "Airline to cut 800 jobs": a future without a modal."""
    if verb.lemma == "go" and verb.tag == "VBG" and _takes_infinitive(parse, verb):
        return Outlook.EXPECTED, verb
    to = next((token for token in children if token.tag == "TO"), None)
    if to is None or verb.tag != "VB":
        return None
    head = parse.tokens[verb.head]
    is_to = verb.dep == "xcomp" and head.lemma == "be" and head.tag in {"VBP", "VBZ"}
    headline = verb.dep in {"ROOT", "acl", "relcl"} and not any(_has_tense(parse, token) for token in parse.tokens)
    return (Outlook.PLANNED, to) if is_to or headline or _is_headline_before_source(verb, head, children) else None


def _is_headline_before_source(verb: Token, head: Token, children: list[Token]) -> bool:
    """ "Airline to cut 800 jobs, union says": an infinitive with a subject of its own before who says it."""
    own = any(token.dep in {"nsubj", "nsubjpass"} and token.index < verb.index for token in children)
    marked = any(token.dep == "mark" or token.text.lower() == "for" for token in children)
    return (
        own and not marked and (verb.dep == "ROOT" or (verb.dep in {"ccomp", "parataxis"} and head.index > verb.index))
    )


def _has_tense(parse: Parse, token: Token) -> bool:
    if token.pos not in VERBAL:
        return False
    auxiliaries = [parse.tokens[c] for c in parse.children[token.index] if parse.tokens[c].dep in {"aux", "auxpass"}]
    if any(auxiliary.tag == "MD" for auxiliary in auxiliaries) and any(a.lemma == "have" for a in auxiliaries):
        return True
    return token.tag in FINITE or any(auxiliary.tag in FINITE for auxiliary in auxiliaries)


def _undone(parse: Parse, above: list[int], found: Cue) -> Cue:
    """A plan that was scrapped and a forecast that was rejected are denied."""
    outlook, token = found
    if outlook is Outlook.PLANNED and token.pos == "NOUN" and above:
        governor = parse.tokens[above[0]]
        undoing = words("outlooks", "failing_verbs") | words("outlooks", "denying_verbs")
        if token.dep in {"dobj", "nsubjpass"} and governor.lemma.lower() in undoing:
            return Outlook.DENIED, governor
    return found


def _denial_above(parse: Parse, way: list[int]) -> Cue | None:
    """ "Denied that 5 had died", "rejected reports that ...", "it is false that ..."."""
    for lower, upper in pairwise(way[:6]):
        below, token = parse.tokens[lower], parse.tokens[upper]
        reported = below.dep == "dobj" and below.lemma.lower() in words("outlooks", "claim_nouns")
        if below.dep not in {"ccomp", "acl", "pcomp", "xcomp", "prep", "relcl"} and not reported:
            return None
        if below.dep in {"acl", "relcl", "prep"} and token.lemma.lower() not in words("outlooks", "claim_nouns"):
            return None
        if token.lemma.lower() in words("outlooks", "denying_verbs"):
            return Outlook.DENIED, token
        for child in (token.index, *parse.children[token.index]):
            if parse.tokens[child].text.lower() in words("outlooks", "denying_adjectives"):
                return Outlook.DENIED, parse.tokens[child]
    return None
