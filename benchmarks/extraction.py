"""Times reading beside quantulum3 on the same articles, in one process, on one core: `make bench`.

    python -m benchmarks.extraction [--articles N] [--rounds N] [--write]

What is timed is the number stage (splitting into sentences and reading the numbers of each) and the whole of
extraction (also of what, says who, where and as of when), no sentence remembered from an earlier round. quantulum3
reads whole articles, without its classifier. The tables say articles a second, the ratio with its spread over rounds,
what twice the text costs, how many sentences need the parser, what a second process brings, and memory. Articles are
those of the labelled corpora where they are, else made up.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.articles import articles, made_up
from benchmarks.peaks import number_stage, peak
from tracker.engines import Engine
from tracker.engines.pool import Processes
from tracker.language import extract_many, syntax
from tracker.language.extract import parser_share
from tracker.language.numbers import expressions
from tracker.model import Document

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "speed.md"
POOLED = 1_000
"""Articles that one process reads, then two ..."""
CHUNK = 50
"""... so many at a time."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of processor time that each reader took over the articles of a round."""

    numbers: float
    whole: float
    quantulum: float


def whole(texts: Sequence[str]) -> None:
    """All claims of texts, read in batches as a build does."""
    for _ in extract_many(Document(str(number), text) for number, text in enumerate(texts)):
        pass


def one_by_one(read: Callable[[str], object]) -> Callable[[Sequence[str]], None]:
    """A reader of one text as one of many."""

    def read_all(texts: Sequence[str]) -> None:
        for text in texts:
            read(text)

    return read_all


def quantulum_reader() -> Callable[[str], object]:
    """quantulum3's parser on a whole text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quantulum3 import classifier, parser  # noqa: PLC0415 — slow to import, and the project has one door to it

    classifier.USE_CLF = False
    read: Callable[[str], object] = parser.parse
    return read


def spent(read: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    """Processor seconds over the texts."""
    expressions.forget()
    syntax.forget()
    gc.collect()
    begin = time.process_time()
    read(texts)
    return time.process_time() - begin


def rounds(texts: Sequence[str], count: int, quantulum: Callable[[str], object]) -> list[Timing]:
    """Timings of the readers on the same articles, turn about, after a first round that isn't counted."""
    share = max(len(texts) // (count + 1), 1)
    parts = [texts[start : start + share] for start in range(0, share * (count + 1), share)]
    readers = one_by_one(number_stage), whole, one_by_one(quantulum)
    timings = [Timing(*(spent(read, part) for read in readers)) for part in parts if part]
    return timings[1:]


def growth(read: Callable[[Sequence[str]], object]) -> float:
    """What 32,000 characters cost, as a multiple of 16,000: the median of five."""
    ratios = []
    for seed in range(5):
        small, large = made_up(seed, 16_000), made_up(seed + 100, 32_000)
        ratios.append(spent(read, [large]) / spent(read, [small]))
    return statistics.median(ratios)


def speedup() -> float:
    """How many times faster two processes are than one, once they have begun: in seconds by the clock."""
    documents = [Document(str(seed), made_up(seed, 2_500)) for seed in range(POOLED)]
    return _pooled(documents, 1) / _pooled(documents, 2)


def _pooled(documents: Sequence[Document], workers: int) -> float:
    """Seconds a pool takes from its first answer to its last, for each article that came between."""
    parts = [documents[start : start + CHUNK] for start in range(0, len(documents), CHUNK)]
    moments = []
    with Engine(Processes(workers)) as engine:
        for _ in engine.run(_extracted, parts):
            moments.append(time.perf_counter())
    started = min(2 * workers, len(moments) - 2)
    return (moments[-1] - moments[started]) / ((len(moments) - 1 - started) * CHUNK)


def _extracted(documents: Sequence[Document]) -> int:
    return sum(len(claims) for _, claims in extract_many(documents))


def report(texts: Sequence[str], origin: str, timings: Sequence[Timing], quantulum: Callable[[str], object]) -> str:
    """The tables as Markdown."""
    each = len(texts) / (len(timings) + 1)
    named = {"number stage": "numbers", "whole extraction": "whole", "quantulum3": "quantulum"}
    speeds = [f"{statistics.median(each / getattr(one, name) for one in timings):.1f}" for name in named.values()]
    ratios = [_spread([one.quantulum / getattr(one, name) for one in timings]) for name in ("numbers", "whole")]
    costs = [f"{growth(read):.2f}" for read in (one_by_one(number_stage), whole, one_by_one(quantulum))]
    rows = (
        (f"{len(texts)} {origin}, one core", *named),
        ("---",) * 4,
        ("articles a second", *speeds),
        (f"times quantulum3, median of {len(timings)} rounds (spread)", *ratios, "1"),
        ("32,000 characters cost, in 16,000s", *costs),
        ("two processes read as fast as one, times", "", f"{speedup():.2f}", ""),
        ("peak memory of 10,000 articles; of 1,000 whole", f"{peak('numbers')} MB", f"{peak('whole')} MB", ""),
        ("peak memory of the longest text that is read", "", f"{peak('longest')} MB", ""),
    )
    return "\n".join([*("| " + " | ".join(row) + " |" for row in rows), "", _needs(texts)])


def _spread(ratios: Sequence[float]) -> str:
    return f"{statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"


def _needs(texts: Sequence[str]) -> str:
    """How many sentences need the parser, in a sentence."""
    total: Counter[str] = Counter()
    for number, text in enumerate(texts):
        total.update(parser_share(Document(str(number), text)))
    parsed = total["parsed"]
    settled = total["meaning"] - parsed
    return (
        f"Of {total['sentences']:,} sentences {total['meaning']:,} have a quantity or an age; the words alone settle "
        f"{settled:,} of these, and the parser reads {parsed:,} ({parsed / total['sentences']:.0%} of all)."
    )


def main() -> None:
    """Measures and prints the tables; `--write` also puts them into the docs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=240)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--write", action="store_true", help="write docs/speed.md")
    chosen = options.parse_args()
    texts, origin = articles(chosen.articles)
    quantulum = quantulum_reader()
    table = report(texts, origin, rounds(texts, chosen.rounds, quantulum), quantulum)
    print(table)
    if chosen.write:
        TABLE.write_text(f"# How fast texts are read\n\nMade by `make bench`.\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
