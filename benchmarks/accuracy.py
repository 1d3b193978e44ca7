"""Scores Figtrack on hand-labelled data and writes the table in docs/accuracy.md: `make accuracy`.

The labelled data is not part of the project: the folder that holds it (`gold/`, `seeds/`, `tools/`) is `../shared`, or
what `FIGTRACK_LABELS` names. Its scorers are separate programs that read JSON lines, so what is measured is what the
command line gives.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker.language import extract_many
from tracker.model import Document
from tracker.pipeline import build
from tracker.schema import claims_frame
from tracker.workspace import Workspace

ROOT = Path(__file__).parent.parent
LABELS = Path(os.environ.get("FIGTRACK_LABELS", ROOT.parent / "shared"))
TABLE = ROOT / "docs" / "accuracy.md"
FLOORS = ROOT / "benchmarks" / "floors.json"
MEASURES = (
    "quantity",
    "modifier",
    "interval",
    "unit",
    "per",
    "change",
    "counted",
    "counted_full",
    "state",
    "claimant",
    "place",
    "all",
)


def sentences(path: Path) -> Iterator[Document]:
    """Each labelled sentence of `path` as a document of its own."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Document(doc_id=row["id"], text=row["text"])


def articles(folder: Path) -> Iterator[Document]:
    """The articles of a folder, named for their files."""
    for path in sorted(folder.glob("*.txt")):
        yield Document(doc_id=path.name, text=path.read_bytes().decode("utf-8"))


def predictions(documents: Iterable[Document]) -> str:
    """The claims of `documents` as the JSON lines that the command line prints."""
    frames = [claims_frame(claims) for _, claims in extract_many(documents)]
    return "".join(frame.write_ndjson() for frame in frames if frame.height)


def scored(labels: Path, documents: Iterable[Document]) -> dict[str, float]:
    """Each measure of the claim scorer, from 0 to 1, for `documents` against `labels`."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "claims.jsonl")
        given.write_text(predictions(documents), encoding="utf-8")
        report = json.loads(run("score_claims.py", labels, given, "--json"))
    return {name: report[name]["f1"] if name == "quantity" else report[name] for name in MEASURES}


def clusters(labels: Path, folder: Path) -> float:
    """B-cubed F1 of the figures that a build of `folder` makes, against the hand-made clusters of `labels`."""
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch, "workspace")
        build([folder], workspace)
        claims = Path(scratch, "claims.jsonl")
        Workspace.open(workspace).scan("claims").collect().write_ndjson(claims)
        printed = run("score_figures.py", "clusters", labels, claims)
    found = re.search(r"F1 ([\d.]+)", printed)
    if found is None:
        raise ValueError(f"the scorer of figures printed no F1: {printed!r}")
    return float(found.group(1))


def run(scorer: str, *arguments: object) -> str:
    """What a scorer prints."""
    command = [sys.executable, str(LABELS / "tools" / scorer), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 (our own arguments)


def measure() -> dict[str, dict[str, float]]:
    """Every measure on every labelled set, by the set's name."""
    gold = LABELS / "gold"
    seeds = scored(gold / "seeds.jsonl", articles(LABELS / "seeds"))
    seeds["clusters"] = clusters(gold / "seeds.jsonl", LABELS / "seeds")
    return {"seeds": seeds, "dev": scored(gold / "dev.jsonl", sentences(gold / "dev.jsonl"))}


def table(measured: dict[str, dict[str, float]]) -> str:
    """The measures as a page of Markdown."""
    lines = [
        "# Accuracy",
        "",
        "Made by `make accuracy`. `seeds`: 44 expressions in five articles; `dev`: 527 expressions in 265 sentences",
        "from conflict, crime, finance, sport and technology news. Both were labelled by hand and looked at while the",
        "rules were written, so text that nobody tuned to will score lower. Quantity, state, claimant, place and",
        "clusters (B-cubed) are F1; the rest are shares of the matched quantities; `all` is the share of labelled",
        "quantities found with modifier, interval, unit, rate and counted head all right.",
        "",
        "| measure | " + " | ".join(measured) + " |",
        "| --- | " + " | ".join("---:" for _ in measured) + " |",
    ]
    names = dict.fromkeys(name for scores in measured.values() for name in scores)
    for name in names:
        cells = [f"{scores[name]:.3f}" if name in scores else "" for scores in measured.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure, print the table and write it to docs/."""
    if not LABELS.is_dir():
        print("no labelled data here; set FIGTRACK_LABELS to the folder that holds gold/, seeds/ and tools/")
        return 2
    page = table(measure())
    TABLE.write_text(page, encoding="utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
