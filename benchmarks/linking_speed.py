"""Times linking and checking of made-up news beside extracting it: `make bench`.

    python -m benchmarks.linking_speed [--claims N] [--write]

Links and checks half of the claims and then all (a million unless told otherwise), each in a process of its own, and
extracts a sample of the same documents in another. Prints processor seconds, what twice the claims cost, linking and
checking as a share of what extracting all the documents takes, and the most memory held. `--write` puts it into the
docs.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.made_up_news import documents_for, news
from tracker.checking import check
from tracker.chunks import documents_of
from tracker.language import extract_many
from tracker.linking import link
from tracker.schema import JUDGEMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

CLAIMS = 1_000_000
SAMPLE = 600
WARM = 50
"""Documents that are extracted before the clock starts, so that the parser is loaded."""
PAGE = Path(__file__).parent.parent / "docs" / "speed-linking.md"


def make(folder: Path, claims: int) -> None:
    """Put made-up news with so many claims into a folder."""
    for number, (documents, stated) in enumerate(news(documents_for(claims))):
        documents.write_parquet(folder / f"documents-{number:05}.parquet")
        stated.write_parquet(folder / f"claims-{number:05}.parquet")


def linked(folder: Path) -> dict[str, float]:
    """What linking and checking a folder's claims takes and gives."""
    documents, claims = (pl.scan_parquet(folder / f"{name}-*.parquet") for name in ("documents", "claims"))
    started = time.process_time()
    found = link(documents, claims, JUDGEMENTS.empty())
    between = time.process_time()
    rows = (frame.select(pl.len()).collect().item() for frame in (documents, claims))
    sizes = {**dict(zip(("documents", "claims"), rows, strict=True)), "figures": found.figures.height}
    checked = check(found.documents, found.claims, found.figures, JUDGEMENTS.empty())
    placed = found.documents.select("copy_of", "story_id").collect()
    return {
        **sizes,
        "linking": between - started,
        "checking": time.process_time() - between,
        "findings": checked.findings.height,
        "copies": placed["copy_of"].count(),
        "stories": placed["story_id"].n_unique(),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def extracted(folder: Path) -> dict[str, float]:
    """What extracting a sample of a folder's documents takes, and how much of what was made up is found."""
    documents = pl.read_parquet(folder / "documents-*.parquet").sample(SAMPLE + WARM, seed=3)
    stated = pl.read_parquet(folder / "claims-*.parquet", columns=["doc_id", "start", "end"])
    sample = list(documents_of(documents))
    for _ in extract_many(sample[:WARM]):
        pass
    started = time.process_time()
    found = [(document.doc_id, c.start, c.end) for document, claims in extract_many(sample[WARM:]) for c in claims]
    seconds = time.process_time() - started
    ids = [document.doc_id for document in sample[WARM:]]
    spans = set(stated.filter(pl.col("doc_id").is_in(ids)).iter_rows())
    each = len(found) / len(ids)
    return {"seconds": seconds / len(ids), "claims": each, "found": len(spans & set(found)) / len(spans)}


def apart(what: str, folder: Path) -> Mapping[str, float]:
    """What `linked` or `extracted` says, from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.linking_speed", "--only", what, "--folder", str(folder)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 -- our own
    numbers: Mapping[str, float] = json.loads(said)
    return numbers


def report(claims: int) -> str:
    """The table as Markdown."""
    with tempfile.TemporaryDirectory() as path:
        measured = []
        for share in (2, 1):
            folder = Path(path) / str(share)
            folder.mkdir()
            make(folder, claims // share)
            measured.append(apart("linked", folder))
            print(json.dumps(measured[-1]), file=sys.stderr)
        reading = apart("extracted", folder)
    rows = [
        ("processor seconds", "half", "all"),
        ("---", "---:", "---:"),
        *((name, *(f"{one[name]:,.0f}" for one in measured)) for name in ("documents", "claims", "copies", "stories")),
        *((name, *(f"{one[name]:,.0f}" for one in measured)) for name in ("figures", "findings")),
        *((f"{name}, s", *(f"{one[name]:,.1f}" for one in measured)) for name in ("linking", "checking")),
        ("both a claim, µs", *(f"{1e6 * _both(one) / one['claims']:,.0f}" for one in measured)),
        ("extracting the documents, s", *(f"{reading['seconds'] * one['documents']:,.0f}" for one in measured)),
        (
            "linking and checking, of that",
            *(f"{_both(one) / (reading['seconds'] * one['documents']):.1%}" for one in measured),
        ),
        ("most memory, MiB", *(f"{one['memory']:,.0f}" for one in measured)),
    ]
    grown = _both(measured[1]) / _both(measured[0])
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return (
        f"{table}\n\nTwice the claims cost {grown:.2f} times as much. Extraction was timed on {SAMPLE} of these "
        f"documents ({1000 * reading['seconds']:.1f} ms each); it finds {reading['claims']:.1f} claims a document, "
        f"{reading['found']:.0%} of those made up among them."
    )


def _both(measured: Mapping[str, float]) -> float:
    return measured["linking"] + measured["checking"]


def main() -> None:
    """Prints the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--claims", type=int, default=CLAIMS)
    options.add_argument("--write", action="store_true", help="write docs/speed-linking.md")
    options.add_argument("--only", choices=("linked", "extracted"), help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.only:
        measure = {"linked": linked, "extracted": extracted}[chosen.only]
        print(json.dumps(measure(chosen.folder)))
        return
    table = report(chosen.claims)
    print(table)
    if chosen.write:
        text = f"# How fast claims are linked and checked\n\nMade by `make bench`, on made-up news.\n\n{table}\n"
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
