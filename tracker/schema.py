"""The tidy tables, defined once: the data dictionary, the exports' description and the frames are made from these.

One row a thing, snake case, times in UTC, no nested columns but lists of ids.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import polars as pl

from tracker.model import Change, Claim, FindingClass, Grain, Kind, Modifier, Outlook, Part, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

INSTANT = pl.Datetime("us", "UTC")
IDS = pl.List(pl.String)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it means, its Polars type, and the closed set of its values where it has one."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str
    values: type[StrEnum] | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what a row is, its columns in order, and the column that names a row."""

    name: str
    meaning: str
    key: str
    columns: tuple[Column, ...]

    @property
    def polars(self) -> pl.Schema:
        """Names and types of the columns, in order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    def empty(self) -> pl.DataFrame:
        """The table without a row."""
        return pl.DataFrame(schema=self.polars)

    def frame(self, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
        """Rows as a frame of exactly these columns; a missing one is null, another is left out."""
        names = [column.name for column in self.columns]
        return pl.DataFrame([{name: row.get(name) for name in names} for row in rows], schema=self.polars)


DOCUMENTS = Table(
    "documents",
    "One text from one source, published once.",
    "doc_id",
    (
        Column(
            "doc_id",
            pl.String,
            "The id given; for a file its path below the folder given; else a hash of source, address and text.",
            required=True,
        ),
        Column("source", pl.String, "Who published it; null where that is unknown."),
        Column("author", pl.String, "Who wrote it, as it is signed; several names are parted by commas."),
        Column("url", pl.String, "Where it was published."),
        Column("title", pl.String, "The title, where it came apart from the text."),
        Column("published", INSTANT, "When it was published; midnight where only the day is known, null if undated."),
        Column("published_grain", pl.String, "How finely `published` is known.", Grain, required=True),
        Column("language", pl.String, "The language of the text as an ISO 639-1 code, where it was given."),
        Column("text", pl.String, "The text, as it was read.", required=True),
        Column("copy_of", pl.String, "The document whose text this one repeats; null for an original."),
        Column("story_id", pl.String, "The story it belongs to: documents about the same events."),
        Column("ingested_at", INSTANT, "When it was first read into the workspace.", required=True),
    ),
)

CLAIMS = Table(
    "claims",
    "One numeric expression in a document: who says how much of what, and when. Expressions that are no quantities are "
    "rows too, with their kind.",
    "claim_id",
    (
        Column("claim_id", pl.String, "Made from document, part and span; stable over rebuilds.", required=True),
        Column("doc_id", pl.String, "The document it stands in.", required=True),
        Column("source", pl.String, "Who published that document."),
        Column("published", INSTANT, "When that document was published."),
        Column("part", pl.String, "The part of the document that offsets count in.", Part, required=True),
        Column("sentence_start", pl.Int64, "First code point of its sentence in the part.", required=True),
        Column("sentence_end", pl.Int64, "Code point after its sentence.", required=True),
        Column("start", pl.Int64, "First code point of the surface in the part.", required=True),
        Column("end", pl.Int64, "Code point after the surface.", required=True),
        Column("surface", pl.String, "The number with its magnitude, and its unit or currency sign.", required=True),
        Column("kind", pl.String, "What the expression is; only quantities are lined up.", Kind, required=True),
        Column(
            "value",
            pl.Float64,
            "The number stated, magnitude multiplied in; the middle of a range; null for vague words.",
        ),
        Column("low", pl.Float64, "The least the words allow, inclusive; null where that side is open."),
        Column("high", pl.Float64, "The most the words allow, inclusive; null where that side is open."),
        Column("modifier", pl.String, "What the words around the number assert about it.", Modifier),
        Column("unit", pl.String, "`count` for counted things, else the unit's English singular."),
        Column(
            "dimension",
            pl.String,
            "What the unit measures: count, percent, currency, length, area, volume, mass, "
            "time, speed, temperature, energy, power, data or other.",
        ),
        Column("per", pl.String, "The denominator of a rate in the singular (day, person)."),
        Column("canonical_value", pl.Float64, "`value` in the canonical unit."),
        Column("canonical_low", pl.Float64, "`low` in the canonical unit."),
        Column("canonical_high", pl.Float64, "`high` in the canonical unit."),
        Column(
            "canonical_unit",
            pl.String,
            "The unit that claims of this dimension are compared in; currencies are never converted.",
        ),
        Column("change", pl.String, "Set when the number says by how much something moved; null for a level.", Change),
        Column("counted", pl.String, "The words that are counted or measured, as the text has them."),
        Column("subject", pl.String, "What is counted, in its normal form for lining up: head | groups | qualifiers."),
        Column("state", pl.String, "What happened to it or what it does, one past participle (killed, deployed)."),
        Column("place", pl.String, "The place the number is of, as the text has it."),
        Column("claimant", pl.String, "Who is said to say so (the origin); null when the article says it itself."),
        Column("via", pl.String, "Who relays the claimant's words, where the text names both."),
        Column("part_of", pl.String, "The claim this one is a part of (`of whom`, `including`)."),
        Column("repeat_of", pl.String, "The same words earlier in the document; such a claim counts once."),
        Column("as_of_start", INSTANT, "Start of the time the claim holds for."),
        Column("as_of_end", INSTANT, "End of that time; the same as its start for an instant."),
        Column("as_of_grain", pl.String, "How finely that time is known.", Grain),
        Column("outlook", pl.String, "Whether it is said to hold, to come, or not to be so.", Outlook),
        Column(
            "figure_id",
            pl.String,
            "The figure it is about; null for what is no quantity, or only names a known set (`the two nations`).",
        ),
        Column(
            "is_copy",
            pl.Boolean,
            "Whether its document repeats another's text and this number with it: no second witness.",
        ),
    ),
)

FIGURES = Table(
    "figures",
    "One quantity in the world that claims are about.",
    "figure_id",
    (
        Column("figure_id", pl.String, "Stable while its claims stay.", required=True),
        Column("label", pl.String, "A short name made from its claims.", required=True),
        Column("unit", pl.String, "The unit its values are in.", required=True),
        Column("per", pl.String, "The denominator of a rate."),
        Column("dimension", pl.String, "What the unit measures.", required=True),
        Column("story_id", pl.String, "The story of its claims; null when they come from several."),
        Column("n_claims", pl.Int64, "Claims, copies and repeats left out.", required=True),
        Column("n_documents", pl.Int64, "Documents, copies left out.", required=True),
        Column("n_sources", pl.Int64, "Sources that state it, an unknown one counted once.", required=True),
        Column("n_claimants", pl.Int64, "Different claimants named.", required=True),
        Column("first_as_of", INSTANT, "The earliest time a claim holds for."),
        Column("last_as_of", INSTANT, "The latest."),
        Column(
            "low", pl.Float64, "The least that its claims' words allow, latest level; null where none bounds it below."
        ),
        Column(
            "best",
            pl.Float64,
            "The weighted median of the numbers independent witnesses state, latest level; null while none states one.",
        ),
        Column(
            "high", pl.Float64, "The most that its claims' words allow, latest level; null where none bounds it above."
        ),
        Column("latest", pl.Float64, "The value of the latest claim."),
        Column(
            "status",
            pl.String,
            "`disputed` where an alarm that is not dismissed concerns one of its claims, `differs` where another "
            "finding but a rounding does, else `agreed`.",
            required=True,
        ),
    ),
)

FINDINGS = Table(
    "findings",
    "A difference between claims of one figure, or inside a document, with its class and its reason.",
    "finding_id",
    (
        Column("finding_id", pl.String, "Made from class, figure and claims.", required=True),
        Column(
            "figure_id",
            pl.String,
            "The figure under which it is told, that of the claim it starts from; null where that is in none. It "
            "concerns the figures of all its claims.",
        ),
        Column(
            "class",
            pl.String,
            "Why the claims differ; conflict, slip and arithmetic alarm.",
            FindingClass,
            required=True,
        ),
        Column("severity", pl.Float64, "From 0 to 1.", required=True),
        Column("summary", pl.String, "The reason in one English sentence.", required=True),
        Column("claim_ids", IDS, "The claims concerned.", required=True),
        Column("status", pl.String, "Where it stands in review.", Status, required=True),
    ),
)

JUDGEMENTS = Table(
    "judgements",
    "What a person decided; never overwritten, only superseded.",
    "judgement_id",
    (
        Column("judgement_id", pl.String, "The act's own id.", required=True),
        Column("made_at", INSTANT, "When it was made.", required=True),
        Column("who", pl.String, "Who made it.", required=True),
        Column(
            "action", pl.String, "same, different, wrong, confirmed, dismissed, rename, note or undo.", required=True
        ),
        Column("targets", IDS, "The claims, figures or findings judged.", required=True),
        Column("value", pl.String, "The new name, the note's text, or what the figure joined or moved to was called."),
        Column("supersedes", pl.String, "The judgement that this one takes back or replaces."),
    ),
)

OVERRULED = Table(
    "overruled",
    "What evidence alone gives where judgements changed it, so that they can be taken back without linking anew. A "
    "workspace keeps it for itself.",
    "target",
    (
        Column("target", pl.String, "The claim that was moved, or the figure renamed or joined.", required=True),
        Column("figure_id", pl.String, "The figure that evidence puts the claim in; the figure itself."),
        Column("label", pl.String, "What evidence calls the figure; null for a claim."),
    ),
)

TABLES = {table.name: table for table in (DOCUMENTS, CLAIMS, FIGURES, FINDINGS, JUDGEMENTS)}

_EXTRACTED = [field.name for field in fields(Claim) if field.name != "steps"]


def claims_frame(claims: Iterable[Claim]) -> pl.DataFrame:
    """Claims as rows of `CLAIMS`; `figure_id` and `is_copy` are null until they are linked."""
    return CLAIMS.frame({name: getattr(claim, name) for name in _EXTRACTED} for claim in claims)
