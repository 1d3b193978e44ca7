"""What the benchmarks of reading read: the articles of the labelled corpora where they are, else made-up ones."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("FIGTRACK_LABELS", ROOT.parent / "shared")) / "corpora" / "gva_docs.jsonl"
LONGEST_ARTICLE = 20_000
SENTENCES = (
    "At least {n} people were killed and {m} others wounded when a bus left the road near the coast, officials said.",
    "The {m}-year-old driver, one of {m} held on May {d}, 2016, had worked there for more than {d} years.",
    "Prices rose {d}.5 percent to ${n} million, up from ${m} million a year earlier, the company said.",
    "Some {n},000 residents of the valley left their homes as fires burned {m} square miles of forest.",
    "Nobody from the ministry was available to comment on the report, which had been expected for weeks.",
    "She told a news conference that the talks would go on, and that both sides had agreed to return.",
)


def made_up(seed: int, length: int) -> str:
    """An article of made-up sentences."""
    chance = random.Random(seed)  # noqa: S311 — no secret depends on it
    lines = []
    size = 0
    while size < length:
        values = {"n": chance.randint(3, 990), "m": chance.randint(3, 90), "d": chance.randint(2, 27)}
        lines.append(chance.choice(SENTENCES).format(**values) + "\n")
        size += len(lines[-1])
    return "".join(lines)[:length]


def articles(count: int) -> tuple[list[str], str]:
    """So many articles, each once, and where they are from."""
    if CORPUS.is_file():
        texts = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]
        kept = sorted({text for text in texts if 200 < len(text) <= LONGEST_ARTICLE})
        random.Random(7).shuffle(kept)  # noqa: S311 — no secret depends on it
        return kept[:count], "reports of local news"
    return [made_up(seed, 2_500) for seed in range(count)], "made-up articles"
