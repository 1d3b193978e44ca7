"""Times the number stage beside quantulum3 on the same articles, in one process, on one core: `make bench`.

    python -m benchmarks.extraction [--articles N] [--rounds N] [--write]

What is timed is everything that finds numbers: splitting into sentences and reading each, nothing remembered from an
earlier round. quantulum3 reads whole articles, without its classifier. The table says articles a second of both, the
ratio with its spread over rounds, what twice the text costs, and the memory of ten thousand articles. Articles are
those of the labelled corpora where they are, else made up.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import statistics
import time
import tracemalloc
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.language.numbers import expressions
from tracker.language.segment import split
from tracker.model import Part

ROOT = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("FIGTRACK_LABELS", ROOT.parent / "shared")) / "corpora" / "gva_docs.jsonl"
TABLE = ROOT / "docs" / "speed.md"
LONGEST_ARTICLE = 20_000
SENTENCES = (
    "At least {n} people were killed and {m} others wounded when a bus left the road near the coast, officials said.",
    "The {m}-year-old driver, one of {m} held on May {d}, 2016, had worked there for more than {d} years.",
    "Prices rose {d}.5 percent to ${n} million, up from ${m} million a year earlier, the company said.",
    "Some {n},000 residents of the valley left their homes as fires burned {m} square miles of forest.",
    "Nobody from the ministry was available to comment on the report, which had been expected for weeks.",
    "She told a news conference that the talks would go on, and that both sides had agreed to return.",
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of processor time that one reader took over the articles of a round."""

    ours: float
    quantulum: float

    @property
    def ratio(self) -> float:
        """How many times faster the number stage is."""
        return self.quantulum / self.ours


def number_stage(text: str) -> int:
    """The expressions of a text, counted."""
    return sum(len(expressions.find_expressions(text[one.start : one.end])) for one in split(text, Part.TEXT))


def quantulum_reader() -> Callable[[str], object]:
    """quantulum3's parser on a whole text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quantulum3 import classifier, parser  # noqa: PLC0415 — slow to import, and the project has one door to it

    classifier.USE_CLF = False
    read: Callable[[str], object] = parser.parse
    return read


def made_up(seed: int, length: int) -> str:
    """An article of made-up sentences."""
    chance = random.Random(seed)  # noqa: S311 — no secret depends on it
    text = ""
    while len(text) < length:
        values = {"n": chance.randint(3, 990), "m": chance.randint(3, 90), "d": chance.randint(2, 27)}
        text += chance.choice(SENTENCES).format(**values) + "\n"
    return text[:length]


def articles(count: int) -> tuple[list[str], str]:
    """So many articles, each once, and where they are from."""
    if CORPUS.is_file():
        texts = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]
        kept = sorted({text for text in texts if 200 < len(text) <= LONGEST_ARTICLE})
        random.Random(7).shuffle(kept)  # noqa: S311 — no secret depends on it
        return kept[:count], "reports of local news"
    return [made_up(seed, 2_500) for seed in range(count)], "made-up articles"


def spent(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Processor seconds over the texts."""
    expressions.forget()
    gc.collect()
    begin = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - begin


def rounds(texts: Sequence[str], count: int) -> list[Timing]:
    """Timings of both readers on the same articles, turn about."""
    quantulum = quantulum_reader()
    for warm in (number_stage, quantulum):
        warm(texts[0])
    share = max(len(texts) // count, 1)
    parts = [texts[start : start + share] for start in range(0, share * count, share)]
    return [Timing(spent(number_stage, part), spent(quantulum, part)) for part in parts if part]


def growth(read: Callable[[str], object]) -> float:
    """What 32,000 characters cost, as a multiple of 16,000: the median of five."""
    ratios = []
    for seed in range(5):
        small, large = made_up(seed, 16_000), made_up(seed + 100, 32_000)
        ratios.append(spent(read, [large]) / spent(read, [small]))
    return statistics.median(ratios)


def memory(count: int = 10_000) -> float:
    """Peak MB allocated while reading so many articles one after the other."""
    expressions.forget()
    tracemalloc.start()
    for seed in range(count):
        number_stage(made_up(seed, 600))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def report(texts: Sequence[str], origin: str, timings: Sequence[Timing]) -> str:
    """The table as Markdown."""
    ratios = sorted(timing.ratio for timing in timings)
    each = len(texts) / len(timings)
    ours = statistics.median(each / timing.ours for timing in timings)
    theirs = statistics.median(each / timing.quantulum for timing in timings)
    spread = f"{statistics.median(ratios):.0f} ({ratios[0]:.0f} to {ratios[-1]:.0f})"
    return "\n".join(
        (
            f"| {len(texts)} {origin}, one core | number stage | quantulum3 |",
            "| --- | --- | --- |",
            f"| articles a second | {ours:.0f} | {theirs:.1f} |",
            f"| ratio, median of {len(ratios)} rounds (spread) | {spread} | 1 |",
            f"| 32,000 characters cost, in 16,000s | {growth(number_stage):.2f} | {growth(quantulum_reader()):.2f} |",
            f"| peak memory of 10,000 articles | {memory():.0f} MB | |",
        )
    )


def main() -> None:
    """Measures and prints the table; `--write` also puts it into the docs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=200)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--write", action="store_true", help="write docs/speed.md")
    chosen = options.parse_args()
    texts, origin = articles(chosen.articles)
    table = report(texts, origin, rounds(texts, chosen.rounds))
    print(table)
    if chosen.write:
        TABLE.write_text(f"# How fast numbers are read\n\nMade by `make bench`.\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
