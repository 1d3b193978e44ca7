"""How long a build takes, stage by stage, and how much memory and storage: `make bench-build`.

    python -m benchmarks.build [--documents N] [--pairs N] [--sample N] [--write]

The documents of the labelled corpora (made-up articles where these are not) are repeated under fresh ids until there
are N (100,000 unless told otherwise): a repeat is a copy, and found as one. They are built with all cores, then the
same again with one in a hundred new, an hourly build. Fewer are built with one worker and with two, turn about.
Reading and quantulum3 alone take a sample. Each build runs in a process of its own. `--write` puts the tables into the
docs.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

from benchmarks.articles import made_up
from benchmarks.extraction import quantulum_reader
from tracker.engines import cores
from tracker.model import Document
from tracker.reading import read_paths

ROOT = Path(__file__).parent.parent
CORPORA = Path(os.environ.get("FIGTRACK_LABELS", ROOT.parent / "shared")) / "corpora"
PAGE = ROOT / "docs" / "speed-build.md"
DOCUMENTS = 100_000
PAIRED = 2_000
"""Documents that one worker reads, then two."""
SAMPLE = 200
EMPTY_MEBIBYTES = 170
"""What the process that directs holds before it has a document."""
DOLLARS_A_CORE_HOUR = 0.04
DOLLARS_A_GIGABYTE_MONTH = 0.023
"""List prices of a large provider, about: on demand, and object storage."""
_NEW = 0.01
_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Plain:
    """Seconds a document for reading it, and for reading it with quantulum3, on one core."""

    reading: float
    quantulum: float


def corpus() -> tuple[list[dict[str, object]], str]:
    """Documents to repeat, as rows of JSON lines, and what they are."""
    files = sorted(CORPORA.glob("*_docs.jsonl"))
    rows = {item.doc_id: _row(item) for item in read_paths(files) if isinstance(item, Document)}
    if rows:
        return [*rows.values()], "documents of four news corpora"
    return [{"id": str(seed), "text": made_up(seed, 2_500)} for seed in range(2_000)], "made-up articles"


def _row(document: Document) -> dict[str, object]:
    published = document.published.isoformat() if document.published else None
    return {
        "id": document.doc_id,
        "text": document.text,
        "source": document.source,
        "url": document.url,
        "title": document.title,
        "published": published,
    }


def repeated(rows: Sequence[Mapping[str, object]]) -> Iterator[dict[str, object]]:
    """The rows over and over, each time under fresh ids."""
    for turn in count():
        yield from ({**row, "id": f"{turn}-{row['id']}"} for row in rows)


def put(path: Path, rows: Iterator[dict[str, object]], number: int) -> Path:
    """Write the next rows as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in islice(rows, number))
    return path


def built(given: Path, workspace: Path, workers: int) -> dict[str, Any]:
    """What a build in a process of its own took and gave (`benchmarks.onebuild`)."""
    command = [sys.executable, "-m", "benchmarks.onebuild", str(given), str(workspace), str(workers)]
    ran = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- our own
    told: dict[str, Any] = json.loads(ran.stdout)
    print(json.dumps({"workers": workers, **told}), file=sys.stderr, flush=True)
    return told


def plain(rows: Sequence[Mapping[str, object]], folder: Path) -> Plain:
    """Reading alone and quantulum3 alone, over the same documents."""
    given = put(folder / "sample.jsonl", iter([dict(row) for row in rows]), len(rows))
    begin = time.process_time()
    documents = [item for item in read_paths([given]) if isinstance(item, Document)]
    reading = time.process_time() - begin
    quantulum = quantulum_reader()
    quantulum("Two men and 3.5 kg.")
    begin = time.process_time()
    for document in documents:
        quantulum(document.text)
    return Plain(reading / len(rows), (time.process_time() - begin) / len(rows))


def paired(rows: Sequence[Mapping[str, object]], documents: int, rounds: int, folder: Path) -> list[float]:
    """How many times faster two workers build than one, turn about, each time over the same documents."""
    given = put(folder / "paired.jsonl", repeated(rows), documents)
    ratios = []
    for turn in range(rounds):
        order = (1, 2) if turn % 2 == 0 else (2, 1)
        seconds = {workers: built(given, folder / f"pair-{turn}-{workers}", workers)["seconds"] for workers in order}
        ratios.append(seconds[1] / seconds[2])
    return ratios


@dataclass(frozen=True, slots=True)
class Measured:
    """The whole build, that of one in a hundred more, reading alone, and how two workers do over `paired` documents."""

    whole: dict[str, Any]
    more: dict[str, Any]
    again: Plain
    ratios: Sequence[float]
    paired: int


