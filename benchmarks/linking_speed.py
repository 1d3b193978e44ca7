"""Times linking and checking on made-up claims: `python -m benchmarks.linking_speed [CLAIMS]` (200,000 unless told).

Documents tell of made-up events; how many tell of one event follows Zipf's law, and one story is huge. Prints seconds
for linking and checking at half and at all of the claims, and the memory used, as a table.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import UTC, datetime, timedelta

import polars as pl

from tracker.checking import check
from tracker.linking import link
from tracker.model import Part, claim_id, content_id
from tracker.schema import CLAIMS, DOCUMENTS, JUDGEMENTS

CLAIMS_A_DOCUMENT = 8
PART = 2_000
STATES = ("killed", "injured", "captured", "sent", "displaced", "seized", None)
HEADS = ("people", "people | greek", "children", "troops | turkish", "homes", "territory", "police")
PLACES = ("Naples", "Italy", "Lagos", "Texas", "Kyoto", None)
START = datetime(2024, 1, 1, tzinfo=UTC)


def drawn(*seed: object) -> int:
    """A number that depends on nothing but its seed."""
    return int(content_id(*seed), 16)


def event_of(index: int, documents: int) -> int:
    """Every tenth document is of one event, the others' events follow Zipf's law."""
    if drawn("huge", index) % 10 == 0:
        return 0
    share = (drawn("event", index) % 1_000_000 + 1) / 1_000_001
    return 1 + int((documents / 3) ** share)


def texts(event: int, index: int) -> str:
    """Some forty words, half of them the event's own names."""
    names = " ".join(f"N{content_id('name', event, place)[:7]}" for place in range(20))
    rest = " ".join(f"w{drawn('word', index, place) % 5000}" for place in range(30))
    return f"{names} said {rest}."


def frames(documents: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Made-up documents and their claims, made in parts to keep memory for what is measured."""
    parts = [part(range(start, min(start + PART, documents)), documents) for start in range(0, documents, PART)]
    return pl.concat([one for one, _ in parts]), pl.concat([two for _, two in parts])


def part(indices: range, documents: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Some of the made-up documents and their claims."""
    rows: list[dict[str, object]] = []
    claims: list[dict[str, object]] = []
    for index in indices:
        event = event_of(index, documents)
        published = START + timedelta(days=drawn("day", event) % 600 + drawn("late", index) % 10)
        doc_id, source = f"d{index}", f"source {drawn('source', index) % 300}"
        row: dict[str, object] = {
            "doc_id": doc_id,
            "source": source,
            "title": None,
            "published": published,
            "published_grain": "day",
            "text": texts(event, index),
            "ingested_at": START,
        }
        rows.append(row)
        claims += [claim(row, event, index, place) for place in range(CLAIMS_A_DOCUMENT)]
    return DOCUMENTS.frame(rows), CLAIMS.frame(claims)


def claim(document: dict[str, object], event: int, index: int, place: int) -> dict[str, object]:
    """One made-up claim; most give their event's number, some another."""
    doc_id, published = str(document["doc_id"]), document["published"]
    kind = drawn("kind", event, place)
    value = float(2 + drawn("value", event, place) % 900 + (drawn("off", index, place) % 40 == 0) * 7)
    return {
        "claim_id": claim_id(doc_id, Part.TEXT, place * 20, place * 20 + 3),
        "doc_id": doc_id,
        "source": document["source"],
        "published": published,
        "part": "text",
        "sentence_start": 0,
        "sentence_end": 100,
        "start": place * 20,
        "end": place * 20 + 3,
        "surface": f"{value:.0f}",
        "kind": "quantity",
        "value": value,
        "low": value,
        "high": value,
        "modifier": "exact",
        "unit": "count",
        "dimension": "count",
        "subject": HEADS[kind % len(HEADS)],
        "state": STATES[kind // 7 % len(STATES)],
        "place": PLACES[kind // 49 % len(PLACES)],
        "as_of_start": published,
        "as_of_end": published,
        "as_of_grain": "day",
        "outlook": "reported",
    }


def timed(documents: pl.DataFrame, claims: pl.DataFrame) -> tuple[float, float, int, int]:
    """Seconds for linking and for checking, figures and findings."""
    started = time.perf_counter()
    linked = link(documents, claims, JUDGEMENTS.empty())
    between = time.perf_counter()
    checked = check(linked.documents, linked.claims, linked.figures, JUDGEMENTS.empty())
    ended = time.perf_counter()
    return between - started, ended - between, linked.figures.height, checked.findings.height


def main() -> None:
    """Prints the table."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    print(f"{'claims':>10} {'link s':>8} {'check s':>8} {'us/claim':>9} {'figures':>9} {'findings':>9} {'peak MiB':>9}")
    for share in (2, 1):
        documents, claims = frames(total // share // CLAIMS_A_DOCUMENT)
        linking, checking, figures, findings = timed(documents, claims)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        each = 1e6 * (linking + checking) / claims.height
        times = f"{claims.height:>10,} {linking:>8.1f} {checking:>8.1f} {each:>9.0f}"
        print(f"{times} {figures:>9,} {findings:>9,} {peak:>9,}")


if __name__ == "__main__":
    main()
