"""Data flows one way: an import against the flow, or a library outside its one module, fails here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

FLOW = (
    ("tracker.errors", "tracker.limits", "tracker.model", "tracker.jobs", "tracker.ordered"),
    ("tracker.schema", "tracker.excerpts"),
    ("tracker.locks", "tracker.storage"),
    ("tracker.reading",),
    ("tracker.fetching",),
    ("tracker.language",),
    ("tracker.linking",),
    ("tracker.checking",),
    (
        "tracker.snapshots",
        "tracker.layout",
        "tracker.rewriting",
        "tracker.workspace",
        "tracker.unfinished",
        "tracker.engines",
        "tracker.chunks",
    ),
    (
        "tracker.intake",
        "tracker.pipeline",
        "tracker.review",
        "tracker.verify",
        "tracker.vacuum",
        "tracker.export",
        "tracker.filters",
        "tracker.partitions",
        "tracker.formats",
        "tracker.datapackage",
        "tracker.spreadsheet",
        "tracker.credentials",
    ),
    ("tracker.terminal", "tracker.commands", "tracker.cli", "tracker.__main__", "tracker.reference"),
    ("dashboard",),
)
"""Each row may import itself and the rows before it."""

ONE_MODULE = {
    "quantulum3": "tracker.language.numbers.units",
    "spacy": "tracker.language.syntax",
    "trafilatura": "tracker.reading.html",
    "deltalake": "tracker.storage",
    "distributed": "tracker.engines",
    "argon2": "tracker.credentials",
    "dash": "dashboard",
    "plotly": "dashboard",
}
"""Libraries that are known to one module (or package) only."""


def modules() -> Iterator[tuple[str, Path]]:
    for package in ("tracker", "dashboard"):
        for path in sorted((ROOT / package).rglob("*.py")):
            relative = path.relative_to(ROOT).with_suffix("")
            name = ".".join(relative.parts)
            yield name.removesuffix(".__init__"), path


MODULES = dict(modules())


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported(name: str) -> list[str]:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    return list(imports(tree))


def inside(name: str, owner: str) -> bool:
    return name == owner or name.startswith(f"{owner}.")


def row(name: str) -> int | None:
    for index, owners in enumerate(FLOW):
        if any(inside(name, owner) for owner in owners):
            return index
    return None


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_its_place_in_the_flow(name: str) -> None:
    assert name == "tracker" or row(name) is not None, f"{name} is in no row of FLOW"


@pytest.mark.parametrize("name", MODULES)
def test_no_import_goes_against_the_flow(name: str) -> None:
    here = row(name)
    if here is None:  # the package itself: its public names come from everywhere
        return
    for other in imported(name):
        there = row(other)
        if there is not None:
            assert there <= here, f"{name} imports {other}, which comes later in the flow"


def module_of(name: str) -> str:
    """The module that an imported name is of, or the name itself if it is none of ours."""
    return name if name in MODULES else name.rpartition(".")[0]


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {name: {module_of(other) for other in imported(name)} & MODULES.keys() - {name} for name in MODULES}
    assert [*TopologicalSorter(graph).static_order()], "a CycleError names the modules of a circle"
    with pytest.raises(CycleError):
        TopologicalSorter({"tracker.a": {"tracker.b"}, "tracker.b": {"tracker.a"}}).prepare()


@pytest.mark.parametrize("name", MODULES)
def test_a_library_is_known_to_its_one_module(name: str) -> None:
    for other in imported(name):
        owner = ONE_MODULE.get(other.split(".")[0])
        assert owner is None or inside(name, owner), f"{name} imports {other}; only {owner} may"


def test_a_step_back_would_be_seen() -> None:
    tree = ast.parse("from tracker.linking.keys import key\nimport dashboard.app")
    assert [row(name) for name in imports(tree)] == [6, 11]
    assert row("tracker.language.extract") == 5
    assert row("json") is None
