"""Times the dashboard on a workspace of a million claims, beside bare Polars queries: `make bench-dashboard`.

    python -m benchmarks.dashboard [--workspace DIR] [--claims N] [--requests N] [--seconds N] [--write]

The server runs in a process of its own and is asked over HTTP, as a browser asks it: for the whole of a page, and for
the chart of a figure. Each request is of another figure, document, word or page of a list, drawn by chance. Beside each
stands the least that a program could do for the same rows: one Polars query a table over the workspace's Parquet files.
The two take turns, so that a busy machine slows both. Then twenty readers walk about at once; last, a browser opens
the figure of 20,000 claims, and notes for how long nothing else could be done there.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl

from benchmarks import synthetic
from benchmarks.visits import Server, Tab, screen
from tracker.workspace import Workspace

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "speed-dashboard.md"
READERS = 20
LARGE = "/figures/figure-1"
SELDOM = ("the largest figure", "its chart")
"""Pages that the readers who walk about leave out: one figure in a hundred thousand."""
WORDS = ("norhaven", "calder", "tarn", "dockers", "the daily", "ministry", "grain exported", "port amsel", "governor")
Bare = Callable[[Callable[[str], pl.LazyFrame], str], object]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request: its addresses, made by chance; whether it is for a chart; and the bare query for its rows."""

    name: str
    address: Callable[[random.Random], tuple[str, str]]
    bare: Bare
    chart: bool = False


@dataclass(slots=True)
class Measured:
    """Seconds that requests of one kind took, the `first` and the others, and the bare queries; the server's processor
    seconds."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    first: float = 0.0
    processor: float = 0.0

    @property
    def ratio(self) -> float:
        """How many times longer a page takes than its bare query."""
        return statistics.median(self.ours) / statistics.median(self.bare)


def bare_list(table: str, key: str, size: int, text: tuple[str, ...] = ()) -> Bare:
    """One page of a sorted list, those rows' claims with it; `text` are the columns in which a word is looked for."""

    def run(scan: Callable[[str], pl.LazyFrame], word: str) -> object:
        rows = scan(table)
        if text:
            joined = pl.concat_str([pl.col(name).fill_null("") for name in text]).str.to_lowercase()
            rows = rows.filter(joined.str.contains(word, literal=True))
        total, page = pl.collect_all([rows.select(pl.len()), rows.sort(key, descending=True).head(size)])
        ids = page[{"documents": "doc_id"}.get(table, "figure_id")].to_list()
        column = "doc_id" if table == "documents" else "figure_id"
        return total, scan("claims").filter(pl.col(column).is_in(ids)).collect()

    return run


def bare_search(scan: Callable[[str], pl.LazyFrame], word: str) -> object:
    """Figures with a claim or a label that has the word, one page of them, and their claims."""
    names = [pl.col(name).fill_null("") for name in ("source", "claimant", "counted", "place")]
    said = scan("claims").filter(
        pl.concat_str(names, separator=" ").str.to_lowercase().str.contains(word, literal=True)
    )
    labelled = scan("figures").filter(pl.col("label").str.to_lowercase().str.contains(word, literal=True))
    ids = pl.concat([said.select("figure_id"), labelled.select("figure_id")]).unique()
    found = scan("figures").join(ids, on="figure_id", how="semi").sort("n_sources", descending=True).collect()
    shown = found.head(30)["figure_id"].to_list()
    return scan("claims").filter(pl.col("figure_id").is_in(shown)).collect()


def bare_figure(scan: Callable[[str], pl.LazyFrame], address: str) -> object:
    """A figure, its claims with their documents, and its findings."""
    mine = pl.col("figure_id") == address.rpartition("/")[2]
    claims = scan("claims").filter(mine).collect()
    others = [scan("figures").filter(mine), scan("findings").filter(mine)]
    texts = scan("documents").filter(pl.col("doc_id").is_in(claims["doc_id"].to_list())).collect()
    return pl.collect_all(others), texts


def bare_two(scan: Callable[[str], pl.LazyFrame], _: str) -> object:
    """Two figures, each with its claims, their documents, and its findings."""
    return [bare_figure(scan, f"/figures/figure-{place}") for place in (5, 6)]


