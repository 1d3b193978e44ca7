"""Verbs of saying: what they report by the parse and by their place in the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.branches import subtree
from tracker.language.claimants.report import Report, is_source, origin_of
from tracker.language.claimants.sayers import (
    can_speak,
    has_own_subject,
    is_document,
    may_report,
    subject_of,
    uninverted,
)
from tracker.language.claimants.sources import by_agent, by_position
from tracker.language.claimants.speakers import Speaker, speaker_at
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.language.context import Parse, Token

# Adverbial clauses that set the scene of the saying are not said: "police said as rescuers searched".
SCENE = frozenset({"as", "while", "after", "before", "when", "since", "although", "though", "until"})
CONTENT = frozenset(
    {"ccomp", "xcomp", "dobj", "parataxis", "prep", "dative", "advcl", "acl", "pcomp", "oprd", "attr", "acomp"}
)
CONTENT_PREPOSITIONS = frozenset({"of", "as", "at", "about", "that", "include", "including", "among", "with"})


def by_verb(parse: Parse, text: str) -> Iterator[Report]:
    """The reports of verbs of saying with their subjects."""
    for token in parse.tokens:
        if not may_report(token):
            continue
        subject = subject_of(parse, token.index)
        if _is_gained(parse, token):
            continue
        if subject is None:
            yield from by_agent(parse, text, token)
            yield from by_position(parse, text, token)
            continue
        behind = (
            list(by_position(parse, text, token)) if token.dep == "conj" and not has_own_subject(parse, token) else []
        )
        if behind:
            yield from behind
            continue
        subject = uninverted(parse, token, subject)
        if _is_unsaid(parse, token, subject):
            continue
        if not can_speak(parse, token, subject):
            yield from by_position(parse, text, token)
            continue
        speaker = speaker_at(parse, text, _publisher(parse, subject))
        covers = _said(parse, token.index, subject)
        if token.index + 1 < len(parse.tokens) and parse.tokens[token.index + 1].text == ";":
            covers = {index for index in covers if index < token.index}
        quoted = _quoted(parse, token)
        if quoted is not None:
            said = range(token.index + 1, len(parse.tokens))
            if not any(parse.tokens[index].pos in {"NUM", "AUX"} for index in said):
                said = range(min(subject, *subtree(parse, subject)))
            inside = frozenset(set(said) - {quoted})
            yield Report(speaker_at(parse, text, quoted), token.index, inside, relay=speaker, cited=True)
            continue
        if covers:
            yield Report(speaker, token.index, frozenset(covers), relay=_told(parse, text, token))


def _is_gained(parse: Parse, verb: Token) -> bool:
    """ "The 20 million it added every quarter", "a paper describing the event": added or described, and not said."""
    if verb.lemma.lower() == "describe":
        return verb.tag == "VBG"
    if verb.lemma.lower() == "add" and _adds_thing(parse, verb):
        return True
    if verb.lemma.lower() != "add" or verb.dep not in {"relcl", "acl"} or verb.index + 1 >= len(parse.tokens):
        return False
    return parse.tokens[verb.index + 1].tag in {"DT", "IN", "JJ"}


def _adds_thing(parse: Parse, verb: Token) -> bool:
    """ "The frame adds another 2 kg", "the plant added 40 jobs": an object of its own and no clause."""
    children = [parse.tokens[child] for child in parse.children[verb.index]]
    own = any(token.dep == "dobj" and token.index > verb.index and token.tag != "PRP" for token in children)
    quoted = any(token.text in {'"', "“", "”", "''", "``"} for token in parse.tokens[max(0, verb.index - 4) :])
    return (
        own
        and not quoted
        and not any(token.dep in {"ccomp", "parataxis"} and token.index > verb.index for token in children)
    )


def _is_unsaid(parse: Parse, verb: Token, subject: int) -> bool:
    """ "Has not confirmed that ...", "neither side would say that ...": nobody vouches for it."""
    nobody = any(parse.tokens[c].text.lower() in {"neither", "no"} for c in parse.children[subject])
    negated = any(parse.tokens[c].dep == "neg" for c in parse.children[verb.index])
    return (nobody or negated) and verb.lemma.lower() in words("outlooks", "reporting_restraint")


def _publisher(parse: Parse, subject: int) -> int:
    """Of "figures published by the agency show" the agency."""
    issuing = words("speech", "issuing")
    issued = any(
        parse.tokens[child].dep == "acl" and parse.tokens[child].lemma.lower() in issuing
        for child in parse.children[subject]
    )
    return origin_of(parse, subject) if issued else subject


def _quoted(parse: Parse, verb: Token) -> int | None:
    """Whom a finite verb of citing quotes: "the agency quoted the governor as saying"."""
    if verb.lemma.lower() not in words("speech", "citing") or verb.tag in {"VBG", "VBN"}:
        return None
    for child in parse.children[verb.index]:
        if parse.tokens[child].dep == "dobj" and is_source(parse.tokens[child]):
            return child
    return None


def _said(parse: Parse, verb: int, subject: int) -> set[int]:
    """The tokens that the verb reports: its content by the parse, and all before it where the attribution trails."""
    speaker = subtree(parse, subject) if subject in subtree(parse, verb) else {subject}
    content: set[int] = set()
    for child in parse.children[verb]:
        token = parse.tokens[child]
        if token.dep in CONTENT and child not in speaker and not _is_scene(parse, child):
            takes = token.dep not in {"dobj", "prep", "attr"} or _takes_object(parse, verb, subject, token)
            if takes or (token.dep == "prep" and token.lemma.lower() in CONTENT_PREPOSITIONS):
                content |= subtree(parse, child) - _known_already(parse, verb, child)
        elif _continues(parse, token):
            content |= subtree(parse, child)
    if _is_reported_thing(parse, verb, subject):
        content |= subtree(parse, parse.tokens[verb].head)
    elif _is_parenthetical(parse, verb, subject):
        content |= set(range(_end_of_statement(parse, max(verb, subject))))
    elif _trails(parse, verb, subject):
        last = min(verb, subject, *speaker)
        content |= set(range(last))
    elif not any(parse.tokens[child].dep in {"ccomp", "xcomp"} for child in parse.children[verb]) and _announces(
        parse, verb
    ):
        content |= set(range(verb + 1, len(parse.tokens)))
    if content and _leads(parse, verb, subject):
        content |= _rest(parse, verb)
    return content - speaker - {verb}


def _is_reported_thing(parse: Parse, verb: int, subject: int) -> bool:
    """ "The 10 million sales which the maker reported", "the 2.8% analysts expected"."""
    token = parse.tokens[verb]
    if token.dep != "relcl" or token.lemma.lower() not in words("speech", "with_object"):
        return False
    if not is_source(parse.tokens[subject]) or token.head > subject:
        return False
    kinds = {"dobj", "ccomp", "xcomp"}
    return all(
        parse.tokens[child].dep not in kinds or parse.tokens[child].tag in {"WDT", "WP"}
        for child in parse.children[verb]
    )


def _known_already(parse: Parse, verb: int, child: int) -> set[int]:
    """What somebody is warned of or told to do is said; the past of which a relative clause in it tells is known:
    "warned them not to forget the raid that killed 40".
    """
    if parse.tokens[verb].lemma.lower() not in words("speech", "directing") or parse.tokens[child].dep == "ccomp":
        return set()
    past = (t for t in parse.tokens if t.dep == "relcl" and t.tag == "VBD" and t.index in subtree(parse, child))
    return set().union(*(subtree(parse, clause.index) for clause in past))


def _leads(parse: Parse, verb: int, subject: int) -> bool:
    """Whether the sentence is what is said from its verb on: "police said 16 were shot, two fatally"."""
    root = parse.tokens[verb].dep == "ROOT" and parse.tokens[verb].lemma.lower() in words("speech", "strong")
    content = any(parse.tokens[child].dep == "ccomp" and child > verb for child in parse.children[verb])
    return root and content and subject < verb


def _rest(parse: Parse, verb: int) -> set[int]:
    """What follows a verb of saying but for the scene it is set in and what its subject does besides."""
    rest = set(range(verb + 1, len(parse.tokens)))
    for child in parse.children[verb]:
        token = parse.tokens[child]
        does = token.dep == "conj" and not _continues(parse, token)
        if does or _is_scene(parse, child):
            rest -= subtree(parse, child)
    return rest


def _takes_object(parse: Parse, verb: int, subject: int, child: Token) -> bool:
    """Whether the verb's noun phrase is what is said: "reported 5 deaths", "a poll showed 52 percent"; the parser makes
    an object of "say" out of a clause.
    """
    lemma = parse.tokens[verb].lemma.lower()
    if lemma in words("speech", "with_object") or lemma == "give" or (lemma == "say" and child.dep == "dobj"):
        return True
    return lemma in words("speech", "document_verbs") and is_document(parse.tokens[subject])


def _continues(parse: Parse, clause: Token) -> bool:
    """Whether a clause joined to the saying goes on with what is said: it has a subject of its own."""
    own = [
        parse.tokens[child]
        for child in parse.children[clause.index]
        if parse.tokens[child].dep in {"nsubj", "nsubjpass", "expl"}
    ]
    again = clause.lemma.lower() in words("speech", "verbs") | words("speech", "valuing")
    return clause.dep == "conj" and clause.pos in {"VERB", "AUX"} and bool(own) and not again


def _is_scene(parse: Parse, clause: int) -> bool:
    token = parse.tokens[clause]
    if token.dep not in {"advcl", "prep"}:
        return False
    if token.dep == "advcl" and token.lemma.lower() in words("speech", "citing"):
        return True
    if token.dep == "advcl" and not _is_that_clause(parse, token):
        return True
    marks = [
        parse.tokens[child].lemma.lower()
        for child in parse.children[clause]
        if parse.tokens[child].dep in {"mark", "advmod"}
    ]
    return any(mark in SCENE for mark in marks)


def _is_that_clause(parse: Parse, clause: Token) -> bool:
    """A content clause that the parser takes for an adverbial: it has "that", or a subject and no conjunction."""
    own = [parse.tokens[child] for child in parse.children[clause.index]]
    marks = [token.text.lower() for token in own if token.dep == "mark"]
    return "that" in marks or (
        not marks and any(token.dep in {"nsubj", "nsubjpass"} for token in own) and clause.tag != "VBG"
    )


def _is_parenthetical(parse: Parse, verb: int, subject: int) -> bool:
    """Whether the attribution stands between commas inside what it attributes: "a house, he said, was hit"."""
    if parse.tokens[verb].lemma.lower() not in words("speech", "strong") or abs(verb - subject) > 8:
        return False
    phrase = {index for index in subtree(parse, subject) if index != verb and abs(index - subject) < 12} | {
        subject,
        verb,
    }
    first, last = min(phrase), max(verb, subject)
    if first < 2 or last + 2 >= len(parse.tokens):
        return False
    return parse.tokens[first - 1].text == "," and parse.tokens[last + 1].text == ","


def _trails(parse: Parse, verb: int, subject: int) -> bool:
    """Whether the attribution stands behind what it attributes: nothing but its own adverbials follow."""
    lemma = parse.tokens[verb].lemma.lower()
    shows = lemma in words("speech", "document_verbs") and is_document(parse.tokens[subject])
    if min(verb, subject) == 0 or not (shows or lemma in words("speech", "strong")):
        return False
    if parse.tokens[verb].dep in {"relcl", "acl"} and not _closes(parse, verb, subject):
        return False
    after = [t for t in parse.children[verb] if t > verb and t > subject]
    if any(
        parse.tokens[child].dep in {"ccomp", "xcomp"} or (parse.tokens[child].dep == "dobj" and lemma != "tell")
        for child in after
    ):
        return False
    phrase = subtree(parse, subject) if subject in subtree(parse, verb) else {subject}
    first = min(verb, *phrase)
    if parse.tokens[verb].dep == "advcl" and parse.tokens[first - 1].text not in {",", '"', "”"}:
        return False
    following = parse.tokens[max(verb, subject) + 1 :]
    if any(token.text in {'"', "”", "“"} for token in following[:2]) or any(t.text == ":" for t in following[:2]):
        return False
    return any(token.pos in {"VERB", "AUX", "NUM"} for token in parse.tokens[:first])


def _closes(parse: Parse, verb: int, subject: int) -> bool:
    """Without a comma the parser hangs a closing attribution on the noun before it: "killed 12 people he said"."""
    token = parse.tokens[verb]
    finite = token.tag in {"VBD", "VBZ", "VBP"} and token.lemma.lower() in words("speech", "strong")
    behind = parse.tokens[verb + 1 :]
    return (
        finite
        and subject == verb - 1
        and parse.tokens[subject].tag not in {"WDT", "WP"}
        and is_source(parse.tokens[subject])
        and not any(other.pos in {"VERB", "AUX", "ADJ"} for other in behind)
    )


def _announces(parse: Parse, verb: int) -> bool:
    following = parse.tokens[verb + 1 : verb + 7]
    return any(token.text in {":", '"', "“", "''", "``"} or token.text.lower() == "that" for token in following)


def _end_of_statement(parse: Parse, last: int) -> int:
    """Where what is said ends behind ", she said,": at "while", whose clause sets something else beside it."""
    behind = parse.tokens[last + 2 : last + 3]
    apart = bool(behind) and behind[0].text.lower() in {"while", "whereas", "although"}
    return last if apart else len(parse.tokens)


def _told(parse: Parse, text: str, verb: Token) -> Speaker | None:
    """The news outlet that was told ("told CNN") passes it on."""
    if verb.lemma.lower() not in words("speech", "relays"):
        return None
    for child in parse.children[verb.index]:
        token = parse.tokens[child]
        if token.dep in {"dobj", "dative"} and token.pos == "PROPN":
            return speaker_at(parse, text, child)
    return None
