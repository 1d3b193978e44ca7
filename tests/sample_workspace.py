"""A small workspace in memory for tests of the dashboard: six documents, four figures, claims of every hedge.

`tables()` are frames of the tidy tables; `scan(frames)` gives them as `Workspace.scan` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl

from tracker import schema
from tracker.model import Part, claim_id

HARBOUR = "figure-harbour"
FLOOD = "figure-flood"
LOAN = "figure-loan"
COUNT = "figure-count"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def moment(day: int, month: int = 3) -> datetime:
    """A midnight of spring 2026, in UTC."""
    return datetime(2026, month, day, tzinfo=UTC)


def tables(**texts: str) -> dict[str, pl.DataFrame]:
    """All five tables; `texts` replace a document's text by its id, for hostile cases."""
    documents = [_document(doc_id, source, day, texts.get(doc_id, text)) for doc_id, source, day, text in _ARTICLES]
    claims = [_claim(documents, *each) for each in _CLAIMS]
    return {
        "documents": schema.DOCUMENTS.frame(documents),
        "claims": schema.CLAIMS.frame(claims),
        "figures": schema.FIGURES.frame(_FIGURES),
        "findings": schema.FINDINGS.frame(_findings(claims)),
        "judgements": schema.JUDGEMENTS.empty(),
    }


def scan(frames: Mapping[str, pl.DataFrame]) -> Callable[[str], pl.LazyFrame]:
    """The tables as lazy frames by name."""
    return lambda table: frames[table].lazy()


def id_of(doc_id: str, surface: str) -> str:
    """The id of the claim with this surface in a document of the sample."""
    text = next(text for known, _, _, text in _ARTICLES if known == doc_id)
    start = text.index(surface)
    return claim_id(doc_id, Part.TEXT, start, start + len(surface))


_ARTICLES: tuple[tuple[str, str | None, int | None, str], ...] = (
    ("a.txt", "Harbour Post", 2, "The quay was busy. Some 400 dockers walked out, the union said. Nobody spoke to us."),
    ("b.txt", "Coast Daily", 3, "At least 350 dockers walked out on Tuesday, according to the port."),
    ("c.txt", None, 4, "Up to 500 dockers joined the strike. The river rose by 1,200 to 1,500 litres a second."),
    ("d.txt", "Harbour Post", 9, "Exactly 520 dockers are out now. A loan of $50 billion was agreed."),
    ("e.txt", "Wire & Sons", None, "Dozens of dockers have gone home, <b>officials</b> said."),
    ("f.txt", "Echo", 9, "Exactly 520 dockers are out now. The depot holds 1,000 crates."),
)

_FIGURES: list[dict[str, Any]] = [
    {
        "figure_id": HARBOUR,
        "label": "Dockers on strike",
        "unit": "count",
        "dimension": "count",
        "n_claims": 5,
        "n_documents": 5,
        "n_sources": 4,
        "n_claimants": 2,
        "first_as_of": moment(2),
        "last_as_of": moment(9),
        "low": 350.0,
        "best": 500.0,
        "high": 520.0,
        "latest": 520.0,
        "status": "disputed",
    },
    {
        "figure_id": FLOOD,
        "label": "Flow of the river",
        "unit": "litre",
        "per": "second",
        "dimension": "volume",
        "n_claims": 1,
        "n_documents": 1,
        "n_sources": 1,
        "n_claimants": 0,
        "first_as_of": moment(4),
        "last_as_of": moment(4),
        "low": 1200.0,
        "best": 1350.0,
        "high": 1500.0,
        "latest": 1350.0,
        "status": "agreed",
    },
    {
        "figure_id": LOAN,
        "label": "Loan to the port",
        "unit": "US dollar",
        "dimension": "currency",
        "n_claims": 1,
        "n_documents": 1,
        "n_sources": 1,
        "n_claimants": 0,
        "first_as_of": moment(9),
        "last_as_of": moment(9),
        "low": 5e10,
        "best": 5e10,
        "high": 5e10,
        "latest": 5e10,
        "status": "agreed",
    },
    {
        "figure_id": COUNT,
        "label": "Crates in the depot",
        "unit": "count",
        "dimension": "count",
        "n_claims": 1,
        "n_documents": 1,
        "n_sources": 1,
        "n_claimants": 0,
        "low": None,
        "best": None,
        "high": None,
        "status": "agreed",
    },
]

