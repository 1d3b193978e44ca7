"""Sources that are named without a verb of saying of their own: "according to", "citing", "projected by", "Ukrainian
estimates".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.branches import subtree
from tracker.language.claimants.report import Report, is_source, origin_of
from tracker.language.claimants.speakers import Speaker, is_title, rest_of_name, speaker_at
from tracker.language.lostcommas import CLOSING_VERBS
from tracker.language.subjects.demonyms import country_of
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.language.context import Parse, Token

OBJECTS = frozenset({"them", "him", "us", "me"})
_CITED = frozenset({"people", "person"})  # "citing people familiar with the matter"
NOMINAL = frozenset({"NOUN", "PROPN"})


def by_agent(parse: Parse, text: str, verb: Token) -> Iterator[Report]:
    """ "The 2.1 percent growth projected by the bank": the agent vouches for what the participle belongs to."""
    agents = [
        c for c in parse.children[verb.index] if parse.tokens[c].dep == "agent" or parse.tokens[c].lemma.lower() == "by"
    ]
    if verb.lemma.lower() not in words("speech", "verbs") - {"claim", "write"} or verb.tag != "VBN":
        return
    for agent in agents:
        for child in parse.children[agent]:
            if parse.tokens[child].dep == "pobj":
                speaker = speaker_at(parse, text, child)
                root = verb.head if verb.dep in {"acl", "relcl", "amod"} else verb.index
                yield Report(speaker, verb.index, frozenset(subtree(parse, root) - subtree(parse, agent)))


def by_position(parse: Parse, text: str, verb: Token) -> Iterator[Report]:
    """Without commas the parser loses the subject of a trailing "the group said": the phrase just before it."""
    if verb.lemma.lower() not in words("speech", "strong") or verb.tag not in {"VBD", "VBZ", "VBP"} or verb.index < 3:
        return
    if any(token.pos in {"VERB", "NUM"} for token in _rest_of_statement(parse, verb)):
        return
    first = verb.index
    last = verb.index - 1 - (parse.tokens[verb.index - 1].text == ",")
    for token in reversed(parse.tokens[max(0, last - 5) : last + 1]):
        after = parse.tokens[token.index + 1]
        fits = token.pos in NOMINAL and (after.pos in NOMINAL or token.index == last)
        subject = token.tag == "DT" or (token.tag == "PRP" and token.text.lower() not in OBJECTS)
        if not (fits or (token.pos == "ADJ" and first < verb.index) or subject):
            break
        first = token.index
        if token.tag in {"DT", "PRP"}:
            break
    if first == verb.index or not is_source(parse.tokens[last]):
        return
    speaker = _speaker_between(parse, text, first, last)
    yield Report(speaker, verb.index, frozenset(token.index for token in parse.tokens if token.end <= speaker.start))


def _speaker_between(parse: Parse, text: str, first: int, last: int) -> Speaker:
    """The phrase of tokens `first` to `last` as a speaker: a name without its titles, and whole."""
    titles = [token.index for token in parse.tokens[first:last] if is_title(token)]
    if titles and parse.tokens[last].pos == "PROPN":
        first = titles[-1] + 1
    first = next((token.index for token in rest_of_name(parse, parse.tokens[first])), first)
    start, end = parse.tokens[first].start, parse.tokens[last].end
    return Speaker(start, end, text[start:end], parse.tokens[last].lemma.lower(), False)


def by_lost_comma(parse: Parse, text: str, found: Sequence[Report]) -> list[Report]:
    """The reports of a sentence with its closing one made certain, where the comma before that is lost."""
    first = parse.lost_comma
    if first is None:
        return [*found]
    behind = parse.tokens[first + 1 :]
    verb = next((token for token in behind if token.text in CLOSING_VERBS or token.text == "told"), None)
    if verb is None:
        return [*found]
    last = verb.index - 1
    while last > first and parse.tokens[last].pos == "AUX":
        last -= 1
    before = parse.tokens[first].start
    known = next((report for report in found if report.cue == verb.index and report.speaker.start >= before), None)
    speaker = known.speaker if known else _speaker_between(parse, text, first, last)
    relay = known.relay if known else None
    inner = [report for report in found if (report.cue < first and report.speaker.end <= before) or report.cited]
    return [*inner, Report(speaker, verb.index, frozenset(range(first)), relay)]


def _rest_of_statement(parse: Parse, verb: Token) -> tuple[Token, ...]:
    """What follows a verb up to a full stop, which wire text puts inside a sentence too."""
    behind = parse.tokens[verb.index + 1 :]
    stop = next((place for place, token in enumerate(behind) if token.text == "."), len(behind))
    return behind[:stop]


def by_source(parse: Parse, text: str) -> Iterator[Report]:
    """ "According to X" and "citing X", each with the stretch it vouches for."""
    for token in parse.tokens:
        lemma = token.text.lower()
        if lemma == "according":
            heads = _held(parse, token.index)
            for head in heads[:1]:
                source = origin_of(parse, head)
                yield Report(
                    speaker_at(parse, text, source), token.index, frozenset(_sourced(parse, token.index, head))
                )
        elif token.lemma.lower() in words("speech", "citing") and token.tag in {"VBG", "VBN"}:
            for child in parse.children[token.index]:
                cited = is_source(parse.tokens[child]) or parse.tokens[child].lemma.lower() in _CITED
                if parse.tokens[child].dep == "dobj" and cited:
                    source = origin_of(parse, child)
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
        and not (following[1].lemma.lower() == "and" and _opens_clause(parse, last + 3))
    ):
        return set(range(last + 1, len(parse.tokens)))
    return set()


def _opens_clause(parse: Parse, first: int) -> bool:
    """Whether a clause with a subject of its own begins near a token: ", and a third of the town is"; a pronoun or
    "another 40" goes on with the same matter.
    """
    subjects = (t for t in parse.tokens[first : first + 10] if t.dep in {"nsubj", "nsubjpass", "expl"})
    return any(subject.head > subject.index and not _goes_on(parse, subject) for subject in subjects)


def _goes_on(parse: Parse, subject: Token) -> bool:
    own = {parse.tokens[child].lemma.lower() for child in parse.children[subject.index]} | {subject.lemma.lower()}
    return subject.tag == "PRP" or subject.pos == "NUM" or bool(own & words("speech", "besides"))


def by_noun(parse: Parse, text: str) -> Iterator[Report]:
    """ "Ukrainian estimates", "the UN's figures", "estimates by the bank" with what is said of or in them."""
    for token in parse.tokens:
        if token.pos != "NOUN" or token.lemma.lower() not in words("speech", "forecasts"):
            continue
        reviser = _reviser(parse, token)
        if reviser is not None:
            inside = frozenset(subtree(parse, token.head) - subtree(parse, reviser))
            yield Report(speaker_at(parse, text, reviser), token.index, inside)
            continue
        speaker = _possessor(parse, text, token)
        if speaker is None:
            continue
        root = token.index
        if token.dep in {"nsubj", "nsubjpass"} or (
            token.dep == "pobj" and parse.tokens[token.head].lemma.lower() in {"with", "by", "in"}
        ):
            root = token.head
        breaks = [other.index for other in parse.tokens[: token.index] if other.text == ";"]
        covers = {index for index in subtree(parse, root) if not breaks or index > breaks[-1]}
        yield Report(speaker, token.index, frozenset(covers))


def _reviser(parse: Parse, noun: Token) -> int | None:
    """Who "raised its forecast to 3 percent": the subject of the verb, where the estimate is its own."""
    own = any(parse.tokens[child].tag == "PRP$" for child in parse.children[noun.index])
    verb = parse.tokens[noun.head]
    told = noun.lemma.lower() in {"estimate", "projection", "forecast", "guidance", "outlook"}
    if not own or not told or noun.dep != "dobj" or verb.lemma.lower() not in words("measuring", "raising_verbs"):
        return None
    subjects = [child for child in parse.children[verb.index] if parse.tokens[child].dep == "nsubj"]
    return subjects[0] if subjects and parse.tokens[subjects[0]].tag not in {"WDT", "WP"} else None


def by_clause(parse: Parse, text: str) -> Iterator[Report]:
    """ "Reports that 40 had died": hearsay is the source where nobody else is."""
    for token in parse.tokens:
        if token.dep not in {"acl", "relcl", "ccomp"} or token.head >= token.index:
            continue
        noun = parse.tokens[token.head]
        marked = any(
            t.text.lower() == "that" and t.dep == "mark" for t in (parse.tokens[c] for c in parse.children[token.index])
        )
        if marked and noun.pos == "NOUN" and noun.lemma.lower() in words("speech", "hearsay"):
            speaker = _possessor(parse, text, noun) or speaker_at(parse, text, noun.index)
            yield Report(speaker, noun.index, frozenset(subtree(parse, token.index)))


def _possessor(parse: Parse, text: str, noun: Token) -> Speaker | None:
    origin = origin_of(parse, noun.index)
    if origin != noun.index:
        return speaker_at(parse, text, origin)
    for child in parse.children[noun.index]:
        token = parse.tokens[child]
        country = country_of(token.text) if token.dep in {"amod", "compound", "nmod"} else None
        if country:
            return Speaker(token.start, token.end, country, country.lower(), False)
    return None
