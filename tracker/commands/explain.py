"""`figtrack explain`: how each number of a text is read, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tracker.commands.show import cell
from tracker.errors import InputRefusedError, UsageError
from tracker.language import extract
from tracker.reading import document
from tracker.terminal import harmless

if TYPE_CHECKING:
    from tracker.model import Claim, Document

_LINES = (
    ("says", ("modifier", "value", "low", "high", "unit", "per", "change")),
    ("in other units", ("canonical_value", "canonical_unit")),
    ("counts", ("counted", "subject", "state", "place")),
    ("who and when", ("claimant", "via", "as_of_start", "as_of_end", "as_of_grain", "outlook")),
)


def run(text: str) -> None:
    """Print every numeric expression with its fields and the steps that gave them.

    Raises:
        UsageError: it is no text.
    """
    try:
        read = document("TEXT", "TEXT", text, {})
    except InputRefusedError as error:
        raise UsageError(f"{error.where}: {error.reason}; give a sentence in quotes") from error
    console = Console(highlight=False)
    claims = extract(read)
    for claim in claims:
        _print(console, read, claim)
    if not claims:
        console.print("There is no number in it.")


def _print(console: Console, document: Document, claim: Claim) -> None:
    console.print(Text.assemble((harmless(claim.surface), "bold"), f"  {claim.kind}"))
    console.print(Padding(_marked(document, claim), (0, 0, 0, 2)))
    for title, names in _LINES:
        told = [f"{name} {cell(value)}" for name in names if (value := getattr(claim, name)) is not None]
        if told and (title != "in other units" or claim.canonical_unit != claim.unit):
            console.print(Padding(Text(f"{title}: {', '.join(told)}"), (0, 0, 0, 2)))
    if claim.steps:
        steps = Table(box=None, padding=(0, 2, 0, 0), show_header=True, header_style="dim")
        for name in ("step", "words", "reading"):
            steps.add_column(name, overflow="fold")
        for step in claim.steps:
            steps.add_row(*(Text(harmless(part)) for part in (step.field, step.words, step.reading)))
        console.print(Padding(steps, (0, 0, 0, 2)))
    console.print()


def _marked(document: Document, claim: Claim) -> Text:
    """The claim's sentence with its surface marked."""
    part = document.part(claim.part)
    before, after = part[claim.sentence_start : claim.start], part[claim.end : claim.sentence_end]
    surface = (f"[{harmless(claim.surface)}]", "bold reverse")
    return Text.assemble((harmless(before), "dim"), surface, (harmless(after), "dim"))
