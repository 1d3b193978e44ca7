"""Who is the subject of a verb of saying, and whether it can speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.claimants.report import is_source
from tracker.language.places.gazetteer import is_place
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.language.context import Parse, Token

SUBJECTS = frozenset({"nsubj", "csubj"})
_INCLUDING = frozenset({"include", "including", "among"})
PEOPLE = frozenset({"people", "resident", "civilian", "soldier", "man", "woman", "child", "victim", "troop", "visit"})


def may_report(token: Token) -> bool:
    """Whether a verb can say something: of speech, of what documents do, of valuing."""
    lemma = token.lemma.lower()
    known = words("speech", "verbs") | words("speech", "document_verbs") | words("speech", "valuing")
    return token.pos in {"VERB", "AUX"} and (lemma in known or lemma in {"count", "give"})


def is_document(token: Token) -> bool:
    """Whether a noun is of something written, drawn or counted that tells."""
    documents = words("speech", "documents")
    return token.lemma.lower() in documents or token.text.lower() in documents


def subject_of(parse: Parse, verb: int) -> int | None:
    """Who says it: the verb's own subject, or that of the verb it is joined to ("said ..., adding that")."""
    seen = set()
    first = True
    while verb not in seen:
        seen.add(verb)
        children = parse.children[verb]
        if any(parse.tokens[child].dep == "nsubjpass" for child in children):
            return None
        own = [child for child in children if parse.tokens[child].dep in SUBJECTS]
        if own and first and parse.tokens[verb].tag == "VBG" and not is_source(parse.tokens[own[-1]]):
            return _sayer_above(parse, verb)
        if own and first:
            return _antecedent(parse, verb, _named_first(parse, own))
        if own:
            speaks = is_source(parse.tokens[own[0]]) or may_report(parse.tokens[verb])
            above = None if speaks else _sayer_above(parse, verb)
            return _antecedent(parse, verb, own[0]) if above is None else above
        token = parse.tokens[verb]
        if first and _is_joined_subject(parse, token):
            return verb - 1
        if token.dep in {"relcl", "acl"} and parse.tokens[token.head].pos in {"NOUN", "PROPN"} and token.tag == "VBG":
            return token.head if is_source(parse.tokens[token.head]) else _sayer_above(parse, verb)
        if first and _is_main(parse, token):
            return token.head
        if token.dep not in {"conj", "advcl", "xcomp", "pcomp"} or token.head == verb:
            return None
        if token.tag == "VBN" and token.dep == "advcl":
            return None
        first = False
        verb = token.head
    return None


def _is_main(parse: Parse, verb: Token) -> bool:
    """ "The anti-war Observatory reported that 9 died": its only verb, taken for a participle of its subject."""
    noun = parse.tokens[verb.head]
    said = any(parse.tokens[child].dep == "ccomp" for child in parse.children[verb.index])
    return said and verb.dep == "acl" and verb.tag == "VBN" and noun.dep == "ROOT" and is_source(noun)


def has_own_subject(parse: Parse, verb: Token) -> bool:
    """Whether a verb has a subject of its own."""
    return any(parse.tokens[child].dep in SUBJECTS for child in parse.children[verb.index])


def _named_first(parse: Parse, subjects: list[int]) -> int:
    """The last subject; but the first where the last only describes it and the commas are lost: "the Harn Monitor a
    local group said".
    """
    described = parse.tokens[subjects[0]].pos == "PROPN" and any(
        parse.tokens[child].text.lower() in {"a", "an"} for child in parse.children[subjects[-1]]
    )
    return subjects[0] if described else subjects[-1]


def _is_joined_subject(parse: Parse, verb: Token) -> bool:
    """Whether the parser joined a verb's subject to the object before it: "bombed the port and the ministry said"."""
    if verb.dep != "conj" or verb.tag not in {"VBD", "VBZ", "VBP"} or verb.index < 2:
        return False
    before = parse.tokens[verb.index - 1]
    return before.dep == "conj" and before.pos in {"NOUN", "PROPN"} and is_source(before)


