"""Who is said to say so: each numeric expression's claimant, and who passes the claim on.

The claimant is the origin ("the Times reported, citing US intelligence" is US intelligence, by way of the Times), as
the text has it, without personal titles. The article's own statements have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.branches import token_at
from tracker.language.claimants.headlines import headline_speaker
from tracker.language.claimants.quotations import last_named_speaker, quoted_speaker
from tracker.language.claimants.reports import find_reports
from tracker.language.places.gazetteer import is_country
from tracker.language.subjects.demonyms import country_of, government_of, usual_name
from tracker.language.wordlists import table, words
from tracker.model import Kind, Step

if TYPE_CHECKING:
    from tracker.language.claimants.report import Report
    from tracker.language.context import DocumentContext, Parse
    from tracker.model import Expression

READ_KINDS = frozenset({Kind.QUANTITY, Kind.AGE, Kind.MULTIPLE})
_WORD = re.compile(r"[^\W_][\w.'’&-]*", re.UNICODE)


LEFT_OUT = frozenset({"the", "a", "an", "of", "for", "and", "in"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a claim is from, who relays it, and how that was read."""

    claimant: str
    via: str | None = None
    steps: tuple[Step, ...] = ()


def read_claimants(context: DocumentContext, index: int) -> list[Attribution | None]:
    """For each expression of sentence `index` who is said to say so; None where the article says it itself."""
    sentence = context.sentences[index]
    if sentence.parse is None:
        return [None] * len(sentence.expressions)
    reports = find_reports(sentence.parse, sentence.text)
    return [
        _read(context, index, reports, expression) if expression.kind in READ_KINDS else None
        for expression in sentence.expressions
    ]


def _read(
    context: DocumentContext, index: int, reports: tuple[Report, ...], expression: Expression
) -> Attribution | None:
    sentence = context.sentences[index]
    chain = _chain(sentence.parse, reports, expression)
    if chain:
        return _from_reports(context, index, chain)
    speaker = headline_speaker(sentence.text, expression)
    if speaker:
        return Attribution(speaker, None, (Step("claimant", speaker, "named in the headline"),))
    quoted = quoted_speaker(context, index, expression)
    if quoted:
        return Attribution(quoted.text, None, (Step("claimant", quoted.text, "the speaker of the quotation"),))
    return None


def _chain(parse: Parse | None, reports: tuple[Report, ...], expression: Expression) -> list[Report]:
    """The reports that cover the expression, the origin first, then who relays it."""
    if parse is None:
        return []
    token = token_at(parse, expression.start)
    covering = [report for report in reports if token in report.covers]
    return sorted(
        covering, key=lambda report: (not report.cited, _outerness(report, covering), abs(report.cue - (token or 0)))
    )


def _outerness(report: Report, covering: list[Report]) -> int:
    """How many of the other reports it covers: the innermost, which is the origin, covers none."""
    return sum(other is not report and other.cue in report.covers for other in covering)


def _from_reports(context: DocumentContext, index: int, chain: list[Report]) -> Attribution:
    origin = chain[0].speaker
    claimant = _resolved(context, index, chain[0])
    relays = [report.speaker.text for report in chain[1:2] if _relays(context, index, chain[0], report)] or (
        [chain[0].relay.text] if chain[0].relay else []
    )
    via = next((relay for relay in relays if claimant.lower() not in relay.lower() and len(relay) > 2), None)
    steps = [Step("claimant", context.sentences[index].text[origin.start : origin.end], claimant)]
    if via:
        steps.append(Step("via", via, f"relays what {claimant} says"))
    return Attribution(claimant, via, tuple(steps))


def _relays(context: DocumentContext, index: int, origin: Report, outer: Report) -> bool:
    """Whether an outer report passes an inner one on; one joined to it or behind a semicolon stands beside it."""
    first, last = sorted((origin.speaker.start, outer.speaker.start))
    parse = context.sentences[index].parse
    if parse is not None and parse.tokens[origin.cue].dep == "conj":
        return False
    return ";" not in context.sentences[index].text[first:last]


def _resolved(context: DocumentContext, index: int, report: Report) -> str:
    """The speaker's words; a pronoun's last named speaker where the text before has one."""
    if not report.speaker.is_pronoun:
        return report.speaker.text
    named = last_named_speaker(context, index, report.speaker)
    return named.text if named else report.speaker.text


def normal_claimant(claimant: str) -> str:
    """One form for the ways to write a claimant.

    A person's last name ("Volodymyr Zelensky", "President Zelenskyy" and "Zelenskiy" are "zelensky"); a government's
    country ("Moscow" is "russia"); else the words without articles and prepositions, demonyms as countries, singular
    ("the Ukrainian military" and "Ukraine's military" are "ukraine military").
    """
    names = [_plain(word) for word in _WORD.findall(claimant)]
    names = [word for word in names if word and word not in LEFT_OUT]
    whole = " ".join(names)
    known = government_of(whole) or usual_name(whole)
    if not names or known != whole or is_country(whole):
        return known.lower()
    whole = table("institutions")["aliases"].get(whole, whole)
    names = [word for word in whole.split() if word not in LEFT_OUT]
    if _looks_personal(claimant):
        return _transliterated(names[-1])
    return " ".join(_resolved_word(word) for word in names)


def _resolved_word(word: str) -> str:
    """A demonym's country, else the word in the singular."""
    country = usual_name(country_of(word) or word).lower()
    return _singular(word) if country == word else country


def _plain(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.lower()).strip(".")


def _looks_personal(claimant: str) -> bool:
    """One to four capitalised words, titles aside, none an institution's or a nationality: a person's name."""
    names = claimant.split()
    while len(names) > 1 and _plain(names[0]) in words("titles", "titles"):
        names = names[1:]
    if not 1 <= len(names) <= 4 or names[0].lower() in {"the", "a", "an"}:
        return False
    bodies = words("institutions", "words") | words("institutions", "bodies") | words("institutions", "media")
    others = bodies | words("speech", "collectives") | words("titles", "titles")
    if any(_plain(word) in others or _singular(_plain(word)) in others or country_of(word) for word in names):
        return False
    particles = {"al", "bin", "de", "van", "von", "el"}
    return all(word[:1].isupper() and not word.isupper() for word in names if word.lower() not in particles)


def _transliterated(name: str) -> str:
    """Slavic endings, which English writes in many ways, in one: Zelenskyy, Zelenskiy, Zelensky."""
    return re.sub(r"(?:yy|iy|yi|ij|ii|y)$", "y", name)


def _singular(word: str) -> str:
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
