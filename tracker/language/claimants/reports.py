"""Who vouches for what in one sentence: each report has a speaker and the tokens it covers.

A report is a verb of saying with its subject ("police said"), a source named by a preposition or participle
("according to", "citing"), or a noun of what is said with its possessor ("Ukrainian estimates"). What it covers
follows from the parse: the verb's content clauses and objects; and from position, where news puts the attribution
behind ("..., police said").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.claimants.sayings import by_verb
from tracker.language.claimants.sources import by_clause, by_lost_comma, by_noun, by_source
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.language.claimants.report import Report
    from tracker.language.claimants.speakers import Speaker
    from tracker.language.context import Parse

LONGEST_SHORTENED = 6


def find_reports(parse: Parse, text: str) -> tuple[Report, ...]:
    """The reports of one parsed sentence, in order of their cues."""
    found = [*by_verb(parse, text), *by_source(parse, text), *by_noun(parse, text), *by_clause(parse, text)]
    whole = (report for report in by_lost_comma(parse, text, found) if not _is_cut(text, report.speaker))
    return tuple(sorted(whole, key=lambda report: report.cue))


def _is_cut(text: str, speaker: Speaker) -> bool:
    """Whether only a shortened title is left of a speaker, whose name the next sentence took: "..., said Det."."""
    title = speaker.text.rstrip(".")
    shortened = text[speaker.start + len(title) :].strip() == "." and len(title) < LONGEST_SHORTENED
    return shortened and title[:1].isupper() and title.lower() in words("titles", "titles")