def _sayer_above(parse: Parse, verb: int) -> int | None:
    """Who says what an "adding" stands in: "she said the bomb hit a market, adding that"."""
    for _ in range(len(parse.tokens)):
        head = parse.tokens[verb].head
        if head == verb:
            return None
        verb = head
        own = [child for child in parse.children[verb] if parse.tokens[child].dep in SUBJECTS]
        if own and may_report(parse.tokens[verb]) and parse.tokens[own[-1]].tag not in {"WDT", "WP"}:
            return own[-1]
    return None


def _antecedent(parse: Parse, verb: int, subject: int) -> int:
    token = parse.tokens[subject]
    clause = parse.tokens[verb]
    if token.tag in {"WDT", "WP"} and clause.dep == "relcl" and not _is_body(token):
        return clause.head
    return subject


def _is_body(token: Token) -> bool:
    """The WHO, which the tagger takes for a pronoun."""
    return token.text == "WHO"


def uninverted(parse: Parse, verb: Token, subject: int) -> int:
    """Without a comma the parser takes what is said for the subject: "5 km from the town said Colonel Lee"."""
    name = parse.tokens[subject]
    if verb.lemma.lower() != "say" or subject > verb.index or not is_place(name.text):
        return subject
    for child in parse.children[verb.index]:
        token = parse.tokens[child]
        if token.dep in {"dobj", "oprd", "attr"} and is_source(token) and token.lemma.lower() not in _days():
            return child
    return subject


def _days() -> frozenset[str]:
    return words("calendar", "day_words")


def can_speak(parse: Parse, verb: Token, subject: int) -> bool:
    """Whether a subject can be who says it: not an event, not the dead, and with some verbs only a source."""
    token = parse.tokens[subject]
    lemma, head = verb.lemma.lower(), token.lemma.lower()
    objects = {
        parse.tokens[child].lemma.lower() for child in parse.children[verb.index] if parse.tokens[child].dep == "dobj"
    }
    if _is_passive(parse, verb) or objects & words("speech", "no_saying"):
        return False
    if head in words("places", "events") - words("speech", "collectives") - PEOPLE or _is_toll(parse, token):
        return False
    pronoun = token.tag in {"EX", "WDT", "WP", "DT", "CD"} and not _is_body(token)
    if pronoun or head in {"i", "we", "you", "this", "that", "there"}:
        return False
    if head in {"percent", "percentage"} or token.pos == "NUM":
        return False
    clauses = [parse.tokens[child] for child in parse.children[verb.index] if parse.tokens[child].dep == "ccomp"]
    if lemma in words("speech", "weak") and not clauses and not is_source(token):
        return False
    if lemma in words("speech", "valuing"):
        children = [parse.tokens[child] for child in parse.children[verb.index]]
        if any(child.text.lower() == "on" and child.index == verb.index + 1 for child in children):
            return False  # "put on 40 points"
        valued = {parse.tokens[child].lemma.lower() for child in parse.children[verb.index]}
        return bool(valued & words("speech", "figures")) or is_source(token)
    if lemma == "count":
        return is_source(token) and token.tag != "PRP"
    if lemma == "give":
        return bool(objects & words("speech", "figures"))
    if lemma in words("speech", "verbs"):
        return True
    return is_document(token) or _finds(parse, verb, token)


def _finds(parse: Parse, verb: Token, subject: Token) -> bool:
    """ "Researchers found that 40 percent improved": with a clause, what is found is said."""
    clause = any(
        parse.tokens[child].dep == "ccomp" and parse.tokens[child].pos in {"VERB", "AUX"}
        for child in parse.children[verb.index]
    )
    return clause and verb.lemma.lower() in words("speech", "finding") and is_source(subject) and subject.tag != "PRP"


def _is_toll(parse: Parse, noun: Token) -> bool:
    """Whether a noun is of people counted by what befell them, who do not speak: "18 people including 2 children"."""
    own = [parse.tokens[child] for child in parse.children[noun.index]]
    counted = any(token.dep == "nummod" for token in own)
    return counted and noun.lemma.lower() in PEOPLE and any(token.lemma.lower() in _INCLUDING for token in own)


def _is_passive(parse: Parse, verb: Token) -> bool:
    """ "A car believed to be stolen": a participle that the parser takes for the past tense."""
    following = parse.tokens[verb.index + 1 : verb.index + 2]
    past = verb.tag in {"VBN", "VBD"} and verb.lemma.lower() in words("speech", "passive_to")
    return past and bool(following) and following[0].text.lower() == "to"
