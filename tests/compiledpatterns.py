"""Every regular expression that Figtrack compiles, recorded as it does: what `python -m tests.compiledpatterns` prints.

Needs a process of its own, as patterns are compiled once. A build of some articles of each kind has the ones compiled
that wait for their first use.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = """<html><head><title>Ferry sinks - Cape Gazette</title><meta property="og:site_name" content="Cape Gazette">
</head><body><article><h1>Ferry sinks</h1><p>Last updated 4 March 2026</p>{text}</article></body></html>"""
TEXT = """At least 43 people died on 4 March 2026 when a ferry sank off Lima, up from 12 last week, police said.
As of 5 March the toll was at least 40, said Dr Ana Zelenskyy's office; on March 6 it rose to 50 in two days.
"We've found 30 more," the mayor said last Monday. Since January 200 crew have drowned, the second time this year.
The pilot was a 25-year-old man. He has left.
President Volodymyr Zelenskyy said 14 of them had left at 9pm on Monday last week. It rose to 61 the week after."""


def recorded() -> list[tuple[str, int, bool, str, int]]:
    """Source (as Latin-1 where it is bytes), flags, whether it is bytes, and the file and line that had it compiled."""
    found: dict[tuple[Any, ...], None] = {}
    library: Any = re
    compile_once = library._compile

    def noting(pattern: Any, flags: Any) -> Any:
        compiled = compile_once(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_code.co_filename == re.__file__ and frame.f_back is not None:
            frame = frame.f_back
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT / "tracker") or path.is_relative_to(ROOT / "dashboard"):
            is_bytes = isinstance(compiled.pattern, bytes)
            source = compiled.pattern.decode("latin-1") if is_bytes else compiled.pattern
            found[source, compiled.flags, is_bytes, str(path.relative_to(ROOT)), frame.f_lineno] = None
        return compiled

    library._compile = noting
    for package in ("tracker", "dashboard"):
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    _use()
    return list(found)


def _use() -> None:
    """Builds a small workspace, and calls what compiles patterns of its own and isn't called by that."""
    pipeline: Any = importlib.import_module("tracker.pipeline")
    scope: Any = importlib.import_module("tracker.checking.scope")
    claimant: Any = importlib.import_module("tracker.language.claimants.claimant")
    wording: Any = importlib.import_module("dashboard.wording")
    evidence: Any = importlib.import_module("dashboard.evidence")
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        articles.mkdir()
        for number in range(3):
            body = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
            (articles / f"{number}.html").write_text(PAGE.format(text=body), encoding="utf-8")
            (articles / f"{number}.txt").write_text(TEXT, encoding="utf-8")
        dated = json.dumps({"id": "dated", "text": TEXT, "published": "2026-03-10"})
        (articles / "dated.jsonl").write_text(dated, encoding="utf-8")
        pipeline.build([articles], Path(folder) / "workspace")
    evidence._whole("Lima")
    wording.slug("Lima, Peru")
    claimant.normal_claimant("Volodymyr Zelenskiy")
    for module in (scope, importlib.import_module("tracker.checking.events")):
        for name, listed in module._words().items():
            if name not in {"about", "source", "generic", "others", "harms"} and isinstance(listed, list):
                module._pattern(name)


if __name__ == "__main__":
    json.dump(recorded(), sys.stdout)