def report(origin: str, measured: Measured) -> str:
    """The tables as Markdown."""
    whole, more, again = measured.whole, measured.more, measured.again
    each = whole["cpu"] / whole["new"]
    rows = [
        ("", "measured", "wanted"),
        ("---", "---", "---"),
        (f"documents a second, {whole['workers']} workers", f"{whole['new'] / whole['seconds']:.1f}", ""),
        ("memory of the process that directs", f"{whole['memory']:,.0f} MiB", "≤ 2,048 MiB"),
        ("memory of a worker", f"{whole['worker']:,.0f} MiB", "≤ 1,024 MiB"),
        (f"two workers build {measured.paired:,} as fast as one, times", _spread(measured.ratios), "≥ 1.6"),
        ("adding 1 % new, of the whole build's time", f"{more['seconds'] / whole['seconds']:.1%}", "≤ 10 %"),
        (
            "reading and quantulum3 alone take, times a build's",
            f"{(again.reading + again.quantulum) / each:.1f}",
            "≥ 5",
        ),
    ]
    title = f"{whole['documents']:,} {origin} of {whole['chars']:,.0f} characters, repeated under fresh ids"
    facts = f"{whole['claims']:,} claims, {whole['figures']:,} figures, {whole['findings']:,} findings"
    scaled = [
        "If each document cost what it did here; none of this was run. Assumed are "
        f"$ {DOLLARS_A_CORE_HOUR} a core hour and $ {DOLLARS_A_GIGABYTE_MONTH} a gigabyte stored for a month:",
        "",
        *_table(_scaled(whole)),
    ]
    tables = rows, _stages(whole, more), _sizes(whole)
    shown = [line for table in tables for line in (*_table(table), "")]
    return "\n".join([f"{title}: {facts}.", "", *shown, *scaled])


def _stages(whole: dict[str, Any], more: dict[str, Any]) -> list[tuple[str, ...]]:
    """Seconds, share and memory of each stage."""
    head = ("stage", "seconds", "share", "processor ms a document", "most memory by its end", "seconds with 1 % new")
    rows = [head, ("---",) * len(head)]
    for stage, cost in whole["stages"].items():
        rows.append(
            (
                stage,
                f"{cost['seconds']:,.1f}",
                f"{cost['seconds'] / whole['seconds']:.0%}",
                f"{1000 * cost['cpu'] / whole['new']:.2f}",
                f"{cost['memory']:,.0f} MiB",
                f"{more['stages'].get(stage, {}).get('seconds', 0.0):,.1f}",
            )
        )
    return rows


def _sizes(whole: dict[str, Any]) -> list[tuple[str, ...]]:
    """What is stored of a document, by table."""
    head = ("stored", "rows", "MiB", "bytes a document")
    rows = [head, ("---",) * len(head)]
    for name, (height, size) in whole["stored"].items():
        rows.append((name, f"{height:,}", f"{size / _MEBIBYTE:,.1f}", f"{size / whole['new']:,.0f}"))
    return rows


def _scaled(whole: dict[str, Any]) -> list[tuple[str, ...]]:
    """What more documents would cost if each cost what it did here; docs/scale.md says where that ends."""
    each = whole["cpu"] / whole["new"] / 3600
    kept = sum(size for _, size in whole["stored"].values()) / whole["new"]
    held = (whole["memory"] - EMPTY_MEBIBYTES) / whole["new"]
    head = ("documents", "core hours", "hours on 100 cores", "stored", "memory of the director", "money, about")
    rows = [head, ("---",) * len(head)]
    for number in (10**6, 10**8, 10**10):
        gigabytes, hours = number * kept / 1e9, number * each
        money = hours * DOLLARS_A_CORE_HOUR + gigabytes * DOLLARS_A_GIGABYTE_MONTH
        memory = f"{(EMPTY_MEBIBYTES + number * held) / 1024:,.0f} GiB"
        cells = (f"{hours:,.0f}", f"{hours / 100:,.1f}", f"{gigabytes:,.0f} GB", memory, f"$ {money:,.0f}")
        rows.append((f"{number:,}", *cells))
    return rows


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in rows]


def _spread(ratios: Sequence[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})" if ratios else "not run"


def main() -> None:
    """Run the builds and print the tables; `--write` also puts them into the docs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--paired", type=int, default=PAIRED, help="documents for one worker beside two")
    parser.add_argument("--pairs", type=int, default=3, help="times that one worker is set beside two")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="documents for reading and quantulum3 alone")
    parser.add_argument("--write", action="store_true", help="write docs/speed-build.md")
    wanted = parser.parse_args()
    rows, origin = corpus()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        again = plain(rows[:: max(len(rows) // wanted.sample, 1)], folder)
        ratios = paired(rows, wanted.paired, wanted.pairs, folder)
        every = repeated(rows)
        workspace = folder / "workspace"
        whole = built(put(folder / "first.jsonl", every, wanted.documents), workspace, cores())
        more = built(put(folder / "more.jsonl", every, max(1, round(wanted.documents * _NEW))), workspace, cores())
        table = report(origin, Measured(whole, more, again, ratios, wanted.paired))
    print(table)
    if wanted.write:
        PAGE.write_text(f"# How fast a build is\n\nMade by `make bench-build`.\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