def bare_document(scan: Callable[[str], pl.LazyFrame], address: str) -> object:
    """A document and its claims."""
    mine = pl.col("doc_id") == address.rpartition("/")[2]
    return pl.collect_all([scan("documents").filter(mine), scan("claims").filter(mine)])


def bare_sources(scan: Callable[[str], pl.LazyFrame], _: str) -> object:
    """Claims, figures and first reports of each source: a part of what the page says."""
    claims = scan("claims").select("source", "figure_id", "published", "value")
    own = claims.group_by("source").agg(pl.len(), pl.col("figure_id").n_unique())
    first = claims.sort("published").group_by("figure_id").agg(pl.col("source").first(), pl.col("value").median())
    return pl.collect_all([own, first])


def kinds(claims: int) -> list[Kind]:
    """Every kind of page, with addresses for a workspace of so many claims."""
    figures, documents = claims // synthetic.CLAIMS_PER_FIGURE, claims // synthetic.CLAIMS_PER_DOCUMENT

    def some(path: str, count: int) -> Callable[[random.Random], tuple[str, str]]:
        return lambda chance: (f"{path}{chance.randrange(2, count)}", "")

    def sought(path: str) -> Callable[[random.Random], tuple[str, str]]:
        return lambda chance: (path, f"?q={chance.choice(WORDS).replace(' ', '+')}")

    def two(chance: random.Random) -> tuple[str, str]:
        return "/compare", f"?figures=figure-{chance.randrange(2, figures)},figure-{chance.randrange(2, figures)}"

    def paged(path: str, pages: int, more: str = "") -> Callable[[random.Random], tuple[str, str]]:
        return lambda chance: (path, f"?{more}page={chance.randrange(1, pages)}")

    findings, listed = bare_list("findings", "severity", 25), bare_list("documents", "published", 50)
    summary = bare_list("findings", "severity", 25, ("summary",))
    titles = bare_list("documents", "published", 50, ("doc_id", "source", "title"))
    return [
        Kind("inbox", paged("/", 200), findings),
        Kind("inbox, searched", sought("/"), summary),
        Kind("figures", paged("/figures", 3000), bare_list("figures", "n_sources", 30)),
        Kind("figures by label", paged("/figures", 3000, "sort=label&"), bare_list("figures", "label", 30)),
        Kind("figures, searched", sought("/figures"), bare_search),
        Kind("figure", some("/figures/figure-", figures), bare_figure),
        Kind("chart of a figure", some("/figures/figure-", figures), bare_figure, chart=True),
        Kind("documents", paged("/documents", 3000), listed),
        Kind("documents, searched", sought("/documents"), titles),
        Kind("document", some("/documents/article-", documents), bare_document),
        Kind("sources", sought("/sources"), bare_sources),
        Kind("two figures compared", two, bare_two),
        Kind("the largest figure", lambda _: (LARGE, ""), bare_figure),
        Kind("its chart", lambda _: (LARGE, ""), bare_figure, chart=True),
    ]


def measure(server: Server, workspace: Workspace, wanted: list[Kind], requests: int) -> dict[str, Measured]:
    """Requests of each kind and bare queries, turn about."""
    scan = partial(workspace.scan, snapshot=workspace.snapshot())
    tab = Tab(server.address)
    found = {}
    for kind in wanted:
        chance, mine = random.Random(kind.name), Measured()  # noqa: S311 — no secret depends on it
        mine.first = timed(partial(tab.ask, *kind.address(chance), chart=kind.chart))
        for _ in range(requests):
            path, search = kind.address(chance)
            word = search.rpartition("=")[2].replace("+", " ") if "q=" in search else path
            before = server.processor()
            mine.ours.append(timed(partial(tab.ask, path, search, chart=kind.chart)))
            mine.processor += server.processor() - before
            mine.bare.append(timed(partial(kind.bare, scan, word)))
        found[kind.name] = mine
        sys.stderr.write(row(kind.name, mine) + "\n")
    return found


