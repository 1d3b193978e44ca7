"""Who vouches for what in one sentence: each report has a speaker and the tokens it covers.

A report is a verb of saying with its subject ("police said"), a source named by a preposition or participle ("according to",
"citing"), or a noun of what is said with its possessor ("Ukrainian estimates"). What it covers follows from the parse: the
verb's content clauses and objects; and from position, where news puts the attribution behind ("..., police said").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.branches import subtree
from tracker.language.demonyms import country_of
from tracker.language.speakers import Speaker, speaker_at
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.language.context import Parse, Token

SUBJECTS = frozenset({"nsubj", "csubj"})
# Adverbial clauses that set the scene of the saying are not said: "police said as rescuers searched".
SCENE = frozenset({"as", "while", "after", "before", "when", "since", "although", "though", "until"})
CONTENT = frozenset(
    {"ccomp", "xcomp", "dobj", "parataxis", "prep", "dative", "advcl", "acl", "pcomp", "oprd", "attr", "acomp"}
)
CONTENT_PREPOSITIONS = frozenset({"of", "as", "at", "about", "that", "include", "including", "among", "with"})
PEOPLE = frozenset({"people", "resident", "civilian", "soldier", "man", "woman", "child", "victim", "troop", "visit"})
NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Report:
    """A speaker, the token that says there is one, the tokens covered, and whether the speaker is quoted by another."""

    speaker: Speaker
    cue: int
    covers: frozenset[int]
    relay: Speaker | None = None
    cited: bool = False


def find_reports(parse: Parse, text: str) -> tuple[Report, ...]:
    """The reports of one parsed sentence, in order of their cues."""
    found = [*_by_verb(parse, text), *_by_source(parse, text), *_by_noun(parse, text)]
    return tuple(sorted(found, key=lambda report: report.cue))


def _by_verb(parse: Parse, text: str) -> Iterator[Report]:
    for token in parse.tokens:
        if not _may_report(token):
            continue
        subject = _subject(parse, token.index)
        if subject is None:
            yield from _by_agent(parse, text, token)
            yield from _behind(parse, text, token)
            continue
        if not _can_speak(parse, token, subject):
            continue
        speaker = speaker_at(parse, text, subject)
        covers = _said(parse, token.index, subject)
        quoted = _quoted(parse, token)
        if quoted is not None:
            inside = frozenset(set(range(token.index + 1, len(parse.tokens))) - {quoted})
            yield Report(speaker_at(parse, text, quoted), token.index, inside, relay=speaker, cited=True)
            continue
        if covers:
            yield Report(speaker, token.index, frozenset(covers), relay=_told(parse, text, token))


def _quoted(parse: Parse, verb: Token) -> int | None:
    """Whom a finite verb of citing quotes: "the agency quoted the governor as saying"."""
    if verb.lemma.lower() not in words("speech", "citing") or verb.tag in {"VBG", "VBN"}:
        return None
    for child in parse.children[verb.index]:
        if parse.tokens[child].dep == "dobj" and _is_source(parse.tokens[child]):
            return child
    return None


def _may_report(token: Token) -> bool:
    lemma = token.lemma.lower()
    known = words("speech", "verbs") | words("speech", "document_verbs") | words("speech", "valuing")
    return token.pos in {"VERB", "AUX"} and (lemma in known or lemma == "count")


def _subject(parse: Parse, verb: int) -> int | None:
    """Who says it: the verb's own subject, or that of the verb it is joined to ("said ..., adding that")."""
    seen = set()
    first = True
    while verb not in seen:
        seen.add(verb)
        children = parse.children[verb]
        if any(parse.tokens[child].dep == "nsubjpass" for child in children):
            return None
        own = [child for child in children if parse.tokens[child].dep in SUBJECTS]
        if own:
            return _antecedent(parse, verb, own[-1] if first else own[0])
        token = parse.tokens[verb]
        if token.dep in {"relcl", "acl"} and parse.tokens[token.head].pos in {"NOUN", "PROPN"} and token.tag == "VBG":
            return token.head if _is_source(parse.tokens[token.head]) else None
        if token.dep not in {"conj", "advcl", "xcomp", "pcomp"} or token.head == verb:
            return None
        if token.tag == "VBN" and token.dep == "advcl":
            return None
        first = False
        verb = token.head
    return None


