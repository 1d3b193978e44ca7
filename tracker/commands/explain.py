"""`figtrack explain`: how each number of a text is read, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from tracker.commands.show import cell
from tracker.errors import InputRefusedError, UsageError
from tracker.language import extract
from tracker.model import Change, Grain, Kind, Modifier, Outlook
from tracker.reading import document
from tracker.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.model import Claim, Document, Step

_MEASURED = {Kind.QUANTITY, Kind.AGE, Kind.MULTIPLE, Kind.TIME_SPAN}

_HEDGES = {
    Modifier.ABOUT: "about ",
    Modifier.NEARLY: "nearly ",
    Modifier.AT_LEAST: "at least ",
    Modifier.MORE_THAN: "more than ",
    Modifier.AT_MOST: "at most ",
    Modifier.LESS_THAN: "less than ",
}

_OUTLOOKS = {
    Outlook.REPORTED: "said to be so",
    Outlook.EXPECTED: "expected",
    Outlook.PLANNED: "planned",
    Outlook.DENIED: "denied",
}

_TITLES = {
    "value": "how much",
    "modifier": "how sure",
    "change": "up or down",
    "per": "rate",
    "counted": "of what",
    "subject": "kind of thing",
    "group": "which of them",
    "state": "what happened",
    "part_of": "part of",
    "claimant": "who says so",
    "via": "passed on by",
    "place": "where",
    "as_of": "as of",
}
"""What the fields of steps are called where their own name is none that readers use."""


def run(text: str) -> None:
    """Print every numeric expression in its sentence, what is read of it, and the steps that gave that.

    Raises:
        UsageError: it is no text.
    """
    try:
        read = document("TEXT", "TEXT", text, {})
    except InputRefusedError as error:
        raise UsageError(f"{error.where}: {error.reason}; give a sentence in quotes") from error
    console = Console(highlight=False)
    claims = extract(read)
    for place, claim in enumerate(claims):
        surfaces = {other.claim_id: other.surface for other in claims[:place]}
        console.print(Text(""), soft_wrap=True, end="\n" if place else "")
        for line in (_marked(read, claim), *_readings(claim, surfaces), *_steps(claim.steps)):
            console.print(line, soft_wrap=True)
    if not claims:
        console.print("There is no number in it.")


def _marked(document: Document, claim: Claim) -> Text:
    """The claim's sentence with its surface in brackets."""
    part = document.part(claim.part)
    before, after = part[claim.sentence_start : claim.start], part[claim.end : claim.sentence_end]
    surface = (f"[{harmless(claim.surface)}]", "bold reverse")
    return Text.assemble(harmless(before), surface, harmless(after))


def _readings(claim: Claim, surfaces: dict[str, str]) -> Iterator[Text]:
    """A line for each thing that is read of the claim; what is no quantity has fewer of them."""
    if claim.kind is not Kind.QUANTITY:
        yield _line("kind", f"{claim.kind.value.replace('_', ' ')}, no quantity")
    if claim.kind in _MEASURED:
        yield from _how_much(claim)
    if claim.kind in {Kind.QUANTITY, Kind.AGE}:
        yield _line("of what", _listed(claim.counted or "not said", claim.state))
    if claim.kind is not Kind.QUANTITY:
        return
    if claim.part_of in surfaces:
        yield _line("part of", harmless(surfaces[claim.part_of]))
    yield _line("who says so", _listed(claim.claimant or "the text itself", claim.via and f"passed on by {claim.via}"))
    yield _line("where", harmless(claim.place or "not said"))
    yield _line("as of", _as_of(claim))
    if claim.outlook is not None:
        yield _line("outlook", _OUTLOOKS[claim.outlook])


def _how_much(claim: Claim) -> Iterator[Text]:
    """The number with its hedge; its unit and rate, and what it is in the unit of comparison, if that is another."""
    percent = " percent" if claim.unit == "percent" else ""
    change = {None: "", Change.INCREASE: ", an increase", Change.DECREASE: ", a decrease"}[claim.change]
    yield _line("how much", f"{_bounds(claim)}{percent}{change}")
    unit = [claim.unit] if claim.unit and claim.unit not in {"count", "percent"} else []
    compared = ""
    if claim.canonical_unit not in {None, claim.unit} and claim.canonical_value is not None:
        compared = f"; {cell(claim.canonical_value)} in {claim.canonical_unit}"
    if unit or claim.per:
        yield _line("unit", " ".join([*unit, *([f"a {claim.per}"] if claim.per else [])]) + compared)


def _bounds(claim: Claim) -> str:
    if claim.modifier is Modifier.RANGE:
        return f"{cell(claim.low)} to {cell(claim.high)}"
    if claim.value is None:
        return "not said" if claim.low is None else f"at least {cell(claim.low)}"
    hedge = _HEDGES.get(claim.modifier, "") if claim.modifier else ""
    return f"{hedge}{cell(claim.value)}"


def _as_of(claim: Claim) -> str:
    start, end, grain = claim.as_of_start, claim.as_of_end, claim.as_of_grain
    if start is None and end is None:
        return "not known, since the text has no date"
    if grain is Grain.INSTANT:
        return f"{start or end:%Y-%m-%d %H:%M} UTC"
    days = dict.fromkeys(f"{moment:%Y-%m-%d}" for moment in (start, end) if moment is not None)
    return " to ".join(days)


def _steps(steps: Sequence[Step]) -> Iterator[Text]:
    """A line a step: which words gave which reading."""
    if steps:
        yield Text("  how it was read:")
    for step in steps:
        title = _TITLES.get(step.field, step.field.replace("_", " "))
        words, reading = harmless(step.words), harmless(step.reading)
        told = f"“{words}”" if words == reading or not reading else f"“{words}” → {reading}" if words else reading
        yield Text(f"    {title}: {told}")


def _listed(first: str, second: str | None) -> str:
    return harmless(f"{first}, {second}" if second else first)


def _line(title: str, reading: str) -> Text:
    return Text.assemble((f"  {title:<12}", "dim"), reading)