def timed(run: Callable[[], object]) -> float:
    """The seconds it takes."""
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def walk(address: str, wanted: list[Kind], until: float, seed: int) -> tuple[list[float], list[str]]:
    """One reader who goes from page to page until then: the seconds each took, and what went wrong."""
    chance, tab = random.Random(seed), Tab(address)  # noqa: S311 — no secret depends on it
    took, wrong = [], []
    while time.monotonic() < until:
        kind = chance.choice(wanted)
        path, search = kind.address(chance)
        try:
            took.append(timed(partial(tab.ask, path, search, chart=kind.chart)))
        except (OSError, ValueError) as error:
            wrong.append(f"{path}{search}: {error}")
    return took, wrong


def crowd(server: Server, wanted: list[Kind], seconds: int) -> tuple[list[float], list[str]]:
    """Twenty readers at once for so many seconds."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(READERS) as readers:
        walks = list(readers.map(lambda seed: walk(server.address, wanted, until, seed), range(READERS)))
    return [each for took, _ in walks for each in took], [each for _, wrong in walks for each in wrong]


def at_percent(seconds: list[float], percent: int) -> float:
    """That percentile, in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000


def row(name: str, mine: Measured) -> str:
    """A line of the table."""
    cells = (
        f"{at_percent(mine.ours, 50):.0f}",
        f"{at_percent(mine.ours, 95):.0f}",
        f"{mine.processor / len(mine.ours) * 1000:.0f}",
        f"{statistics.median(mine.bare) * 1000:.0f}",
        f"{mine.ratio:.1f}",
    )
    return f"| {name} | {' | '.join(cells)} |"


def report(counts: Mapping[str, int], pages: Mapping[str, Measured], lines: list[str]) -> str:
    """What was measured, as Markdown."""
    size = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    head = "| page | median, ms | 95th percentile, ms | processor, ms | bare query, median, ms | ratio |"
    table = [head, "| --- | ---: | ---: | ---: | ---: | ---: |", *(row(*each) for each in pages.items())]
    machine = f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end"
    title = ["# How fast the dashboard is", "", f"Made by `make bench-dashboard` ({machine}). The workspace: {size}."]
    told = [
        "",
        "The bare query gets the same rows from the workspace's Parquet files; the processor column is what the server "
        "itself used for a page. On a machine that does other things as well, compare the ratio and that column.",
        "",
    ]
    return "\n".join([*title, *told, *table, "", *(f"- {line}" for line in lines), ""])


def main() -> None:
    """Measures and prints; `--write` also puts it into the docs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--workspace", type=Path, default=ROOT / "build" / "benchmark")
    options.add_argument("--claims", type=int, default=synthetic.CLAIMS)
    options.add_argument("--requests", type=int, default=20, help="requests of each kind")
    options.add_argument("--seconds", type=int, default=60, help="for how long twenty readers walk about")
    options.add_argument("--write", action="store_true", help="write docs/speed-dashboard.md")
    chosen = options.parse_args()
    synthetic.make(chosen.workspace, chosen.claims)
    workspace, wanted = Workspace.open(chosen.workspace), kinds(chosen.claims)
    counts = {name: workspace.count(name) for name in ("claims", "figures", "documents", "findings")}
    with Server(chosen.workspace) as server:
        lines = [server.started()]
        server.await_tables()
        ready = f"Tables and what is made of them are in memory {server.age():.0f} s after the start"
        lines.append(f"{ready} (pages are read from files until then); {server.memory()}.")
        pages = measure(server, workspace, wanted, chosen.requests)
        cold = " and ".join(f"{name} {pages[name].first * 1000:.0f} ms" for name in SELDOM)
        lines.append(f"Asked for the first time in a snapshot, when nothing of it is kept yet: {cold}.")
        usual = [kind for kind in wanted if kind.name not in SELDOM]
        took, wrong = crowd(server, usual, chosen.seconds)
        middle, slow = at_percent(took, 50), at_percent(took, 95)
        walked = f"{READERS} readers at once for {chosen.seconds} s: {len(took):,} answers, {len(wrong)} errors"
        lines.append(f"{walked}; median {middle:.0f} ms, 95th percentile {slow:.0f} ms; afterwards {server.memory()}.")
        lines += [*wrong[:5], screen(server.address, LARGE, "/figures/figure-5000")]
    text = report(counts, pages, lines)
    sys.stdout.write(text)
    if chosen.write:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