_CLAIMS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("a.txt", "400", {"modifier": "about", "value": 400.0, "low": 400.0, "high": 400.0, "claimant": "the union"}),
    ("b.txt", "350", {"modifier": "at_least", "value": 350.0, "low": 350.0, "claimant": "the port"}),
    ("c.txt", "500", {"modifier": "at_most", "value": 500.0, "high": 500.0}),
    (
        "c.txt",
        "1,200 to 1,500 litres",
        {
            "modifier": "range",
            "value": 1350.0,
            "low": 1200.0,
            "high": 1500.0,
            "unit": "litre",
            "dimension": "volume",
            "per": "second",
            "counted": "river",
            "state": None,
            "figure_id": FLOOD,
        },
    ),
    ("d.txt", "520", {"modifier": "exact", "value": 520.0, "low": 520.0, "high": 520.0}),
    (
        "d.txt",
        "$50 billion",
        {
            "modifier": "exact",
            "value": 5e10,
            "low": 5e10,
            "high": 5e10,
            "unit": "US dollar",
            "dimension": "currency",
            "counted": "loan",
            "figure_id": LOAN,
        },
    ),
    ("e.txt", "Dozens", {"modifier": "vague", "low": 12.0, "claimant": "officials"}),
    ("f.txt", "520", {"modifier": "exact", "value": 520.0, "low": 520.0, "high": 520.0, "is_copy": True}),
    (
        "f.txt",
        "1,000",
        {"modifier": "exact", "value": 1000.0, "low": 1000.0, "high": 1000.0, "counted": "crates", "figure_id": COUNT},
    ),
)


def _document(doc_id: str, source: str | None, day: int | None, text: str) -> dict[str, Any]:
    return {
        "doc_id": doc_id,
        "source": source,
        "url": f"https://example.org/{doc_id}",
        "published": moment(day) if day else None,
        "published_grain": "day" if day else "unknown",
        "text": text,
        "copy_of": "d.txt" if doc_id == "f.txt" else None,
        "ingested_at": moment(20),
    }


def _claim(documents: list[dict[str, Any]], doc_id: str, surface: str, fields: dict[str, Any]) -> dict[str, Any]:
    document = next(each for each in documents if each["doc_id"] == doc_id)
    article = next(text for known, _, _, text in _ARTICLES if known == doc_id)
    start = article.index(surface)
    end = start + len(surface)
    sentence = article.rfind(". ", 0, start) + 2 if ". " in article[:start] else 0
    stop = article.find(". ", end) + 1 if ". " in article[end:] else len(article)
    return {
        "claim_id": claim_id(doc_id, Part.TEXT, start, end),
        "doc_id": doc_id,
        "source": document["source"],
        "published": document["published"],
        "part": "text",
        "sentence_start": sentence,
        "sentence_end": stop,
        "start": start,
        "end": end,
        "surface": surface,
        "kind": "quantity",
        "unit": "count",
        "dimension": "count",
        "counted": "dockers",
        "subject": "workers",
        "state": "walked" if "walked" in article else None,
        "as_of_start": document["published"],
        "as_of_end": document["published"],
        "as_of_grain": "day" if document["published"] else None,
        "outlook": "reported",
        "figure_id": HARBOUR,
        "is_copy": False,
        "canonical_value": fields.get("value"),
        "canonical_low": fields.get("low"),
        "canonical_high": fields.get("high"),
        "canonical_unit": fields.get("unit", "count"),
        **fields,
    }


def _findings(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = {(each["doc_id"], each["surface"]): each["claim_id"] for each in claims}
    pairs = (
        ("rounding", 0.1, "“Some 400” and “at least 350” can both hold.", (("a.txt", "400"), ("b.txt", "350"))),
        ("revision", 0.3, "About 400 became 520 by 9 March.", (("a.txt", "400"), ("d.txt", "520"))),
        ("conflict", 0.2, "At most 500 and exactly 520 cannot both hold.", (("c.txt", "500"), ("d.txt", "520"))),
        ("scope", 0.9, "A dismissed one.", (("a.txt", "400"), ("d.txt", "520"))),
    )
    return [
        {
            "finding_id": f"finding-{name}",
            "figure_id": HARBOUR,
            "class": name,
            "severity": severity,
            "summary": summary,
            "claim_ids": [ids[each] for each in concerned],
            "status": "dismissed" if name == "scope" else "open",
        }
        for name, severity, summary, concerned in pairs
    ]