def _antecedent(parse: Parse, verb: int, subject: int) -> int:
    token = parse.tokens[subject]
    clause = parse.tokens[verb]
    if token.tag in {"WDT", "WP"} and clause.dep == "relcl":
        return clause.head
    return subject


def _can_speak(parse: Parse, verb: Token, subject: int) -> bool:
    token = parse.tokens[subject]
    lemma, head = verb.lemma.lower(), token.lemma.lower()
    objects = {
        parse.tokens[child].lemma.lower() for child in parse.children[verb.index] if parse.tokens[child].dep == "dobj"
    }
    if _is_passive(parse, verb) or objects & words("speech", "no_saying"):
        return False
    if head in words("places", "events") - words("speech", "collectives") - PEOPLE:
        return False
    if token.tag in {"EX", "WDT", "WP", "DT", "CD"} or head in {"i", "we", "you", "this", "that", "there"}:
        return False
    if lemma in words("speech", "valuing"):
        valued = {parse.tokens[child].lemma.lower() for child in parse.children[verb.index]}
        return bool(valued & words("speech", "figures")) or _is_source(token)
    if lemma in words("speech", "verbs"):
        return True
    return head in words("speech", "documents")


def _is_passive(parse: Parse, verb: Token) -> bool:
    """ "A car believed to be stolen": a participle that the parser takes for the past tense."""
    following = parse.tokens[verb.index + 1 : verb.index + 2]
    past = verb.tag in {"VBN", "VBD"} and verb.lemma.lower() in words("speech", "passive_to")
    return past and bool(following) and following[0].text.lower() == "to"


def _said(parse: Parse, verb: int, subject: int) -> set[int]:
    """The tokens that the verb reports: its content by the parse, and all before it where the attribution trails."""
    lemma = parse.tokens[verb].lemma.lower()
    speaker = subtree(parse, subject) if subject in subtree(parse, verb) else {subject}
    content: set[int] = set()
    for child in parse.children[verb]:
        token = parse.tokens[child]
        if token.dep in CONTENT and child not in speaker and not _is_scene(parse, verb, child):
            takes = token.dep not in {"dobj", "prep", "attr"} or lemma in words("speech", "with_object")
            if takes or (token.dep == "prep" and token.lemma.lower() in CONTENT_PREPOSITIONS):
                content |= subtree(parse, child)
        elif _continues(parse, token):
            content |= subtree(parse, child)
    if _is_parenthetical(parse, verb, subject):
        content |= set(range(len(parse.tokens)))
    elif _trails(parse, verb, subject):
        last = min(verb, subject, *speaker)
        content |= set(range(last))
    elif not any(parse.tokens[child].dep in {"ccomp", "xcomp"} for child in parse.children[verb]) and _announces(
        parse, verb
    ):
        content |= set(range(verb + 1, len(parse.tokens)))
    return content - speaker - {verb}


def _continues(parse: Parse, clause: Token) -> bool:
    """Whether a clause joined to the saying goes on with what is said: it has a subject of its own."""
    own = [
        parse.tokens[child]
        for child in parse.children[clause.index]
        if parse.tokens[child].dep in {"nsubj", "nsubjpass", "expl"}
    ]
    return clause.dep == "conj" and clause.pos in {"VERB", "AUX"} and bool(own)


