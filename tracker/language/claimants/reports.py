"""Who vouches for what in one sentence: each report has a speaker and the tokens it covers.

A report is a verb of saying with its subject ("police said"), a source named by a preposition or participle
("according to", "citing"), or a noun of what is said with its possessor ("Ukrainian estimates"). What it covers
follows from the parse: the verb's content clauses and objects; and from position, where news puts the attribution
behind ("..., police said").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.claimants.sayings import by_verb
from tracker.language.claimants.sources import by_noun, by_source

if TYPE_CHECKING:
    from tracker.language.claimants.report import Report
    from tracker.language.context import Parse


def find_reports(parse: Parse, text: str) -> tuple[Report, ...]:
    """The reports of one parsed sentence, in order of their cues."""
    found = [*by_verb(parse, text), *by_source(parse, text), *by_noun(parse, text)]
    return tuple(sorted(found, key=lambda report: report.cue))
