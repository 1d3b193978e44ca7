"""Small true tables to put into a workspace: two documents, their claims, a figure and a finding."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from tracker.model import Part, claim_id
from tracker.schema import CLAIMS, DOCUMENTS, FIGURES, FINDINGS, JUDGEMENTS

WHEN = datetime(2026, 3, 4, 12, tzinfo=UTC)
TEXTS = {"a": "🚢 At least 43 people died.", "b": "=Some 50 people died."}
SURFACES = {"a": "43", "b": "50"}


def documents(texts: dict[str, str] | None = None) -> pl.DataFrame:
    """One row a text."""
    return DOCUMENTS.frame(
        {
            "doc_id": doc_id,
            "text": text,
            "source": f"Herald {doc_id}",
            "published_grain": "unknown",
            "ingested_at": WHEN,
        }
        for doc_id, text in (texts or TEXTS).items()
    )


def claims() -> pl.DataFrame:
    """One claim in each of the two documents."""
    return CLAIMS.frame(_claim(doc_id, TEXTS[doc_id], surface) for doc_id, surface in SURFACES.items())


def _claim(doc_id: str, text: str, surface: str) -> dict[str, object]:
    start = text.index(surface)
    return {
        "claim_id": claim_id(doc_id, Part.TEXT, start, start + len(surface)),
        "doc_id": doc_id,
        "part": "text",
        "sentence_start": 0,
        "sentence_end": len(text),
        "start": start,
        "end": start + len(surface),
        "surface": surface,
        "kind": "quantity",
        "value": float(surface),
        "low": float(surface),
        "modifier": "at_least",
        "unit": "count",
        "dimension": "count",
        "counted": "people",
        "as_of_start": WHEN,
        "figure_id": "f1",
        "is_copy": False,
    }


def figures() -> pl.DataFrame:
    """The figure that both claims are about."""
    counts = dict.fromkeys(("n_claims", "n_documents", "n_sources", "n_claimants"), 2)
    row = {"figure_id": "f1", "label": "people died", "unit": "count", "dimension": "count", "status": "agreed"}
    return FIGURES.frame([{**row, **counts}])


def findings() -> pl.DataFrame:
    """A finding about both claims."""
    ids = claims()["claim_id"].to_list()
    row = {"finding_id": "x1", "figure_id": "f1", "class": "rounding", "severity": 0.1, "status": "open"}
    return FINDINGS.frame([{**row, "summary": "+The two agree in fact.", "claim_ids": ids}])


def judgement(number: int) -> pl.DataFrame:
    """A note on the figure."""
    row = {"judgement_id": f"j{number}", "made_at": WHEN, "who": "ann", "action": "note", "targets": ["f1", "x,1"]}
    return JUDGEMENTS.frame([{**row, "value": '@note "quoted"'}])


def everything() -> dict[str, pl.DataFrame]:
    """All that a build commits."""
    return {"documents": documents(), "claims": claims(), "figures": figures(), "findings": findings()}