def _is_scene(parse: Parse, verb: int, clause: int) -> bool:
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
    if min(verb, subject) == 0 or parse.tokens[verb].lemma.lower() not in words("speech", "strong"):
        return False
    if parse.tokens[verb].dep in {"relcl", "acl", "advcl"}:
        return False
    after = [t for t in parse.children[verb] if t > verb and t > subject]
    if any(
        parse.tokens[child].dep in {"ccomp", "xcomp"}
        or (parse.tokens[child].dep == "dobj" and parse.tokens[verb].lemma.lower() != "tell")
        for child in after
    ):
        return False
    phrase = subtree(parse, subject) if subject in subtree(parse, verb) else {subject}
    first = min(verb, *phrase)
    following = parse.tokens[max(verb, subject) + 1 :]
    if any(token.text in {'"', "”", "“"} for token in following[:2]) or any(t.text == ":" for t in following[:2]):
        return False
    return any(token.pos in {"VERB", "AUX", "NUM"} for token in parse.tokens[:first])


def _behind(parse: Parse, text: str, verb: Token) -> Iterator[Report]:
    """Where commas are missing the parser loses the subject of a trailing "the group said": the phrase just before it."""
    if verb.lemma.lower() not in words("speech", "strong") or verb.tag not in {"VBD", "VBZ", "VBP"} or verb.index < 3:
        return
    if any(token.pos in {"VERB", "NUM"} for token in parse.tokens[verb.index + 1 :]):
        return
    first = verb.index
    for token in reversed(parse.tokens[max(0, verb.index - 6) : verb.index]):
        after = parse.tokens[token.index + 1]
        fits = token.pos in NOMINAL and (after.pos in NOMINAL or after is verb)
        if not (fits or (token.pos == "ADJ" and first < verb.index) or token.tag in {"DT", "PRP"}):
            break
        first = token.index
        if token.tag in {"DT", "PRP"}:
            break
    if first == verb.index or not _is_source(parse.tokens[verb.index - 1]):
        return
    start, end = parse.tokens[first].start, parse.tokens[verb.index - 1].end
    speaker = Speaker(start, end, text[start:end], parse.tokens[verb.index - 1].lemma.lower(), False)
    yield Report(speaker, verb.index, frozenset(range(first)))


def _is_source(token: Token) -> bool:
    """Whether a noun can speak: a name, a pronoun, a body, an office or a document."""
    lemma = token.lemma.lower()
    return (
        token.pos == "PROPN"
        or token.tag == "PRP"
        or lemma in words("speech", "collectives") | words("speech", "documents")
    )


def _announces(parse: Parse, verb: int) -> bool:
    following = parse.tokens[verb + 1 : verb + 7]
    return any(token.text in {":", '"', "“", "''", "``"} or token.text.lower() == "that" for token in following)


def _told(parse: Parse, text: str, verb: Token) -> Speaker | None:
    """The news outlet that was told ("told CNN") passes it on."""
    if verb.lemma.lower() not in words("speech", "relays"):
        return None
    for child in parse.children[verb.index]:
        token = parse.tokens[child]
        if token.dep in {"dobj", "dative"} and token.pos == "PROPN":
            return speaker_at(parse, text, child)
    return None


def _by_agent(parse: Parse, text: str, verb: Token) -> Iterator[Report]:
    """ "The 2.1 percent growth projected by the bank": the agent vouches for what the participle belongs to."""
    agents = [
        c for c in parse.children[verb.index] if parse.tokens[c].dep == "agent" or parse.tokens[c].lemma.lower() == "by"
    ]
    if verb.lemma.lower() not in words("speech", "verbs") or verb.tag != "VBN":
        return
    for agent in agents:
        for child in parse.children[agent]:
            if parse.tokens[child].dep == "pobj":
                speaker = speaker_at(parse, text, child)
                root = verb.head if verb.dep in {"acl", "relcl", "amod"} else verb.index
                yield Report(speaker, verb.index, frozenset(subtree(parse, root) - subtree(parse, agent)))


