"""What happened to a counted phrase by the words beside it, for text whose commas are lost and whose parse is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.subjects.numbered import first_after
from tracker.language.subjects.state import State, is_predicate, participle
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.context import Parse
    from tracker.language.subjects.numbered import Numbers

_AUXILIARIES = 5
_OF = re.compile(r"\bof(?: the| its| their| those| these| his| her)?\s*$", re.IGNORECASE)
_AGAIN = re.compile(r"\s?\((?:about |approximately |some )?|, or (?:about |some )?")
_CLOSE = re.compile(r"\s?[),]")
_THOSE = frozenset({"those", "them", "the", "people"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


def state_of_those(sentence: Numbers, place: int) -> State | None:
    """ "Three of those killed were tourists": the participle that says whose number it is."""
    tokens = sentence.parse.tokens
    index = first_after(sentence, sentence.expressions[place].end)
    if index + 2 >= len(tokens) or tokens[index].text.lower() != "of" or tokens[index + 1].text.lower() not in _THOSE:
        return None
    index += 3 if tokens[index + 1].text.lower() == "the" and tokens[index + 2].text.lower() == "people" else 2
    if index >= len(tokens) or tokens[index].tag not in {"VBN", "VBD"} or tokens[index].pos == "AUX":
        return None
    return State(participle(tokens[index].lemma, tokens[index]), index)


def is_whole(sentence: Numbers, place: int) -> bool:
    """ "eight of the nine crew were found": the number that another is a part of."""
    return _OF.search(sentence.text, 0, sentence.expressions[place].outer_start) is not None


def held_as(sentence: Numbers, place: int, last: int) -> State | None:
    """ "Took 150 people hostage", "is holding 30 villagers captive": the verb before and the word behind."""
    tokens = sentence.parse.tokens
    behind = tokens[last + 1].text.lower() if last + 1 < len(tokens) else ""
    if behind not in words("states", "captives"):
        return None
    start = first_after(sentence, sentence.expressions[place].outer_start)
    for token in reversed(tokens[max(0, start - _AUXILIARIES) : start]):
        if token.lemma.lower() in {"take", "hold", "keep"}:
            return State(f"{participle(token.lemma, token)} {behind.removesuffix('s')}", token.index)
    return None


def state_behind(parse: Parse, last: int) -> State | None:
    """The verb right behind the phrase: "12 homes have been destroyed", "one man jumped", where it has no subject."""
    return verb_from(parse, last + 1)


def verb_from(parse: Parse, index: int) -> State | None:
    """The state that a verb from token `index` on gives, past its auxiliaries."""
    last = index - 1
    while index < len(parse.tokens) and parse.tokens[index].pos in {"AUX", "ADV"} and index <= last + _AUXILIARIES:
        index += 1
    if index >= len(parse.tokens):
        return None
    token = parse.tokens[index]
    silent = words("states", "no_state_verbs")
    if index > last + 1 and parse.tokens[index - 1].lemma == "be" and token.tag == "JJ" and is_predicate(token.text):
        return State(token.text.lower(), index)
    if any(auxiliary.lemma == "be" for auxiliary in parse.tokens[last + 1 : index]) and token.tag == "VBN":
        kept = token.lemma.lower() not in silent - words("states", "passive_states")
        return State(participle(token.lemma, token), index) if kept else None
    subjects = any(parse.tokens[child].dep in _SUBJECTS for child in parse.children[index])
    if token.tag != "VBD" or index > last + 1 or subjects or token.dep in {"acl", "amod", "relcl"}:
        return None
    if token.lemma.lower() in silent | words("states", "harm_verbs") | words("states", "causing_verbs"):
        return None
    return State(token.text.lower(), index)


def charge_before(parse: Parse, head: int) -> State | None:
    """ "convicted of one count of murder and two counts of theft": every count is of the charge named before it."""
    if parse.tokens[head].lemma.lower() != "count":
        return None
    takes: dict[str, list[str]] = table("states")["counts_verbs"]
    charging = {verb for verbs in (takes["to"], takes["on"], takes["of"], ["charge"]) for verb in verbs}
    for token in reversed(parse.tokens[:head]):
        if token.text in {";", ":"}:
            return None
        if token.tag[0] == "V" and token.lemma.lower() in charging:
            return State(participle(token.lemma, token), token.index)
    return None


def struck_before(sentence: Numbers, place: int) -> State | None:
    """ "A war that has killed more than 90,000 people drags on": the harm right before a number."""
    tokens = sentence.parse.tokens
    index = first_after(sentence, sentence.expressions[place].outer_start) - 1
    verbal = {"VBD", "VBN", "VBG", "VBZ"}
    if index < 1 or sentence.expressions[place].unit != "count" or tokens[index].tag not in verbal:
        return None
    verb = tokens[index]
    passive = any(token.lemma in {"be", "get"} for token in tokens[max(0, index - 2) : index])
    if passive or verb.dep in {"acl", "amod"} or verb.lemma.lower() not in words("states", "harm_verbs"):
        return None
    return State(participle(verb.lemma, verb), index)


def restatement_end(sentence: Numbers, place: int) -> int | None:
    """The token behind an amount that says the one before it again, in brackets or after "or"; None without one."""
    if place + 1 >= len(sentence.expressions):
        return None
    this, again = sentence.expressions[place], sentence.expressions[place + 1]
    between = sentence.text[this.end : again.outer_start]
    if this.unit == again.unit or not _AGAIN.fullmatch(between):
        return None
    close = _CLOSE.match(sentence.text, again.outer_end)
    return first_after(sentence, close.end()) if close else None