def _by_source(parse: Parse, text: str) -> Iterator[Report]:
    """ "According to X" and "citing X", each with the stretch it vouches for."""
    for token in parse.tokens:
        lemma = token.text.lower()
        if lemma == "according":
            heads = _held(parse, token.index)
            for head in heads[:1]:
                source = _origin(parse, head)
                yield Report(
                    speaker_at(parse, text, source), token.index, frozenset(_sourced(parse, token.index, head))
                )
        elif token.lemma.lower() in words("speech", "citing") and token.tag in {"VBG", "VBN"}:
            for child in parse.children[token.index]:
                if parse.tokens[child].dep == "dobj" and _is_source(parse.tokens[child]):
                    source = _origin(parse, child)
                    inside = subtree(parse, child)
                    yield Report(
                        speaker_at(parse, text, source),
                        token.index,
                        frozenset(set(range(len(parse.tokens))) - inside),
                        cited=True,
                    )


def _held(parse: Parse, according: int) -> list[int]:
    """The object of "according to", which the parser hangs on either word."""
    for child in parse.children[according]:
        if parse.tokens[child].text.lower() == "to":
            return [grand for grand in parse.children[child] if parse.tokens[grand].dep in {"pobj", "pcomp"}]
    return [child for child in parse.children[according] if parse.tokens[child].dep == "pobj"]


def _origin(parse: Parse, head: int) -> int:
    """Of "a statement by the police" the police."""
    if parse.tokens[head].lemma.lower() not in words("speech", "yields"):
        return head
    for child in parse.children[head]:
        token = parse.tokens[child]
        if (token.lemma.lower() in {"by", "from"} and token.dep in {"prep", "agent"}) or token.dep == "acl":
            inner = [
                g
                for g in subtree(parse, child)
                if parse.tokens[g].dep == "pobj" and parse.tokens[parse.tokens[g].head].lemma.lower() in {"by", "from"}
            ]
            if inner:
                return min(inner)
        if token.dep == "poss":
            return child
    return head


def _sourced(parse: Parse, cue: int, head: int) -> set[int]:
    """What a source vouches for: behind it, the clause it opens; before it, the clauses it closes."""
    inside = subtree(parse, head)
    everything = set(range(len(parse.tokens))) - inside - {cue}
    opens = not any(token.pos not in {"PUNCT", "CCONJ", "ADV", "SPACE"} for token in parse.tokens[:cue])
    if opens:
        return everything
    return {index for index in everything if index < cue} | _after(parse, max(inside))


def _after(parse: Parse, last: int) -> set[int]:
    """What follows a source in the same clause ("..., police said, including two children")."""
    following = parse.tokens[last + 1 : last + 3]
    if (
        following
        and following[0].text == ","
        and len(following) > 1
        and following[1].lemma.lower() in {"include", "with", "among", "while", "and"}
    ):
        return set(range(last + 1, len(parse.tokens)))
    return set()


def _by_noun(parse: Parse, text: str) -> Iterator[Report]:
    """ "Ukrainian estimates", "the UN's figures", "estimates by the bank" with what is said of or in them."""
    for token in parse.tokens:
        if token.pos != "NOUN" or token.lemma.lower() not in {
            "estimate",
            "figure",
            "count",
            "tally",
            "assessment",
            "projection",
            "forecast",
            "reckoning",
        }:
            continue
        speaker = _possessor(parse, text, token)
        if speaker is None:
            continue
        root = token.index
        if token.dep in {"nsubj", "nsubjpass"} or (
            token.dep == "pobj" and parse.tokens[token.head].lemma.lower() in {"with", "by", "in"}
        ):
            root = token.head
        yield Report(speaker, token.index, frozenset(subtree(parse, root)))


def _possessor(parse: Parse, text: str, noun: Token) -> Speaker | None:
    origin = _origin(parse, noun.index)
    if origin != noun.index:
        return speaker_at(parse, text, origin)
    for child in parse.children[noun.index]:
        token = parse.tokens[child]
        country = country_of(token.text) if token.dep in {"amod", "compound", "nmod"} else None
        if country:
            return Speaker(token.start, token.end, country, country.lower(), False)
    return None
